package org.serl4j.tasks;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.serl4j.agent.Environment;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.mujoco.VisibleScene;
import org.serl4j.controller.teleoperation.Motion;
import org.serl4j.tasks.perturbation.Tampering;

/**
 * A task over whatever it drives, which closing the environment closes too.
 *
 * @param environment the task
 * @param scene what it drives, to look at; empty where that is not simulated
 * @param cameras of a bench that is not simulated, for a person to look through; empty where it is
 * @param demonstrator makes a scripted expert for the episode just begun
 * @param rehearsals scripted ways to reach the goal, and to miss it narrowly; empty where there are
 *     none
 * @param steering turns what a person pushes into actions
 * @param report one line on what happened so far beyond rewards: false successes, slips, retries
 * @param resetRetries how often a routine of a reset had to be tried again so far
 * @param tampering the unseen hand that perturbs episodes; empty where the scene is not simulated
 */
public record OpenTask(
    Environment environment,
    Optional<VisibleScene> scene,
    List<Camera> cameras,
    Demonstrator demonstrator,
    List<Rehearsal> rehearsals,
    Steering steering,
    Supplier<String> report,
    IntSupplier resetRetries,
    Optional<Tampering> tampering) {
  public OpenTask {
    cameras = List.copyOf(cameras);
    rehearsals = List.copyOf(rehearsals);
  }

  /** A task in a simulated scene. */
  public OpenTask(
      Environment environment,
      VisibleScene scene,
      Demonstrator demonstrator,
      List<Rehearsal> rehearsals,
      Steering steering,
      Supplier<String> report,
      IntSupplier resetRetries,
      Optional<Tampering> tampering) {
    this(
        environment,
        Optional.of(scene),
        List.of(),
        demonstrator,
        rehearsals,
        steering,
        report,
        resetRetries,
        tampering);
  }

  /** A task over a bench that stands somewhere: no scene to draw, nothing to rehearse in. */
  static OpenTask onBench(
      Environment environment,
      Workcell workcell,
      Demonstrator demonstrator,
      Steering steering,
      Supplier<String> report,
      IntSupplier resetRetries) {
    return new OpenTask(
        environment,
        Optional.empty(),
        workcell.cameras(),
        demonstrator,
        List.of(),
        steering,
        report,
        resetRetries,
        Optional.empty());
  }

  /** The same task behind another environment, such as one with another reward. */
  public OpenTask behind(Environment wrapped) {
    return with(wrapped, rehearsals);
  }

  /** The same task with that rehearsal alone. */
  public OpenTask rehearsing(Rehearsal only) {
    return with(environment, List.of(only));
  }

  private OpenTask with(Environment wrapped, List<Rehearsal> chosen) {
    return new OpenTask(
        wrapped, scene, cameras, demonstrator, chosen, steering, report, resetRetries, tampering);
  }

  /**
   * A scripted way to act, from which a judge of success learns what success looks like and what
   * does not.
   *
   * @param name what happens, in a few words
   * @param share how often it is played, against the other rehearsals' shares
   * @param hand plays it
   */
  public record Rehearsal(String name, int share, Demonstrator hand) {}

  /** Makes scripted experts. */
  @FunctionalInterface
  public interface Demonstrator {
    /**
     * An expert for the episode that the environment has just begun: ask it for one action before
     * each step.
     *
     * @param noise standard deviation of what is added to each element of the action, so that
     *     demonstrations differ; 0 for none
     * @param seed of that noise
     */
    Supplier<float[]> begin(double noise, long seed);
  }

  /** Turns what a person pushes into actions. */
  @FunctionalInterface
  public interface Steering {
    /**
     * The action, in [-1, 1] and in the policy's frame, that does what a person means now.
     *
     * @param motion in the base frame, each number in [-1, 1]: 1 asks for as much as an action of 1
     * @param gripper ignored by tasks whose gripper stays closed
     */
    float[] action(Motion motion, GripperAction gripper);
  }
}
