package org.serl4j.controller.loop;

import org.jspecify.annotations.Nullable;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.SafetyEnvelope;

/**
 * The way of what is sent, from the measured pose to the goal: a straight line at bounded speed in
 * the safety envelope ({@link Reference}), and never farther than the lead from the measured pose:
 *
 * <pre>
 *   p = p_OE + d min(1, LEAD_M / |d|)             d = p_OD - p_OE
 *   R = R_OE exp(r min(1, LEAD_RAD / |r|))        r = log(R_OE^-1 R_OD)
 * </pre>
 *
 * <p>The setpoint D goes on from what is sent, so that it does not run away from an arm that is
 * held, and follows a new goal at once. After a rest the way begins at the measured pose, whatever
 * happened meanwhile. Not thread-safe.
 */
public final class PoseTravel {
  /** How far the sent position may lead the measured one [m]: SERL's largest action. */
  public static final double LEAD_M = 0.05;

  /** How far the sent orientation may lead the measured one [rad]: SERL's largest action. */
  public static final double LEAD_RAD = 0.3;

  private static final double ROUNDING = 1e-9; // [m], [rad]

  private final Reference reference;
  private SafetyEnvelope envelope;
  private @Nullable RigidTransform goal;
  private boolean departed;
  private boolean begun;

  /**
   * @param speed of the setpoint [m/s]
   * @param turnRate of the setpoint [rad/s]
   * @param stepSeconds from one {@link #step} to the next, at least [s]
   */
  public PoseTravel(double speed, double turnRate, double stepSeconds, SafetyEnvelope envelope) {
    reference = new Reference(speed, turnRate, stepSeconds);
    this.envelope = envelope;
  }

  /** Where to, from now on. */
  public void goal(RigidTransform X) {
    goal = X;
    departed = false;
  }

  public boolean hasGoal() {
    return goal != null;
  }

  /** Whether a step was made since the last rest. */
  public boolean begun() {
    return begun;
  }

  /** Forgets the goal. */
  public void rest() {
    goal = null;
    begun = false;
  }

  /** Limits on the way; handed over. */
  public void confine(SafetyEnvelope limits) {
    envelope = limits;
  }

  /**
   * One step on the way.
   *
   * @param X_OE the measured pose
   * @return what to send
   * @throws IllegalStateException without a goal
   */
  public RigidTransform step(RigidTransform X_OE) {
    RigidTransform X_OG = goal;
    if (X_OG == null) {
      throw new IllegalStateException("there is no goal to travel to");
    }
    if (!begun) {
      begun = true;
      place(X_OE);
    }
    if (!departed) {
      departed = true;
      PoseArray.set(X_OG, reference.goal());
      reference.depart();
    }
    reference.step(envelope);
    RigidTransform X_OD = PoseArray.toTransform(reference.X_OD());
    if (near(X_OE, X_OD)) {
      return X_OD;
    }
    RigidTransform clipped = leading(X_OE, X_OD);
    // between the two may lie what is forbidden; what is measured has the last word
    RigidTransform allowed = envelope.clip(clipped);
    RigidTransform X = near(X_OE, allowed) ? allowed : clipped;
    place(X);
    return X;
  }

  /** From here the way to the goal begins anew. */
  public void place(RigidTransform X) {
    double[] pose = new double[PoseArray.SIZE];
    PoseArray.set(X, pose);
    reference.place(pose);
    departed = false;
  }

  /** Whether a pose leads the measured one by no more than it may, rounding aside. */
  private static boolean near(RigidTransform X_OE, RigidTransform X) {
    return X.p().minus(X_OE.p()).norm() <= LEAD_M + ROUNDING
        && X_OE.R().inverse().times(X.R()).log().norm() <= LEAD_RAD + ROUNDING;
  }

  /** {@code X}, clipped to the lead over the measured pose. */
  public static RigidTransform leading(RigidTransform X_OE, RigidTransform X) {
    Vector3 d = X.p().minus(X_OE.p());
    Vector3 r = X_OE.R().inverse().times(X.R()).log();
    double far = d.norm();
    double turned = r.norm();
    Vector3 p = far <= LEAD_M ? X.p() : X_OE.p().plus(d.times(LEAD_M / far));
    Rotation R =
        turned <= LEAD_RAD ? X.R() : X_OE.R().times(Rotation.exp(r.times(LEAD_RAD / turned)));
    return new RigidTransform(R, p);
  }
}
