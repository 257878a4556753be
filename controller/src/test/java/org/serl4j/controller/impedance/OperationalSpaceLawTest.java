package org.serl4j.controller.impedance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.impedance.OperationalSpaceLaw.ArmDynamics;

class OperationalSpaceLawTest {
  private static final double K = 200;
  private static final double D = 2 * Math.sqrt(200);
  private static final double[] HOME = {0, -0.785, 0, -2.35, 0, 1.57, Math.PI / 4};

  private final SplittableRandom rng = new SplittableRandom(7);
  private final OperationalSpaceLaw law = new OperationalSpaceLaw(HOME);
  private final ArmDynamics arm = ArmDynamics.allocate();
  private final double[] X_OD = new double[PoseArray.SIZE];
  private final double[] tau = new double[7];

  /** A random posture near home that moves, with a random inertia and bias. */
  private RigidTransform randomArm() {
    for (int i = 0; i < 7; i++) {
      arm.q()[i] = HOME[i] + rng.nextDouble(-0.5, 0.5);
      arm.dq()[i] = rng.nextDouble(-1, 1);
      arm.bias()[i] = rng.nextDouble(-30, 30);
    }
    // B B^T + 1 is symmetric and positive definite; light, so that no direction is dropped
    double[] B = rng.doubles(49, -1, 1).toArray();
    for (int r = 0; r < 7; r++) {
      for (int c = 0; c < 7; c++) {
        double sum = r == c ? 1 : 0;
        for (int k = 0; k < 7; k++) {
          sum += B[r * 7 + k] * B[c * 7 + k];
        }
        arm.M()[r * 7 + c] = 0.02 * sum;
      }
    }
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(arm.q());
    System.arraycopy(kinematics.X_OE(), 0, arm.X_OE(), 0, PoseArray.SIZE);
    System.arraycopy(kinematics.J_OE(), 0, arm.J_OE(), 0, 42);
    return PoseArray.toTransform(arm.X_OE());
  }

  /** {@code M^-1 b} by elimination. */
  private static double[] solve(double[] M, double[] b) {
    double[] A = M.clone();
    double[] x = b.clone();
    int n = b.length;
    for (int k = 0; k < n; k++) {
      for (int r = k + 1; r < n; r++) {
        double f = A[r * n + k] / A[k * n + k];
        for (int c = k; c < n; c++) {
          A[r * n + c] -= f * A[k * n + c];
        }
        x[r] -= f * x[k];
      }
    }
    for (int r = n - 1; r >= 0; r--) {
      for (int c = r + 1; c < n; c++) {
        x[r] -= A[r * n + c] * x[c];
      }
      x[r] /= A[r * n + r];
    }
    return x;
  }

  private static double[] times(double[] J, double[] x) {
    double[] y = new double[6];
    for (int row = 0; row < 6; row++) {
      for (int i = 0; i < 7; i++) {
        y[row] += J[row * 7 + i] * x[i];
      }
    }
    return y;
  }

  /** What E is made to do: {@code J M^-1 (tau - bias)}. */
  private double[] acceleration() {
    double[] torques = new double[7];
    for (int i = 0; i < 7; i++) {
      torques[i] = tau[i] - arm.bias()[i];
    }
    return times(arm.J_OE(), solve(arm.M(), torques));
  }

  @Test
  void shouldGiveTheEndEffectorTheAccelerationAskedForWhateverTheNullspaceWants() {
    for (int sample = 0; sample < 100; sample++) {
      RigidTransform X_OE = randomArm();
      Vector3 p = random(0.1);
      Vector3 turn = random(sample % 2 == 0 ? 1e-6 : 1.5);
      // turned about axes of O: R_OD = exp(turn) R_OE
      PoseArray.set(new RigidTransform(Rotation.exp(turn).times(X_OE.R()), X_OE.p().plus(p)), X_OD);
      if (sample % 3 == 0) {
        for (int i = PoseArray.W; i < PoseArray.SIZE; i++) {
          X_OD[i] = -X_OD[i]; // the same orientation
        }
      }
      law.step(arm, X_OD, tau);
      double[] V = times(arm.J_OE(), arm.dq());
      double[] expected = {
        K * p.x() - D * V[0],
        K * p.y() - D * V[1],
        K * p.z() - D * V[2],
        K * turn.x() - D * V[3],
        K * turn.y() - D * V[4],
        K * turn.z() - D * V[5]
      };
      assertArrayEquals(expected, acceleration(), 1e-6);
    }
  }

  private Vector3 random(double size) {
    return new Vector3(
        rng.nextDouble(-size, size), rng.nextDouble(-size, size), rng.nextDouble(-size, size));
  }

  @Test
  void shouldPullTheElbowTowardsItsPosture() {
    for (int sample = 0; sample < 100; sample++) {
      randomArm();
      for (int i = 0; i < 7; i++) {
        arm.dq()[i] = 0;
      }
      System.arraycopy(arm.X_OE(), 0, X_OD, 0, PoseArray.SIZE);
      law.step(arm, X_OD, tau);
      double[] torques = new double[7];
      for (int i = 0; i < 7; i++) {
        torques[i] = tau[i] - arm.bias()[i];
      }
      // nothing is asked of E: what moves is the posture, downhill in 0.5 |q_0 - q|^2
      double[] ddq = solve(arm.M(), torques);
      double downhill = 0;
      double size = 0;
      for (int i = 0; i < 7; i++) {
        downhill += (HOME[i] - arm.q()[i]) * ddq[i];
        size += ddq[i] * ddq[i];
      }
      assertTrue(size > 1e-8 && downhill > 0, "downhill " + downhill);
    }
  }

  /** E along the first six joints, joint i with {@code 1 / lambda_i} of inertia. */
  private void axes(double... lambda) {
    for (int i = 0; i < 7; i++) {
      arm.q()[i] = HOME[i];
      arm.M()[8 * i] = i < 6 ? 1 / lambda[i] : 1;
      if (i < 6) {
        arm.J_OE()[7 * i + i] = 1;
      }
    }
    arm.X_OE()[PoseArray.W] = 1;
    PoseArray.set(new RigidTransform(Rotation.IDENTITY, new Vector3(0.1, 0.1, 0.1)), X_OD);
    law.step(arm, X_OD, tau);
  }

  @Test
  void shouldGiveWayWhereTheDeterminantIsSmallAndADirectionIsHardToMove() {
    // det 0.0072: the third direction is 0.009 of the largest and dropped, the first is not
    axes(0.8, 1, 0.009, 1, 1, 1);
    assertArrayEquals(new double[] {K * 0.1 / 0.8, K * 0.1, 0, 0, 0, 0, 0}, tau, 1e-9);
  }

  @Test
  void shouldMoveAHardDirectionWhileTheDeterminantIsLarge() {
    axes(2, 1, 0.009, 1, 1, 1);
    assertEquals(K * 0.1 / 0.009, tau[2], 1e-9);
  }

  @Test
  void shouldMoveEveryDirectionWhereASmallDeterminantIsEven() {
    axes(0.1, 0.1, 0.1, 1, 1, 1);
    assertArrayEquals(
        new double[] {K * 1, K * 1, K * 1, 0, 0, 0, 0}, tau, 1e-9, "lambda 0.1 is 0.1 of 1");
  }

  @Test
  void shouldRefuseAPostureOfAnotherLength() {
    assertThrows(IllegalArgumentException.class, () -> new OperationalSpaceLaw(new double[6]));
  }
}
