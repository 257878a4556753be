package org.serl4j.controller.mujoco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class OperationalSpaceBenchTest {
  private static final double[] HOME = {0, -0.785, 0, -2.35, 0, 1.57, Math.PI / 4};
  private static final int SECOND = 1000; // physics steps of bench.xml

  private OperationalSpaceBench bench;

  @BeforeEach
  void open() throws IOException {
    try (SceneFile scene = SceneFile.extract(OperationalSpaceBenchTest.class, "bench.xml")) {
      bench = OperationalSpaceBench.open(scene.path(), HOME);
    }
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void place(double[] q) {
    bench.setJointPositions(q);
    bench.target(bench.X_OE());
  }

  private static double angle(RigidTransform a, RigidTransform b) {
    return a.R().inverse().times(b.R()).log().norm();
  }

  private double distance(RigidTransform X_OD) {
    return bench.X_OE().p().minus(X_OD.p()).norm();
  }

  @Test
  void shouldReachATargetInPositionAndOrientation() {
    SplittableRandom rng = new SplittableRandom(5);
    for (int sample = 0; sample < 5; sample++) {
      place(HOME);
      Vector3 turn =
          new Vector3(
              rng.nextDouble(-0.4, 0.4), rng.nextDouble(-0.4, 0.4), rng.nextDouble(-0.4, 0.4));
      RigidTransform X_OD =
          new RigidTransform(
              Rotation.exp(turn).times(bench.X_OE().R()),
              new Vector3(
                  rng.nextDouble(0.3, 0.5), rng.nextDouble(-0.2, 0.2), rng.nextDouble(0.2, 0.45)));
      double start = distance(X_OD);
      bench.target(X_OD);
      bench.advance(280);
      // critically damped from rest: (1 + w t) exp(-w t) = 0.1 at t = 0.28 s, w^2 = 200
      assertEquals(0.1, distance(X_OD) / start, 0.07);
      bench.advance(3 * SECOND);
      assertEquals(0, distance(X_OD), 1e-4);
      assertEquals(0, angle(bench.X_OE(), X_OD), 1e-3);
      assertEquals(0, bench.V_OE_O().v().norm(), 1e-3);
    }
  }

  @Test
  void shouldKeepTheEndEffectorWhileTheElbowSwings() {
    double[] q = HOME.clone();
    q[0] += 0.5;
    q[2] -= 0.6;
    place(q);
    RigidTransform X = bench.X_OE();
    bench.advance(4 * SECOND);
    double moved = 0;
    double[] now = bench.jointPositions();
    for (int i = 0; i < now.length; i++) {
      moved = Math.max(moved, Math.abs(now[i] - q[i]));
    }
    assertTrue(moved > 0.05, "the elbow moved by " + moved + " rad");
    assertEquals(0, distance(X), 1e-4);
    assertEquals(0, angle(bench.X_OE(), X), 1e-3);
  }

  /**
   * From rest, one step of MuJoCo's Euler integration with implicit damping: {@code (M + dt B) dv /
   * dt = tau - bias}, over all of the scene's degrees of freedom.
   */
  @Test
  void shouldReadTheInertiaThatTheNextStepObeys() {
    Physics physics = bench.physics();
    double dt = physics.timestepS();
    double damping = 1; // of the arm's joints in franka.xml [Nm s/rad]
    place(HOME);
    bench.target(
        new RigidTransform(Rotation.exp(new Vector3(3, 0.2, 0.1)), new Vector3(0.4, 0.1, 0.4)));
    int nv = physics.nv;
    double[] M = new double[nv * nv];
    physics.inertia.get(0, M);
    double[] bias = bench.arm().bias().clone();
    bench.advance(1);
    for (int i = 0; i < FrankaKinematics.JOINTS; i++) {
      int row = physics.velocityAddress("joint_" + (i + 1));
      double sum = dt * damping * physics.qvel.get(row) / dt;
      for (int k = 0; k < nv; k++) {
        sum += M[row * nv + k] * physics.qvel.get(k) / dt;
      }
      double tau = physics.ctrl.get(physics.actuator("joint_" + (i + 1)));
      double limit = i < 4 ? 87 : 12;
      assertEquals(Math.max(-limit, Math.min(limit, tau)) - bias[i], sum, 1e-6, "joint " + (i + 1));
    }
  }

  @Test
  void shouldReadPoseAndJacobianOfTheToolsFrame() {
    SplittableRandom rng = new SplittableRandom(9);
    FrankaKinematics kinematics = new FrankaKinematics();
    for (int sample = 0; sample < 20; sample++) {
      double[] q = HOME.clone();
      for (int i = 0; i < q.length; i++) {
        q[i] += rng.nextDouble(-0.5, 0.5);
      }
      bench.setJointPositions(q);
      kinematics.evaluate(q);
      assertArrayEquals(kinematics.X_OE(), bench.arm().X_OE(), 1e-9);
      assertArrayEquals(kinematics.J_OE(), bench.arm().J_OE(), 1e-9);
    }
  }

  @Test
  void shouldRepeatBitForBitAfterAReset() {
    double[][] end = new double[2][];
    for (int round = 0; round < 2; round++) {
      bench.reset();
      bench.target(new RigidTransform(new Rotation(0, 1, 0, 0), new Vector3(0.4, 0.1, 0.3)));
      bench.grip(0);
      bench.advance(SECOND);
      end[round] = bench.jointPositions();
    }
    assertArrayEquals(end[0], end[1]);
  }

  @Test
  void shouldNotAllocateWhileItAdvances() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // the virtual machine itself may allocate once: code of ours that does, does in every round
    for (int round = 0; round < 4 && least > 0; round++) {
      bench.advance(SECOND);
      long before = threads.getThreadAllocatedBytes(id);
      bench.advance(5 * SECOND);
      long after = threads.getThreadAllocatedBytes(id);
      least = Math.min(least, after - before - (threads.getThreadAllocatedBytes(id) - after));
    }
    assertEquals(0, least);
  }

  @Test
  void shouldPlaceFreeBodiesOnly() {
    bench.setBodyPose("cube", new RigidTransform(Rotation.IDENTITY, new Vector3(0.3, 0.1, 0.2)));
    assertEquals(0.2, bench.bodyPosition("cube").z(), 1e-12);
    assertThrows(
        IllegalArgumentException.class, () -> bench.setBodyPose("link_3", RigidTransform.IDENTITY));
  }
}
