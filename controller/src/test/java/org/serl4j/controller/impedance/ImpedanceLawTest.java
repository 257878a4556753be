package org.serl4j.controller.impedance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.DampedInverse;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

class ImpedanceLawTest {
  private static final double[] LIMIT = {87, 87, 87, 87, 12, 12, 12};
  private static final double[] HOME = {0, 0, 0, -1.9, 0, 1.9, Math.PI / 4};
  private static final double[] AT_REST = new double[7];

  // a different clip for every axis and sign, so that a mix-up shows
  private static final ReferenceClip CLIP =
      new ReferenceClip(.002, .003, .004, .005, .006, .007, .012, .013, .014, .015, .016, .017);
  private static final Compliance GAINS = new Compliance(3000, 180, 150, 7, 5, 3, CLIP);

  private final FrankaKinematics kinematics = new FrankaKinematics();
  private final ImpedanceLaw law = new ImpedanceLaw(LIMIT);
  private final double[] tau = new double[7];

  private RigidTransform start(double[] q, Compliance compliance) {
    kinematics.evaluate(q);
    law.start(kinematics, q);
    law.comply(compliance);
    return PoseArray.toTransform(kinematics.X_OE());
  }

  private void target(RigidTransform X_OD) {
    double[] pose = new double[PoseArray.SIZE];
    PoseArray.set(X_OD, pose);
    law.target(pose);
    law.forgetIntegral();
  }

  private void step(double[] q, double[] dq) {
    kinematics.evaluate(q);
    law.step(kinematics, q, dq, AT_REST, tau);
  }

  @Test
  void shouldAgreeTickByTickWithTheLawWrittenOutOnMatrices() {
    SplittableRandom rng = new SplittableRandom(11);
    double[] q = HOME.clone();
    double[] dq = new double[7];
    double[] coriolis = new double[7];
    RigidTransform X = start(q, GAINS);
    NaiveImpedanceLaw naive = new NaiveImpedanceLaw(LIMIT, X, q, GAINS);
    law.nullspace(0.2, 100);
    naive.k_n_target = 0.2;
    naive.k_1_target = 100;
    for (int tick = 0; tick < 4000; tick++) {
      if (tick % 250 == 0) {
        RigidTransform goal =
            X.times(new RigidTransform(Rotation.exp(random(rng, 0.4)), random(rng, 0.03)));
        target(goal);
        naive.target(goal);
      }
      if (tick == 2000) {
        Compliance softer = new Compliance(500, 60, 40, 3, 0, 0, CLIP);
        law.comply(softer);
        naive.compliance = softer;
      }
      for (int i = 0; i < 7; i++) {
        dq[i] += 0.05 * (rng.nextDouble(-1, 1) - dq[i]) - 0.02 * (q[i] - HOME[i]);
        q[i] += 1e-3 * dq[i];
        coriolis[i] = 0.3 * dq[i] * dq[(i + 1) % 7];
      }
      kinematics.evaluate(q);
      law.step(kinematics, q, dq, coriolis, tau);
      assertArrayEquals(naive.step(q, dq, coriolis), tau, 1e-8, "tick " + tick);
    }
  }

  private static Vector3 random(SplittableRandom rng, double size) {
    return new Vector3(
        rng.nextDouble(-size, size), rng.nextDouble(-size, size), rng.nextDouble(-size, size));
  }

  @Test
  void shouldInvertDampedlyAsTheSingularValuesSayEvenAtASingularity() {
    DampedInverse damped = new DampedInverse();
    double[] stretched = {0, 0, 0, -0.07, 0, 0, 0};
    double[] tau_0 = {1, -2, 3, -4, 5, -6, 7};
    double[] F = new double[6];
    for (double[] q : new double[][] {HOME, stretched, new double[7]}) {
      kinematics.evaluate(q);
      double[] J = kinematics.J_OE();
      damped.factorise(J);
      damped.apply(J, tau_0, F);
      double[][] Jt = new double[7][6];
      for (int r = 0; r < 6; r++) {
        for (int c = 0; c < 7; c++) {
          Jt[c][r] = J[7 * r + c];
        }
      }
      double[][] inverse = NaiveImpedanceLaw.dampedPseudoInverse(Jt);
      for (int r = 0; r < 6; r++) {
        double expected = 0;
        for (int c = 0; c < 7; c++) {
          expected += inverse[r][c] * tau_0[c];
        }
        assertEquals(expected, F[r], 1e-10);
      }
    }
  }

  @Test
  void shouldCommandNothingAtItsStartPoseAndRest() {
    start(HOME, GAINS);
    for (int i = 0; i < 1000; i++) {
      step(HOME, AT_REST);
      assertArrayEquals(AT_REST, tau, 1e-9);
    }
  }

  @Test
  void shouldRampTheGainsUpThroughTheFilter() {
    Compliance noIntegral = new Compliance(3000, 180, 150, 7, 0, 0, CLIP);
    RigidTransform X = start(HOME, noIntegral);
    // far enough for the clip to hold from the second tick on: F_z = K_filtered clip
    target(new RigidTransform(X.R(), X.p().plus(new Vector3(0, 0, 10))));
    step(HOME, AT_REST);
    assertArrayEquals(AT_REST, tau, 1e-12);
    for (int n = 1; n <= 300; n++) {
      step(HOME, AT_REST);
      // K_n = K (1 - (1 - a)^n), e_z = -clip.negZ
      double force = 3000 * (1 - Math.pow(0.995, n)) * CLIP.negZ();
      double[] J = kinematics.J_OE();
      for (int i = 0; i < 7; i++) {
        assertEquals(J[2 * 7 + i] * force, tau[i], 1e-9);
      }
    }
  }

