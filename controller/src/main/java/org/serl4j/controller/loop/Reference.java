package org.serl4j.controller.loop;

import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.safety.SafetyEnvelope;

/**
 * The setpoint on its way to the commanded pose: a straight line at bounded speed and turn rate
 * that stays in the safety envelope, so that a far command neither jumps nor cuts through a
 * keep-out box. Does not allocate; not thread-safe.
 */
public final class Reference {
  private final double maxStep; // [m] a tick
  private final double maxTurn; // [rad] a tick
  private final double[] X_OD = new double[PoseArray.SIZE];
  private final double[] X_OD_goal = new double[PoseArray.SIZE];
  private final double[] X_OD_before = new double[PoseArray.SIZE];
  private boolean arrived = true;

  /**
   * @param speed of the setpoint [m/s]
   * @param turnRate of the setpoint [rad/s]
   * @param tickSeconds from one {@link #step} to the next [s]
   */
  public Reference(double speed, double turnRate, double tickSeconds) {
    maxStep = speed * tickSeconds;
    maxTurn = turnRate * tickSeconds;
    X_OD[PoseArray.W] = 1;
  }

  /** Puts setpoint and goal at {@code pose} (not modified). */
  public void place(double[] pose) {
    System.arraycopy(pose, 0, X_OD, 0, PoseArray.SIZE);
    arrived = true;
  }

  /** The buffer for the next goal; call {@link #depart} when it is filled. */
  public double[] goal() {
    return X_OD_goal;
  }

  /** Begins to travel to {@link #goal}. */
  public void depart() {
    arrived = false;
  }

  /** The setpoint, a {@link PoseArray}; this object's own array: not modified. */
  public double[] X_OD() {
    return X_OD;
  }

  /** One tick towards the goal. Where the envelope leaves no way, the setpoint waits. */
  public void step(SafetyEnvelope envelope) {
    if (arrived) {
      return;
    }
    System.arraycopy(X_OD, 0, X_OD_before, 0, PoseArray.SIZE);
    boolean wasInside = envelope.contains(X_OD);
    boolean there = advance();
    if (!there && wasInside && !envelope.contains(X_OD) && !envelope.clip(X_OD)) {
      System.arraycopy(X_OD_before, 0, X_OD, 0, PoseArray.SIZE);
    }
    arrived = there;
  }

  private boolean advance() {
    double dx = X_OD_goal[0] - X_OD[0];
    double dy = X_OD_goal[1] - X_OD[1];
    double dz = X_OD_goal[2] - X_OD[2];
    double distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
    boolean near = distance <= maxStep;
    double s = near ? 1 : maxStep / distance;
    X_OD[0] = near ? X_OD_goal[0] : X_OD[0] + s * dx;
    X_OD[1] = near ? X_OD_goal[1] : X_OD[1] + s * dy;
    X_OD[2] = near ? X_OD_goal[2] : X_OD[2] + s * dz;

    // vec(q^-1 q_goal) = w u_g - w_g u - u x u_g, of norm sin(angle / 2)
    double w = X_OD[3];
    double x = X_OD[4];
    double y = X_OD[5];
    double z = X_OD[6];
    double wg = X_OD_goal[3];
    double xg = X_OD_goal[4];
    double yg = X_OD_goal[5];
    double zg = X_OD_goal[6];
    double vx = w * xg - wg * x - (y * zg - z * yg);
    double vy = w * yg - wg * y - (z * xg - x * zg);
    double vz = w * zg - wg * z - (x * yg - y * xg);
    double cos = Math.abs(w * wg + x * xg + y * yg + z * zg);
    double angle = 2 * Math.atan2(Math.sqrt(vx * vx + vy * vy + vz * vz), cos);
    boolean aligned = angle <= maxTurn;
    if (aligned) {
      System.arraycopy(X_OD_goal, PoseArray.W, X_OD, PoseArray.W, 4);
    } else {
      PoseArray.slerp(X_OD, X_OD_goal, maxTurn / angle);
    }
    return near && aligned;
  }
}
