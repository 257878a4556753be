package org.serl4j.tasks.arm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class EndEffectorSpacesTest {
  private static final EndEffectorSpaces SPACES = new EndEffectorSpaces(0.02, 0.2);

  @Test
  void shouldAskForItsScaleWithAnActionOfOne() {
    assertArrayEquals(
        new float[] {1, 0, -1, 0, 1, 0},
        SPACES.action(new Vector3(0.02, 0, -0.02), new Vector3(0, 0.2, 0)));
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
    RigidTransform X_OD = SPACES.target(X_OE, SPACES.action(p_ED, r_ED));
    RigidTransform X_ED = X_OE.inverse().times(X_OD);
    assertTrue(X_ED.p().minus(p_ED).norm() < 1e-8);
    assertTrue(X_ED.R().log().minus(r_ED).norm() < 1e-7);
  }
}