  @Test
  void shouldClipEachAxisAndSignWithItsOwnBound() {
    RigidTransform X = start(HOME, GAINS);
    double[] bounds = {
      CLIP.x(), CLIP.negX(), CLIP.y(), CLIP.negY(), CLIP.z(), CLIP.negZ(),
      CLIP.rx(), CLIP.negRx(), CLIP.ry(), CLIP.negRy(), CLIP.rz(), CLIP.negRz()
    };
    for (int k = 0; k < bounds.length; k++) {
      int axis = k / 2;
      // the error is measured minus desired: a desired pose below gives a positive error
      double sign = k % 2 == 0 ? -1 : 1;
      double[] step = new double[6];
      step[axis] = 0.5 * sign;
      Rotation turn = Rotation.exp(new Vector3(step[3], step[4], step[5]));
      Vector3 shift = new Vector3(step[0], step[1], step[2]);
      RigidTransform X_OD = new RigidTransform(turn.times(X.R()), X.p().plus(shift));
      start(HOME, GAINS);
      target(X_OD);
      for (int i = 0; i < 2000; i++) {
        step(HOME, AT_REST);
      }
      double[] e = law.error();
      assertEquals(-sign * bounds[k], e[axis], 1e-12, "axis " + axis);
      for (int other = 0; other < 6; other++) {
        if (other != axis) {
          assertEquals(0, e[other], 1e-6);
        }
      }
    }
  }

  @Test
  void shouldBoundTheIntegralAndForgetItAtANewPose() {
    Compliance integrating =
        new Compliance(0, 0, 0, 0, 100, 0, ReferenceClip.symmetric(.1, .1, .1, .1, .1, .1));
    RigidTransform X = start(HOME, integrating);
    RigidTransform above = new RigidTransform(X.R(), X.p().plus(new Vector3(0, 0, 0.05)));
    target(above);
    for (int i = 0; i < 5000; i++) {
      step(HOME, AT_REST);
    }
    // e_i has reached its bound of 0.1 m: F_z = 100 * 0.1
    assertEquals(kinematics.J_OE()[2 * 7 + 1] * 10, tau[1], 1e-6);
    target(above);
    step(HOME, AT_REST);
    // one tick's error of 0.05 m: F_z = 100 * 0.05, and the rate limit lets it fall 1 Nm
    assertEquals(kinematics.J_OE()[2 * 7 + 1] * 10, tau[1], 1 + 1e-9);
    for (int i = 0; i < 10; i++) {
      law.forgetIntegral();
      step(HOME, AT_REST);
    }
    assertEquals(kinematics.J_OE()[2 * 7 + 1] * 5, tau[1], 1e-6);
  }

  @Test
  void shouldKeepTheElbowsPostureWithoutMovingTheTool() {
    start(HOME, new Compliance(0, 0, 0, 0, 0, 0, CLIP));
    law.nullspace(20, 20);
    double[] q = HOME.clone();
    for (int i = 0; i < 7; i++) {
      q[i] += 0.1;
    }
    for (int i = 0; i < 100; i++) {
      step(q, AT_REST);
    }
    // (J^T)^+ tau is the wrench at E: damping leaves l^2 / (s^2 + l^2) of it
    DampedInverse damped = new DampedInverse();
    double[] F = new double[6];
    damped.factorise(kinematics.J_OE());
    damped.apply(kinematics.J_OE(), tau, F);
    double size = 0;
    for (double t : tau) {
      size += Math.abs(t);
    }
    assertTrue(size > 1, "no posture torque");
    for (double f : F) {
      assertTrue(Math.abs(f) < 0.2 * size);
    }
  }

  @Test
  void shouldKeepEveryTorqueWithinTheJointsLimit() {
    ImpedanceLaw weak = new ImpedanceLaw(new double[] {3, 3, 3, 3, 3, 3, 3});
    kinematics.evaluate(HOME);
    weak.start(kinematics, HOME);
    weak.comply(
        new Compliance(6000, 0, 300, 0, 0, 0, ReferenceClip.symmetric(.1, .1, .1, .1, .1, .1)));
    double[] pose = kinematics.X_OE().clone();
    pose[2] += 0.5;
    weak.target(pose);
    for (int i = 0; i < 1000; i++) {
      weak.step(kinematics, HOME, AT_REST, AT_REST, tau);
      for (double t : tau) {
        assertTrue(Math.abs(t) <= 3);
      }
    }
    assertEquals(3, Math.abs(tau[1]));
  }

  @Test
  void shouldPassANonFiniteStateOnAsANonFiniteTorque() {
    start(HOME, GAINS);
    double[] dq = {0, 0, 0, Double.NaN, 0, 0, 0};
    // the second tick, for the damping is 0 in the first
    step(HOME, AT_REST);
    step(HOME, dq);
    assertTrue(Double.isNaN(tau[3]));
  }

  @Test
  void shouldRefuseAWrongNumberOfTorqueLimits() {
    assertThrows(IllegalArgumentException.class, () -> new ImpedanceLaw(new double[6]));
  }
}
