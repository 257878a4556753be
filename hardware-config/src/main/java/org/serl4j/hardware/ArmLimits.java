package org.serl4j.hardware;

/**
 * What the arm itself allows. A command outside makes the real arm stop with a reflex.
 *
 * @param qLow lower joint positions [rad]
 * @param qHigh upper joint positions [rad]
 * @param dqMax joint speeds [rad/s]
 * @param ddqMax joint accelerations [rad/s^2]
 * @param tauMax joint torques [Nm]
 * @param dtauMax change of joint torques [Nm/s]
 * @param translation of the end effector [m/s], [m/s^2], [m/s^3]
 * @param rotation of the end effector [rad/s], [rad/s^2], [rad/s^3]
 */
public record ArmLimits(
    JointVector qLow,
    JointVector qHigh,
    JointVector dqMax,
    JointVector ddqMax,
    JointVector tauMax,
    JointVector dtauMax,
    Motion translation,
    Motion rotation) {

  /** Largest speed, acceleration and jerk of the end effector. */
  public record Motion(double speed, double acceleration, double jerk) {}

  private static final JointVector TORQUE = new JointVector(87, 87, 87, 87, 12, 12, 12);
  private static final JointVector TORQUE_RATE = JointVector.all(1000);

  /** Franka Control Interface documentation, "Robot and interface specifications", Panda. */
  static final ArmLimits PANDA =
      new ArmLimits(
          new JointVector(-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973),
          new JointVector(2.8973, 1.7628, 2.8973, -0.0698, 2.8973, 3.7525, 2.8973),
          new JointVector(2.175, 2.175, 2.175, 2.175, 2.61, 2.61, 2.61),
          new JointVector(15, 7.5, 10, 12.5, 15, 20, 20),
          TORQUE,
          TORQUE_RATE,
          new Motion(2.0, 13, 6500),
          new Motion(2.5, 25, 12500));

  /**
   * The same documentation, FR3: the rectangle inside its position-dependent velocity limits, which
   * therefore needs no formula at run time.
   */
  static final ArmLimits FR3 =
      new ArmLimits(
          new JointVector(-2.3093, -1.5133, -2.4937, -2.7478, -2.4800, 0.8521, -2.6895),
          new JointVector(2.3093, 1.5133, 2.4937, -0.4461, 2.4800, 4.2094, 2.6895),
          new JointVector(2, 1, 1.5, 1.25, 3, 1.5, 3),
          JointVector.all(10),
          TORQUE,
          TORQUE_RATE,
          new Motion(3.0, 9, 4500),
          new Motion(2.5, 17, 8500));
}
