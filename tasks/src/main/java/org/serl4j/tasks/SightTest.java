package org.serl4j.tasks;

import java.util.List;
import java.util.random.RandomGenerator;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.controller.Workcell;

/**
 * Still scenes of a task with known answers: what a policy must read from the images. The scenes
 * are set, not acted: no time passes.
 *
 * @param spaces of the observations; their state is all zero
 * @param quantities what is to be read
 * @param scenes draws a scene
 * @param workcell is closed with the test
 */
public record SightTest(Spaces spaces, List<Quantity> quantities, Scenes scenes, Workcell workcell)
    implements AutoCloseable {
  public SightTest {
    quantities = List.copyOf(quantities);
  }

  /** A quantity and its unit. */
  public record Quantity(String name, String unit) {}

  /**
   * A scene.
   *
   * @param answer the quantities, in their order and units; not modified
   */
  @SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
  public record Scene(Observation observation, float[] answer) {}

  /** Draws scenes. */
  @FunctionalInterface
  public interface Scenes {
    /**
     * @param near whether the scene is where precision counts, close before contact, or anywhere in
     *     the task's space
     */
    Scene draw(RandomGenerator random, boolean near);
  }

  @Override
  public void close() {
    workcell.close();
  }
}
