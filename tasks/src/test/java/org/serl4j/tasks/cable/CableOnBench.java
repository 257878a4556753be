package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.serl4j.agent.Step;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.resets.Regrasp;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ScriptedReset;
import org.serl4j.tasks.arm.Grasp;

/**
 * The task over ports alone, and beside it the truth that no bench tells.
 *
 * @param environment sees nothing of the scene
 * @param truth the scene behind the ports
 */
record CableOnBench(CableEnvironment environment, CableBench truth) {
  private static final int MOST_STEPS = 60;

  CableOnBench(CableEnvironment environment, SimulatedScene scene) {
    this(environment, new CableBench(scene, CableOptions.fixedBoard()));
  }

  /** Resets and plays the expert until the cable is in the clip. */
  void route(long seed, double noise) {
    environment.reset(seed);
    assertFalse(truth.fit().routed(), "before the first step");
    CableExpert expert = CableExpert.of(environment, noise, seed);
    for (int i = 0; i < MOST_STEPS && !truth.fit().routed(); i++) {
      Step step = environment.step(expert.get());
      assertEquals(0, step.reward(), "nobody here tells success");
      assertFalse(step.success());
      assertFalse(step.done(), step.note());
    }
    assertTrue(truth.fit().routed(), () -> "the cable is not in the clip: " + truth.fit());
  }

  /** The cable lies between the fingers as it was put there, and the arm stands at the start. */
  void requireReset() {
    assertEquals(
        List.of(ScriptedReset.LIFT, Regrasp.NAME, ScriptedReset.START),
        environment.lastReset().stream().map(ResetOutcome::routine).toList());
    assertFalse(truth.fit().routed());
    Grasp nominal = new Grasp(CableRouting.X_EC);
    assertFalse(
        nominal.slipped(environment.arm().state().X_OE(), truth.seenPose()),
        () -> "the cable is at " + truth.seenPose());
    assertTrue(environment.startError().p().norm() < 0.004, () -> "" + environment.startError());
  }
}
