package org.serl4j.controller.loop;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.safety.SafetyEnvelope;

/**
 * Joint positions on their way to the commanded ones, a straight line at a bounded speed, as what
 * the impedance law follows: the pose of E there, clipped to the envelope, and the posture.
 *
 * <pre>
 *   q_ref <- q_ref + min(1, s / max|q_D - q_ref|) (q_D - q_ref)      s = speed times tick
 *   X_OD  =  clip(X_OE(q_ref))        q_null = q_ref
 * </pre>
 *
 * Does not allocate; not thread-safe.
 */
final class JointReference {
  private final double maxStep; // [rad] a tick
  private final double[] q_ref = new double[JOINTS];
  private final double[] q_D = new double[JOINTS];
  private final FrankaKinematics kinematics = new FrankaKinematics();

  JointReference(double speed, double tickSeconds) {
    maxStep = speed * tickSeconds;
  }

  /** Starts at {@code q} (not modified). */
  void place(double[] q) {
    System.arraycopy(q, 0, q_ref, 0, JOINTS);
  }

  /** Sets where to go (not modified). */
  void goal(double[] q) {
    System.arraycopy(q, 0, q_D, 0, JOINTS);
  }

  /** One tick towards the goal. */
  void step() {
    double farthest = 0;
    for (int i = 0; i < JOINTS; i++) {
      farthest = Math.max(farthest, Math.abs(q_D[i] - q_ref[i]));
    }
    double share = farthest <= maxStep ? 1 : maxStep / farthest;
    for (int i = 0; i < JOINTS; i++) {
      q_ref[i] += share * (q_D[i] - q_ref[i]);
    }
  }

  /**
   * The pose of E now, within the envelope.
   *
   * @param X_OD a pose array (overwritten)
   */
  void pose(SafetyEnvelope envelope, double[] X_OD) {
    kinematics.evaluate(q_ref);
    System.arraycopy(kinematics.X_OE(), 0, X_OD, 0, PoseArray.SIZE);
    if (!envelope.contains(X_OD)) {
      envelope.clip(X_OD);
    }
  }

  /** The posture now; this object's own array: not modified. */
  double[] q() {
    return q_ref;
  }
}
