package org.serl4j.controller.standin;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.serl4j.controller.impedance.ImpedanceLaw;

/**
 * Joint positions held or reached in a straight line at even speed, as the robot's own position
 * controller and its brakes do.
 *
 * <pre>
 *   s = min(1, t / T)      q_ref = q_0 + s (q_D - q_0)                            [rad]
 *   tau = limit(K (q_ref - q) + D (dq_ref - dq) + coriolis)      1 Nm a tick, then the joint's limit
 * </pre>
 *
 * Does not allocate; not thread-safe.
 */
final class JointServo {
  // stiff enough to stay within 0.1 rad under the pushes that trip the reflex [Nm/rad]
  private static final double[] K = {600, 600, 600, 600, 250, 250, 100};

  // about critical for the arm's inertia [Nms/rad]
  private static final double[] D = {50, 50, 50, 50, 15, 15, 6};

  private final double[] tauLimit;
  private final double tickSeconds;
  private final double[] q_0 = new double[JOINTS];
  private final double[] q_D = new double[JOINTS];
  private final double[] q_ref = new double[JOINTS];
  private final double[] tauLast = new double[JOINTS];
  private double seconds;
  private double elapsed;

  /**
   * @param tauLimit largest torque of each joint, 7 [Nm] (copied)
   * @param tickSeconds from one {@link #step} to the next [s]
   */
  JointServo(double[] tauLimit, double tickSeconds) {
    this.tauLimit = tauLimit.clone();
    this.tickSeconds = tickSeconds;
  }

  /** Holds {@code q} [rad] (not modified). */
  void hold(double[] q) {
    move(q, q, 0);
  }

  /**
   * Goes from {@code from} to {@code to} [rad] (not modified).
   *
   * @param seconds how long it takes [s]
   */
  void move(double[] from, double[] to, double seconds) {
    System.arraycopy(from, 0, q_0, 0, JOINTS);
    System.arraycopy(to, 0, q_D, 0, JOINTS);
    this.seconds = seconds;
    elapsed = 0;
  }

  /** Tells the rate limit what was sent last (not modified) [Nm]. */
  void sent(double[] tau) {
    System.arraycopy(tau, 0, tauLast, 0, JOINTS);
  }

  /**
   * One tick.
   *
   * @param q measured joint positions [rad] (not modified)
   * @param dq measured joint velocities [rad/s] (not modified)
   * @param coriolis [Nm] (not modified)
   * @param tau commanded torques without gravity [Nm] (overwritten)
   */
  void step(double[] q, double[] dq, double[] coriolis, double[] tau) {
    elapsed += tickSeconds;
    boolean arrived = elapsed >= seconds;
    double s = arrived ? 1 : elapsed / seconds;
    for (int i = 0; i < JOINTS; i++) {
      double way = q_D[i] - q_0[i];
      q_ref[i] = q_0[i] + s * way;
      double dq_ref = arrived ? 0 : way / seconds;
      double sum = K[i] * (q_ref[i] - q[i]) + D[i] * (dq_ref - dq[i]) + coriolis[i];
      double low = Math.max(-tauLimit[i], tauLast[i] - ImpedanceLaw.TORQUE_STEP);
      double high = Math.min(tauLimit[i], tauLast[i] + ImpedanceLaw.TORQUE_STEP);
      tau[i] = Math.min(high, Math.max(low, sum));
      tauLast[i] = tau[i];
    }
  }

  /** Where the servo pulls to [rad]; this object's own array: not modified. */
  double[] q_ref() {
    return q_ref;
  }
}
