package org.serl4j.controller.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class PoseArrayTest {
  @Property
  void shouldSlerpLikeTheValueTypeDoes(
      @ForAll @DoubleRange(min = -3, max = 3) double a,
      @ForAll @DoubleRange(min = -3, max = 3) double b,
      @ForAll @DoubleRange(min = 0, max = 1) double s) {
    Rotation from = Rotation.exp(new Vector3(a, 0.3, -0.2));
    Rotation to = Rotation.exp(new Vector3(0.1, b, 0.4));
    double[] pose = new double[PoseArray.SIZE];
    double[] target = new double[PoseArray.SIZE];
    PoseArray.set(new RigidTransform(from, Vector3.ZERO), pose);
    PoseArray.set(new RigidTransform(to, Vector3.ZERO), target);
    PoseArray.slerp(pose, target, s);
    Rotation between = PoseArray.toTransform(pose).R();
    assertEquals(0, between.inverse().times(from.slerp(to, s)).log().norm(), 1e-7);
  }

  @Test
  void shouldStayWhereItIsWhenTheTargetIsTheSameRotation() {
    double[] pose = new double[PoseArray.SIZE];
    double[] target = new double[PoseArray.SIZE];
    PoseArray.set(new RigidTransform(new Rotation(1, 2, 3, 4), Vector3.ZERO), pose);
    PoseArray.set(new RigidTransform(new Rotation(-1, -2, -3, -4), Vector3.ZERO), target);
    double[] before = pose.clone();
    for (int i = 0; i < 100_000; i++) {
      PoseArray.slerp(pose, target, 0.005);
    }
    for (int i = 0; i < PoseArray.SIZE; i++) {
      assertEquals(before[i], pose[i], 1e-12);
    }
  }
}
