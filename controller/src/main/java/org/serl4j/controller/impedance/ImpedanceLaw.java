package org.serl4j.controller.impedance;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.serl4j.controller.dynamics.DampedInverse;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/**
 * Cartesian impedance with reference limiting, as SERL's robot-side controller runs it (Luo et al.,
 * arXiv 2401.16013, section IV-D; one tick is 1 ms):
 *
 * <pre>
 *   e_p  = clip(p_OE - p_OD)                                  [m]    per axis and sign
 *   e_R  = clip(-R_OE vec(q_OE^-1 q_OD))                      [-]    half the rotation vector, for small angles
 *   e_i  = clamp(e_i + e, 0.1 m, 0.3)                                no dt; 0 at every new desired pose
 *   tau_task = J_OE^T (-K e - D J_OE dq - Ki e_i)             [Nm]
 *   tau_null = (I - J^T (J^T)^+) (k_n q_e - 2 sqrt(k_n) dq_e) [Nm]   q_e = q_null - q, joint 1 weighted by k_1
 *   tau = limit(tau_task + tau_null + coriolis)                      1 Nm a tick, then the joint's torque limit
 * </pre>
 *
 * <p>K, D, Ki, k_n, k_1 and p_OD, q_OD follow their targets through a first-order filter with gain
 * 0.005 a tick at the end of the tick; K and D start at 0. The clip bounds what the law sees of the
 * error, so the arm cannot push harder than K times clip, however far away the setpoint lies. The
 * robot adds gravity; {@code tau} has none.
 *
 * <p>Its fields are its only state. {@link #step} does not allocate. Not thread-safe.
 */
public final class ImpedanceLaw {
  /** Share of the way to their targets that gains and desired pose go in a tick. */
  public static final double FILTER_GAIN = 0.005;

  /** Largest change of a joint's torque in a tick [Nm]. */
  public static final double TORQUE_STEP = 1.0; // 1000 Nm/s at 1 kHz

  private static final double TRANSLATION_INTEGRAL_BOUND = 0.1; // [m]
  private static final double ROTATION_INTEGRAL_BOUND = 0.3;
  private static final double START_NULLSPACE_STIFFNESS = 20; // [Nm/rad]

  // 6-vectors are ordered x y z rx ry rz, in the base frame
  private final double[] K = new double[6];
  private final double[] D = new double[6];
  private final double[] Ki = new double[6];
  private final double[] K_target = new double[6];
  private final double[] D_target = new double[6];
  private final double[] Ki_target = new double[6];
  private final double[] clipLow = new double[6];
  private final double[] clipHigh = new double[6];
  private double k_n = START_NULLSPACE_STIFFNESS;
  private double k_1 = START_NULLSPACE_STIFFNESS;
  private double k_n_target = START_NULLSPACE_STIFFNESS;
  private double k_1_target = START_NULLSPACE_STIFFNESS;

  private final double[] X_OD = new double[PoseArray.SIZE];
  private final double[] X_OD_target = new double[PoseArray.SIZE];
  private final double[] q_null = new double[JOINTS];
  private final double[] e = new double[6];
  private final double[] e_i = new double[6];
  private final double[] tauLast = new double[JOINTS];
  private final double[] tauLimit;

  private final double[] V_OE_O = new double[6];
  private final double[] F_O = new double[6];
  private final double[] F_0 = new double[6];
  private final double[] tau_0 = new double[JOINTS];
  private final DampedInverse damped = new DampedInverse();

  /**
   * @param tauLimit largest torque of each joint, 7 [Nm] (copied)
   */
  public ImpedanceLaw(double[] tauLimit) {
    if (tauLimit.length != JOINTS) {
      throw new IllegalArgumentException(
          "the arm has " + JOINTS + " joints, not " + tauLimit.length + " torque limits");
    }
    this.tauLimit = tauLimit.clone();
  }

