package org.serl4j.tasks.peg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class PegOptionsTest {
  @Test
  void shouldNameTheNumberThatIsOutside() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> PegOptions.fixedBoard().withGraspRange(0.01));
    assertEquals("graspRange = 0.01 m is outside [0, 0.0019] m", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> PegOptions.fixedBoard().withMaxSteps(0));
  }

  @Property(tries = 200)
  void shouldReachEveryPoseByTheActionThatAsksForIt(
      @ForAll @DoubleRange(min = -0.02, max = 0.02) double x,
      @ForAll @DoubleRange(min = -0.02, max = 0.02) double y,
      @ForAll @DoubleRange(min = -0.1, max = 0.1) double rz,
      @ForAll @DoubleRange(min = -3, max = 3) double yaw) {
    RigidTransform X_OE =
        new RigidTransform(
            Rotation.exp(new Vector3(0, 0, yaw)).times(new Rotation(0, 1, 0, 0)),
            new Vector3(0.5, 0.1, 0.2));
    Vector3 p_ED = new Vector3(x, y, 0.01);
    Vector3 r_ED = new Vector3(0.02, 0, rz);
    RigidTransform X_OD = PegSpaces.target(X_OE, PegSpaces.action(p_ED, r_ED));
    RigidTransform X_ED = X_OE.inverse().times(X_OD);
    assertTrue(X_ED.p().minus(p_ED).norm() < 1e-8);
    assertTrue(X_ED.R().log().minus(r_ED).norm() < 1e-7);
  }

  @Test
  void shouldDemandADeepPegWithinThePoseThreshold() {
    // 1 cm short of the target in the nominal grasp
    assertTrue(PegGeometry.TARGET_DEPTH - 0.01 >= PegGeometry.INSERTED_DEPTH);
    assertTrue(PegGeometry.TARGET_DEPTH < PegGeometry.HOLE_DEPTH);
  }
}
