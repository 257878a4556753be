package org.serl4j.controller.loop;

import static org.serl4j.controller.dynamics.PoseArray.P;
import static org.serl4j.controller.dynamics.PoseArray.SIZE;
import static org.serl4j.controller.dynamics.PoseArray.W;

import org.serl4j.controller.safety.SafetyEnvelope;

/**
 * The pose that is sent to an arm, step after step: it follows a target at bounded speed and
 * acceleration, both of the position and of the orientation, and can always stop within the safety
 * envelope. With e the way to the target G, linear (below) and angular alike:
 *
 * <pre>
 *   e  = p_OG - p                      e_R = log(R_OG R^-1)
 *   D  = |e| / (a dt^2)                n   = floor(sqrt(1/4 + 2 D) - 1/2)
 *   s  = min(v_max, a dt (D / (n + 1) + n / 2))
 *   v+ = v + clip(s e / |e| - v, a dt)       |v+| at most v_max
 *   p+ = p + v+ dt                     R+  = exp(w+ dt) R
 * </pre>
 *
 * <p>s is the largest speed from which steps of a dt come to rest exactly at the target: n whole
 * ones after this. A step is made only if the pose after it, and every pose of the stop that could
 * follow it, is in the envelope; otherwise the stop is what follows: of what turns alone, of what
 * travels alone, or of both. So consecutive poses obey {@code |dp| <= v_max dt} and {@code |dv| <=
 * a dt} whatever the target does, and a target that jumps, or a stop at any moment, never makes the
 * pose jump.
 *
 * <p>A pose that starts outside of the envelope may go on to the target. Does not allocate; not
 * thread-safe.
 */
public final class ReferenceGovernor {
  private static final double ROUNDING = 1e-12; // [m], [rad]

  private final double speed;
  private final double turnRate;
  private final double dv; // [m/s] a step
  private final double dw; // [rad/s] a step
  private final double dt;

  private final double[] X_OD = new double[SIZE];
  private final double[] v = new double[3];
  private final double[] w = new double[3];

  private final double[] way = new double[3];
  private final double[] turn = new double[3];
  private final double[] vNext = new double[3];
  private final double[] wNext = new double[3];
  private final double[] vTry = new double[3];
  private final double[] wTry = new double[3];
  private final double[] pose = new double[SIZE];
  private boolean blocked;

  /**
   * @param speed v_max [m/s]
   * @param turnRate of the orientation [rad/s]
   * @param acceleration a [m/s^2]
   * @param turnAcceleration of the orientation [rad/s^2]
   * @param stepSeconds dt, from one step to the next [s]
   */
  public ReferenceGovernor(
      double speed,
      double turnRate,
      double acceleration,
      double turnAcceleration,
      double stepSeconds) {
    this.speed = speed;
    this.turnRate = turnRate;
    dt = stepSeconds;
    dv = acceleration * dt;
    dw = turnAcceleration * dt;
    X_OD[W] = 1;
  }

  /** Begins at {@code pose} (a {@code PoseArray}, not modified), at rest. */
  public void start(double[] pose) {
    System.arraycopy(pose, 0, X_OD, 0, SIZE);
    zero(v);
    zero(w);
    blocked = false;
  }

  /** The pose to send, a {@code PoseArray}; this object's own array: not modified. */
  public double[] X_OD() {
    return X_OD;
  }

  /** Whether the pose neither travels nor turns. */
  public boolean resting() {
    return norm(v) == 0 && norm(w) == 0;
  }

  /**
   * Whether the last step stayed where it was because every way to the target leaves the envelope.
   */
  public boolean blocked() {
    return blocked;
  }

  /**
   * One step towards a target.
   *
   * @param X_OG a {@code PoseArray} (not modified), best in the envelope
   */
  public void step(double[] X_OG, SafetyEnvelope envelope) {
    boolean free = !envelope.contains(X_OD);
    for (int i = 0; i < 3; i++) {
      way[i] = X_OG[P + i] - X_OD[P + i];
    }
    rotation(X_OG);
    towards(way, v, speed, dv, vNext);
    towards(turn, w, turnRate, dw, wNext);
    boolean there = norm(way) < ROUNDING && norm(turn) < ROUNDING;
    if (!free && !staysInside(vNext, wNext, envelope)) {
      slowed(w, dw, wTry);
      slowed(v, dv, vTry);
      if (staysInside(vNext, wTry, envelope)) {
        System.arraycopy(wTry, 0, wNext, 0, 3);
      } else {
        // the stop of both is what the step before was allowed with
        boolean turns = staysInside(vTry, wNext, envelope);
        System.arraycopy(vTry, 0, vNext, 0, 3);
        System.arraycopy(turns ? wNext : wTry, 0, wNext, 0, 3);
      }
    }
    move();
    blocked = !there && resting();
  }

