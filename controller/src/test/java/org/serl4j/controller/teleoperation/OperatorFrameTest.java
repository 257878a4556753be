package org.serl4j.controller.teleoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class OperatorFrameTest {
  private static final double TOLERANCE = 1e-12;

  private static Vector3 vector(double[] v, int from) {
    return new Vector3(v[from], v[from + 1], v[from + 2]);
  }

  /** inverse(frame(a)) = a, for any orientation of the person and of the end effector. */
  @Property
  void shouldComeBackToTheSameMotion(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 3) double largestTurn) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] turns = random.doubles(6, -1, 1).map(turn -> turn * largestTurn).toArray();
    double[] pushed = random.doubles(6, -1, 1).toArray();
    OperatorFrame frame =
        new OperatorFrame(Rotation.exp(vector(turns, 0)), Rotation.exp(vector(turns, 3)));
    Motion motion = new Motion(vector(pushed, 0), vector(pushed, 3));
    for (Motion back :
        new Motion[] {
          frame.toOperator(frame.toEndEffector(motion)),
          frame.toEndEffector(frame.toOperator(motion))
        }) {
      assertEquals(0, back.translation().minus(motion.translation()).norm(), TOLERANCE);
      assertEquals(0, back.rotation().minus(motion.rotation()).norm(), TOLERANCE);
    }
    assertEquals(motion.norm(), frame.toEndEffector(motion).norm(), TOLERANCE);
  }

  @Test
  void shouldKnowAGripperThatPointsDown() {
    // E turned half about x: its z points down, its y right
    OperatorFrame frame = new OperatorFrame(Rotation.IDENTITY, new Rotation(0, 1, 0, 0));
    Motion left = new Motion(new Vector3(0, 1, 0), new Vector3(0, 0, 1));
    assertEquals(
        0, frame.toEndEffector(left).translation().minus(new Vector3(0, -1, 0)).norm(), TOLERANCE);
    assertEquals(
        0, frame.toEndEffector(left).rotation().minus(new Vector3(0, 0, -1)).norm(), TOLERANCE);
  }

  @Test
  void shouldKnowWhereThePersonLooks() {
    // one who looks along the base's y pushes along it
    OperatorFrame frame =
        new OperatorFrame(OperatorFrame.lookingAlong(Math.PI / 2), Rotation.IDENTITY);
    Motion forward = new Motion(new Vector3(1, 0, 0), Vector3.ZERO);
    assertEquals(
        0, frame.toEndEffector(forward).translation().minus(new Vector3(0, 1, 0)).norm(), 1e-12);
  }

  @Test
  void shouldLimitWithoutTurning() {
    Motion motion = new Motion(new Vector3(2, -1, 0.5), new Vector3(0.5, 0, 0)).limited();
    assertEquals(new Vector3(1, -0.5, 0.25), motion.translation());
    assertEquals(new Vector3(0.5, 0, 0), motion.rotation());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Motion(new Vector3(Double.NaN, 0, 0), Vector3.ZERO));
  }
}