  /**
   * Starts from rest: K = D = Ki = 0, desired pose and nullspace posture where the arm is, last
   * torque 0.
   *
   * @param kinematics evaluated at {@code q} (not modified)
   * @param q measured joint positions [rad] (not modified)
   */
  public void start(FrankaKinematics kinematics, double[] q) {
    for (int i = 0; i < 6; i++) {
      K[i] = 0;
      D[i] = 0;
      Ki[i] = 0;
    }
    k_n = START_NULLSPACE_STIFFNESS;
    k_1 = START_NULLSPACE_STIFFNESS;
    for (int i = 0; i < JOINTS; i++) {
      q_null[i] = q[i];
      tauLast[i] = 0;
    }
    hold(kinematics);
  }

  /**
   * Makes the present pose the desired one, at once and past the filter: the error and its integral
   * are 0, gains stay.
   *
   * @param kinematics evaluated at the measured joint positions (not modified)
   */
  public void hold(FrankaKinematics kinematics) {
    double[] X_OE = kinematics.X_OE();
    for (int i = 0; i < PoseArray.SIZE; i++) {
      X_OD[i] = X_OE[i];
      X_OD_target[i] = X_OE[i];
    }
    forgetIntegral();
  }

  /** Sets the integral of the error to 0, as every new setpoint does. */
  public void forgetIntegral() {
    for (int i = 0; i < 6; i++) {
      e_i[i] = 0;
    }
  }

  /**
   * Sets where the desired pose goes to, through the filter.
   *
   * @param target a {@link PoseArray} (not modified)
   */
  public void target(double[] target) {
    for (int i = 0; i < PoseArray.SIZE; i++) {
      X_OD_target[i] = target[i];
    }
  }

  /** Sets the gains' targets; the clips act at once. */
  public void comply(Compliance compliance) {
    for (int i = 0; i < 3; i++) {
      K_target[i] = compliance.translationalStiffness();
      D_target[i] = compliance.translationalDamping();
      Ki_target[i] = compliance.translationalKi();
      K_target[i + 3] = compliance.rotationalStiffness();
      D_target[i + 3] = compliance.rotationalDamping();
      Ki_target[i + 3] = compliance.rotationalKi();
    }
    ReferenceClip clip = compliance.clip();
    clip(0, clip.negX(), clip.x());
    clip(1, clip.negY(), clip.y());
    clip(2, clip.negZ(), clip.z());
    clip(3, clip.negRx(), clip.rx());
    clip(4, clip.negRy(), clip.ry());
    clip(5, clip.negRz(), clip.rz());
  }

  private void clip(int axis, double negative, double positive) {
    clipLow[axis] = -negative;
    clipHigh[axis] = positive;
  }

  /**
   * Sets the stiffness that keeps the elbow's posture.
   *
   * @param stiffness k_n [Nm/rad]
   * @param joint1Stiffness k_1, a further factor on joint 1
   */
  public void nullspace(double stiffness, double joint1Stiffness) {
    k_n_target = stiffness;
    k_1_target = joint1Stiffness;
  }

  /** Makes {@code q} (not modified) the posture that the nullspace keeps. */
  public void posture(double[] q) {
    for (int i = 0; i < JOINTS; i++) {
      q_null[i] = q[i];
    }
  }