  /** One step of the stop. */
  public void brake() {
    slowed(v, dv, vNext);
    slowed(w, dw, wNext);
    move();
    blocked = false;
  }

  private void move() {
    System.arraycopy(vNext, 0, v, 0, 3);
    System.arraycopy(wNext, 0, w, 0, 3);
    advance(X_OD, v, w);
  }

  /** The velocity after this step, for a way that is left. */
  private void towards(double[] left, double[] now, double limit, double change, double[] next) {
    double distance = norm(left);
    double steps = distance / (change * dt);
    double whole = Math.floor(Math.sqrt(0.25 + 2 * steps) - 0.5);
    double fast = Math.min(limit, change * (steps / (whole + 1) + whole / 2));
    double share = distance > 0 ? fast / distance : 0;
    double asked = 0;
    for (int i = 0; i < 3; i++) {
      next[i] = share * left[i] - now[i];
      asked += next[i] * next[i];
    }
    double clip = asked > change * change ? change / Math.sqrt(asked) : 1;
    for (int i = 0; i < 3; i++) {
      next[i] = now[i] + clip * next[i];
    }
  }

  /** The velocity after one step of the stop. */
  private static void slowed(double[] now, double change, double[] next) {
    double fast = norm(now);
    double share = fast > change ? 1 - change / fast : 0;
    for (int i = 0; i < 3; i++) {
      next[i] = share * now[i];
    }
  }

  /** Whether a step at these velocities (not modified), and the stop after it, stay inside. */
  private boolean staysInside(double[] vStep, double[] wStep, SafetyEnvelope envelope) {
    System.arraycopy(X_OD, 0, pose, 0, SIZE);
    double fast = norm(vStep);
    double turning = norm(wStep);
    double vLeft = fast;
    double wLeft = turning;
    do {
      advance(pose, vStep, fast > 0 ? vLeft / fast : 0, wStep, turning > 0 ? wLeft / turning : 0);
      if (!envelope.contains(pose)) {
        return false;
      }
      vLeft = Math.max(0, vLeft - dv);
      wLeft = Math.max(0, wLeft - dw);
    } while (vLeft > 0 || wLeft > 0);
    return true;
  }

  private void advance(double[] X, double[] vStep, double[] wStep) {
    advance(X, vStep, 1, wStep, 1);
  }

  /** {@code p+ = p + v dt, R+ = exp(w dt) R} at shares of two velocities (not modified). */
  private void advance(double[] X, double[] vStep, double vShare, double[] wStep, double wShare) {
    for (int i = 0; i < 3; i++) {
      X[P + i] += vShare * vStep[i] * dt;
    }
    double angle = norm(wStep) * wShare * dt;
    if (angle == 0) {
      return;
    }
    // sin(a/2)/a -> 1/2 for small a
    double s = (angle < 1e-9 ? 0.5 : Math.sin(angle / 2) / angle) * wShare * dt;
    double c = Math.cos(angle / 2);
    double x = s * wStep[0];
    double y = s * wStep[1];
    double z = s * wStep[2];
    double qw = X[W];
    double qx = X[W + 1];
    double qy = X[W + 2];
    double qz = X[W + 3];
    double nw = c * qw - x * qx - y * qy - z * qz;
    double nx = c * qx + x * qw + y * qz - z * qy;
    double ny = c * qy - x * qz + y * qw + z * qx;
    double nz = c * qz + x * qy - y * qx + z * qw;
    double norm = Math.sqrt(nw * nw + nx * nx + ny * ny + nz * nz);
    X[W] = nw / norm;
    X[W + 1] = nx / norm;
    X[W + 2] = ny / norm;
    X[W + 3] = nz / norm;
  }

  /** {@code turn = log(R_OG R^-1)}, the shorter way. */
  private void rotation(double[] X_OG) {
    double aw = X_OG[W];
    double ax = X_OG[W + 1];
    double ay = X_OG[W + 2];
    double az = X_OG[W + 3];
    double bw = X_OD[W];
    double bx = X_OD[W + 1];
    double by = X_OD[W + 2];
    double bz = X_OD[W + 3];
    // q = a b*
    double cos = aw * bw + ax * bx + ay * by + az * bz;
    turn[0] = -aw * bx + ax * bw - ay * bz + az * by;
    turn[1] = -aw * by + ax * bz + ay * bw - az * bx;
    turn[2] = -aw * bz - ax * by + ay * bx + az * bw;
    double sin = norm(turn);
    double sign = cos < 0 ? -1 : 1;
    // angle / sin(angle/2) -> 2 for small angles
    double k = sign * (sin < 1e-9 ? 2 : 2 * Math.atan2(sin, sign * cos) / sin);
    for (int i = 0; i < 3; i++) {
      turn[i] *= k;
    }
  }

  private static void zero(double[] a) {
    a[0] = 0;
    a[1] = 0;
    a[2] = 0;
  }

  private static double norm(double[] a) {
    return Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  }
}
