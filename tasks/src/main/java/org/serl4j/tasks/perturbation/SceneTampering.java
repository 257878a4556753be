package org.serl4j.tasks.perturbation;

import java.util.EnumSet;
import java.util.Set;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;

/** The unseen hand in any simulated scene: it pushes the arm. */
public class SceneTampering implements Tampering {
  /** The body that is pushed. */
  private static final String HAND = "hand";

  private final SimulatedScene scene;

  public SceneTampering(SimulatedScene scene) {
    this.scene = scene;
  }

  @Override
  public Set<PerturbationKind> kinds() {
    return EnumSet.of(PerturbationKind.PUSH);
  }

  @Override
  public final void pushHand(Vector3 f_O, double seconds) {
    scene.push(HAND, f_O, seconds);
  }
}
