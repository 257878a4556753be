package org.serl4j.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;

class PoseTravelTest {
  private static final double SPEED = 0.5; // [m/s]
  private static final double STEP = 0.02; // [s]

  private final PoseTravel travel =
      new PoseTravel(
          SPEED,
          1.5,
          STEP,
          new SafetyEnvelope(List.of(Workspace.of(SimulatedBench.cell().safety()))));

  @Test
  void shouldNeverLeadTheMeasuredPoseByMoreThanItsClip() {
    RigidTransform X_OE = SimulatedBench.down(0.5, 0, 0.2);
    RigidTransform X =
        new RigidTransform(
            X_OE.R().times(Rotation.exp(new Vector3(0.2, -0.9, 0.4))), new Vector3(0.9, -0.3, 0.1));
    RigidTransform clipped = PoseTravel.leading(X_OE, X);
    Vector3 d = clipped.p().minus(X_OE.p());
    assertEquals(PoseTravel.LEAD_M, d.norm(), 1e-12);
    assertEquals(0, d.cross(X.p().minus(X_OE.p())).norm(), 1e-12, "on the straight line");
    Vector3 r = X_OE.R().inverse().times(clipped.R()).log();
    assertEquals(PoseTravel.LEAD_RAD, r.norm(), 1e-9);
    assertEquals(0, r.cross(new Vector3(0.2, -0.9, 0.4)).norm(), 1e-9, "about the same axis");
    RigidTransform near = SimulatedBench.down(0.53, 0.01, 0.2);
    assertEquals(near, PoseTravel.leading(X_OE, near));
  }

  @Test
  void shouldBeginAtTheMeasuredPoseAndStepNoFasterThanItsSpeed() {
    RigidTransform X_OE = SimulatedBench.down(0.5, 0, 0.2);
    travel.goal(SimulatedBench.down(0.5, 0.3, 0.2));
    RigidTransform first = travel.step(X_OE);
    assertEquals(SPEED * STEP, first.p().minus(X_OE.p()).norm(), 1e-12);
    RigidTransform second = travel.step(first);
    assertEquals(SPEED * STEP, second.p().minus(first.p()).norm(), 1e-12);
  }

  /** An arm that something holds: the setpoint waits ahead of it and comes back at once. */
  @Test
  void shouldWaitForAnArmThatIsHeld() {
    RigidTransform held = SimulatedBench.down(0.5, 0, 0.2);
    travel.goal(SimulatedBench.down(0.5, 0.3, 0.2));
    RigidTransform sent = held;
    for (int i = 0; i < 100; i++) {
      sent = travel.step(held);
      assertTrue(sent.p().minus(held.p()).norm() <= PoseTravel.LEAD_M + 1e-12);
    }
    assertEquals(PoseTravel.LEAD_M, sent.p().y(), SPEED * STEP);
    travel.goal(held);
    for (int i = 0; i < 8; i++) {
      sent = travel.step(held);
    }
    assertEquals(0, sent.p().minus(held.p()).norm(), 1e-12);
  }

  @Test
  void shouldForgetWhereItWasWhenItRests() {
    travel.goal(SimulatedBench.down(0.5, 0.3, 0.2));
    travel.step(SimulatedBench.down(0.5, 0, 0.2));
    travel.rest();
    assertFalse(travel.hasGoal());
    assertThrows(IllegalStateException.class, () -> travel.step(SimulatedBench.down(0.5, 0, 0.2)));
    RigidTransform elsewhere = SimulatedBench.down(0.6, -0.2, 0.3);
    travel.goal(SimulatedBench.down(0.5, 0.3, 0.2));
    assertEquals(SPEED * STEP, travel.step(elsewhere).p().minus(elsewhere.p()).norm(), 1e-12);
  }
}