  /**
   * One tick.
   *
   * @param kinematics evaluated at {@code q} (not modified)
   * @param q measured joint positions [rad] (not modified)
   * @param dq measured joint velocities [rad/s] (not modified)
   * @param coriolis Coriolis and centrifugal torques [Nm] (not modified)
   * @param tau commanded torques without gravity [Nm] (overwritten)
   */
  public void step(
      FrankaKinematics kinematics, double[] q, double[] dq, double[] coriolis, double[] tau) {
    double[] J = kinematics.J_OE();
    error(kinematics);
    // F_O = -K e - D J dq - Ki e_i
    kinematics.velocity(dq, V_OE_O);
    for (int i = 0; i < 6; i++) {
      double bound = i < 3 ? TRANSLATION_INTEGRAL_BOUND : ROTATION_INTEGRAL_BOUND;
      e_i[i] = clamp(e_i[i] + e[i], -bound, bound);
      F_O[i] = -K[i] * e[i] - D[i] * V_OE_O[i] - Ki[i] * e_i[i];
    }
    // tau_0 = k_n q_e - 2 sqrt(k_n) dq_e; on joint 1 q_e is weighted by k_1, dq_e by 2 sqrt(k_1)
    double d_n = 2 * Math.sqrt(k_n);
    for (int i = 0; i < JOINTS; i++) {
      double q_e = q_null[i] - q[i];
      double dq_e = dq[i];
      if (i == 0) {
        q_e *= k_1;
        dq_e *= 2 * Math.sqrt(k_1);
      }
      tau_0[i] = k_n * q_e - d_n * dq_e;
    }
    // tau_task + tau_null = tau_0 + J^T (F_O - (J^T)^+ tau_0)
    damped.factorise(J);
    damped.apply(J, tau_0, F_0);
    for (int row = 0; row < 6; row++) {
      F_O[row] -= F_0[row];
    }
    for (int i = 0; i < JOINTS; i++) {
      double sum = tau_0[i] + coriolis[i];
      for (int row = 0; row < 6; row++) {
        sum += J[row * JOINTS + i] * F_O[row];
      }
      // |tau - tau_last| <= 1 Nm, |tau| <= limit
      sum = clamp(sum, tauLast[i] - TORQUE_STEP, tauLast[i] + TORQUE_STEP);
      sum = clamp(sum, -tauLimit[i], tauLimit[i]);
      tauLast[i] = sum;
      tau[i] = sum;
    }
    filter();
  }

  /** {@code e = (clip(p_OE - p_OD), clip(-R_OE vec(q_OE^-1 q_OD)))}. */
  private void error(FrankaKinematics kinematics) {
    double[] X_OE = kinematics.X_OE();
    double[] R = kinematics.R_OE();
    for (int i = 0; i < 3; i++) {
      e[i] = clamp(X_OE[i] - X_OD[i], clipLow[i], clipHigh[i]);
    }
    double w = X_OE[3];
    double x = X_OE[4];
    double y = X_OE[5];
    double z = X_OE[6];
    double wd = X_OD[3];
    double xd = X_OD[4];
    double yd = X_OD[5];
    double zd = X_OD[6];
    if (w * wd + x * xd + y * yd + z * zd < 0) {
      w = -w;
      x = -x;
      y = -y;
      z = -z;
    }
    // vec(q^-1 q_d) = w u_d - w_d u - u x u_d
    double vx = w * xd - wd * x - (y * zd - z * yd);
    double vy = w * yd - wd * y - (z * xd - x * zd);
    double vz = w * zd - wd * z - (x * yd - y * xd);
    for (int i = 0; i < 3; i++) {
      double turned = R[3 * i] * vx + R[3 * i + 1] * vy + R[3 * i + 2] * vz;
      e[3 + i] = clamp(-turned, clipLow[3 + i], clipHigh[3 + i]);
    }
  }

  /** {@code g <- a g_target + (1 - a) g} for gains and position, slerp by a for orientation. */
  private void filter() {
    double a = FILTER_GAIN;
    for (int i = 0; i < 6; i++) {
      K[i] = a * K_target[i] + (1 - a) * K[i];
      D[i] = a * D_target[i] + (1 - a) * D[i];
      Ki[i] = a * Ki_target[i] + (1 - a) * Ki[i];
    }
    k_n = a * k_n_target + (1 - a) * k_n;
    k_1 = a * k_1_target + (1 - a) * k_1;
    for (int i = 0; i < 3; i++) {
      X_OD[i] = a * X_OD_target[i] + (1 - a) * X_OD[i];
    }
    PoseArray.slerp(X_OD, X_OD_target, a);
  }

  /** The filtered desired pose, a {@link PoseArray}; this object's own array: not modified. */
  public double[] X_OD() {
    return X_OD;
  }

  /** The clipped pose error of the last tick; this object's own array: not modified. */
  public double[] error() {
    return e;
  }

  /** Tells the rate limit what was really sent, when that was not this law's own torque. */
  public void sent(double[] tau) {
    for (int i = 0; i < JOINTS; i++) {
      tauLast[i] = tau[i];
    }
  }

  private static double clamp(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }
}
