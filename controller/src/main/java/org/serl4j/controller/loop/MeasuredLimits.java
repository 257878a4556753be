package org.serl4j.controller.loop;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.ArmFault;

/**
 * Holds what an arm measures against its limits: joints, speeds, contact. A joint that stood beyond
 * its limit when the arm was last excused may stay there, but go no farther. Neither allocates nor
 * reads a clock; not thread-safe.
 */
public final class MeasuredLimits {
  // how much further than at the recovery a joint may stand beyond its limit [rad]
  private static final double RECOVERY_MARGIN = 0.02;

  private final LoopLimits limits;
  private final double[] jointAllowance = new double[JOINTS];
  private boolean contact;
  private long contactSinceNs;
  private double value;
  private double bound;
  private int joint;

  /** Which quantity broke which bound. */
  public enum Cause {
    STATE_NOT_FINITE(ArmFault.Kind.NOT_FINITE),
    TORQUE_NOT_FINITE(ArmFault.Kind.NOT_FINITE),
    JOINT_POSITION(ArmFault.Kind.JOINT_LIMIT),
    JOINT_SPEED(ArmFault.Kind.SPEED_LIMIT),
    TOOL_SPEED(ArmFault.Kind.SPEED_LIMIT),
    TOOL_TURN_RATE(ArmFault.Kind.SPEED_LIMIT),
    FORCE(ArmFault.Kind.CONTACT_FORCE),
    TORQUE(ArmFault.Kind.CONTACT_FORCE),
    COMMAND_AGE(ArmFault.Kind.STALE_COMMAND);

    private final ArmFault.Kind kind;

    Cause(ArmFault.Kind kind) {
      this.kind = kind;
    }

    public ArmFault.Kind kind() {
      return kind;
    }

    /**
     * Value, unit, bound and remedy in one line.
     *
     * @param joint from 0, where the cause is about a joint
     */
    public String message(double value, double bound, int joint) {
      return switch (this) {
        case STATE_NOT_FINITE ->
            "the measured state is not finite (NaN or infinite): check the arm's link or the"
                + " simulation's time step, then recover";
        case TORQUE_NOT_FINITE ->
            "the commanded torque of joint "
                + (joint + 1)
                + " is not finite: check the compliance gains, then recover";
        case JOINT_POSITION ->
            line(
                "joint " + (joint + 1),
                value,
                bound,
                "rad",
                "move away from the limit, then recover");
        case JOINT_SPEED ->
            line(
                "the speed of joint " + (joint + 1),
                value,
                bound,
                "rad/s",
                "lower the stiffness, then recover");
        case TOOL_SPEED ->
            line(
                "the end effector's speed",
                value,
                bound,
                "m/s",
                "lower the action scale, then recover");
        case TOOL_TURN_RATE ->
            line(
                "the end effector's turn rate",
                value,
                bound,
                "rad/s",
                "lower the action scale, then recover");
        case FORCE -> line("the contact force", value, bound, "N", "free the tool, then recover");
        case TORQUE ->
            line("the contact torque", value, bound, "Nm", "free the tool, then recover");
        case COMMAND_AGE ->
            line(
                "the last command's age",
                value,
                bound,
                "s",
                "command at 10 Hz without pauses; recover");
      };
    }

    private static String line(
        String what, double value, double bound, String unit, String remedy) {
      return "%s is %.4g %s, the bound is %.4g %s: %s"
          .formatted(what, value, unit, bound, unit, remedy);
    }
  }

  public MeasuredLimits(LoopLimits limits) {
    this.limits = limits;
  }

  /** From here on joints may stand where they are at {@code q} [rad] (not modified). */
  public void excuse(double[] q) {
    for (int i = 0; i < JOINTS; i++) {
      jointAllowance[i] = Math.max(0, excess(q, i) + RECOVERY_MARGIN);
    }
  }

  /** Forgets a contact that has begun. */
  public void release() {
    contact = false;
  }

  /**
   * The first bound that a measurement breaks; null if it keeps all. Its numbers are then {@link
   * #value}, {@link #bound} and {@link #joint}. No array is modified.
   *
   * @param q joint positions [rad]
   * @param dq joint speeds [rad/s]
   * @param V_OE_O velocity of E, linear first [m/s], [rad/s]
   * @param F_E_E wrench on E, force first [N], [Nm]
   * @param timeNs when this was measured [ns]
   */
  public @Nullable Cause broken(
      double[] q, double[] dq, double[] V_OE_O, double[] F_E_E, long timeNs) {
    for (int i = 0; i < JOINTS; i++) {
      double excess = excess(q, i);
      if (excess <= 0) {
        jointAllowance[i] = 0;
      } else if (excess > jointAllowance[i]) {
        double nearer = q[i] < limits.qLow()[i] ? limits.qLow()[i] : limits.qHigh()[i];
        return found(Cause.JOINT_POSITION, q[i], nearer, i);
      }
      if (Math.abs(dq[i]) > limits.dqMax()[i]) {
        return found(Cause.JOINT_SPEED, dq[i], limits.dqMax()[i], i);
      }
    }
    double speed = norm(V_OE_O, 0);
    double turnRate = norm(V_OE_O, 3);
    double force = norm(F_E_E, 0);
    double torque = norm(F_E_E, 3);
    if (speed > limits.abortSpeed()) {
      return found(Cause.TOOL_SPEED, speed, limits.abortSpeed(), 0);
    } else if (turnRate > limits.abortTurnRate()) {
      return found(Cause.TOOL_TURN_RATE, turnRate, limits.abortTurnRate(), 0);
    } else if (tooLong(force > limits.abortForce() || torque > limits.abortTorque(), timeNs)) {
      return force > limits.abortForce()
          ? found(Cause.FORCE, force, limits.abortForce(), 0)
          : found(Cause.TORQUE, torque, limits.abortTorque(), 0);
    }
    return null;
  }

  private Cause found(Cause cause, double value, double bound, int joint) {
    this.value = value;
    this.bound = bound;
    this.joint = joint;
    return cause;
  }

  private boolean tooLong(boolean above, long timeNs) {
    if (!above) {
      contact = false;
      return false;
    }
    if (!contact) {
      contact = true;
      contactSinceNs = timeNs;
    }
    return timeNs - contactSinceNs >= limits.abortAfterNs();
  }

  /** How far joint {@code i} is beyond its nearer limit [rad]; negative inside. */
  private double excess(double[] q, int i) {
    return Math.max(limits.qLow()[i] - q[i], q[i] - limits.qHigh()[i]);
  }

  private static double norm(double[] v, int from) {
    return Math.sqrt(v[from] * v[from] + v[from + 1] * v[from + 1] + v[from + 2] * v[from + 2]);
  }

  /** What was measured. */
  public double value() {
    return value;
  }

  /** What it was held against. */
  public double bound() {
    return bound;
  }

  /** Whose, from 0, where a joint's. */
  public int joint() {
    return joint;
  }
}
