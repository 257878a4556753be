package org.serl4j.controller.loop;

import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.ArmFault;

/**
 * The fault that stands, as plain numbers that the loop can set without allocating. The kind is
 * written last and read first, so whoever sees a kind sees the rest.
 */
final class LoopFault {
  /** Which quantity broke which bound. */
  enum Cause {
    STATE_NOT_FINITE(ArmFault.Kind.NOT_FINITE),
    TORQUE_NOT_FINITE(ArmFault.Kind.NOT_FINITE),
    JOINT_POSITION(ArmFault.Kind.JOINT_LIMIT),
    JOINT_SPEED(ArmFault.Kind.SPEED_LIMIT),
    TOOL_SPEED(ArmFault.Kind.SPEED_LIMIT),
    TOOL_TURN_RATE(ArmFault.Kind.SPEED_LIMIT),
    FORCE(ArmFault.Kind.CONTACT_FORCE),
    TORQUE(ArmFault.Kind.CONTACT_FORCE),
    COMMAND_AGE(ArmFault.Kind.STALE_COMMAND);

    final ArmFault.Kind kind;

    Cause(ArmFault.Kind kind) {
      this.kind = kind;
    }
  }

  private volatile @Nullable Cause cause;
  private double value;
  private double bound;
  private int joint;
  private long timeNs;

  void raise(Cause cause, double value, double bound, int joint, long timeNs) {
    this.value = value;
    this.bound = bound;
    this.joint = joint;
    this.timeNs = timeNs;
    this.cause = cause;
  }

  void clear() {
    cause = null;
  }

  @Nullable Cause cause() {
    return cause;
  }

  long timeNs() {
    return timeNs;
  }

  /** Value, unit, bound and remedy in one line. */
  String message(Cause cause) {
    return switch (cause) {
      case STATE_NOT_FINITE ->
          "the measured state is not finite (NaN or infinite): check the arm's link or the"
              + " simulation's time step, then recover";
      case TORQUE_NOT_FINITE ->
          "the commanded torque of joint "
              + (joint + 1)
              + " is not finite: check the compliance gains, then recover";
      case JOINT_POSITION ->
          line("joint " + (joint + 1), "rad", "move away from the limit, then recover");
      case JOINT_SPEED ->
          line("the speed of joint " + (joint + 1), "rad/s", "lower the stiffness, then recover");
      case TOOL_SPEED ->
          line("the end effector's speed", "m/s", "lower the action scale, then recover");
      case TOOL_TURN_RATE ->
          line("the end effector's turn rate", "rad/s", "lower the action scale, then recover");
      case FORCE -> line("the contact force", "N", "free the tool, then recover");
      case TORQUE -> line("the contact torque", "Nm", "free the tool, then recover");
      case COMMAND_AGE ->
          line("the last command's age", "s", "command at 10 Hz without pauses; recover");
    };
  }

  private String line(String what, String unit, String remedy) {
    return "%s is %.4g %s, the bound is %.4g %s: %s"
        .formatted(what, value, unit, bound, unit, remedy);
  }
}
