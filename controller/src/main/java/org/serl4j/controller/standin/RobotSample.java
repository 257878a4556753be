package org.serl4j.controller.standin;

import java.util.List;

/**
 * The robot in one tick. The arrays are the sample's own: not modified after it was made.
 *
 * @param timeNs on the simulation's clock [ns]
 * @param q joint positions, 7 [rad]
 * @param dq joint velocities, 7 [rad/s]
 * @param tau commanded torques without gravity, 7 [Nm]
 * @param compensation what the robot adds to them, 7 [Nm]
 * @param tau_ext external torques, 7 [Nm]
 * @param F_E_E wrench on E in E, force first [N], [Nm]
 * @param F_E_O the same in O
 * @param X_OE pose of E, 7
 * @param X_OD desired pose of E, 7
 * @param J_OE Jacobian of E in O, 6 x 7, row-major
 * @param payload what the robot was told to carry
 * @param mode as {@code FrankaState} numbers it
 * @param running the controller that was started; it does not act while {@code halted}
 * @param halted whether a reflex or the user stop keeps the controller from acting
 * @param errors that hold, by their names in franka_msgs/Errors
 * @param lastMotionErrors that ended the last motion
 * @param successRate share of the milliseconds in which the control thread was in time
 */
@SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
record RobotSample(
    long timeNs,
    double[] q,
    double[] dq,
    double[] tau,
    double[] compensation,
    double[] tau_ext,
    double[] F_E_E,
    double[] F_E_O,
    double[] X_OE,
    double[] X_OD,
    double[] J_OE,
    Payload payload,
    int mode,
    FrankaControl.Controller running,
    boolean halted,
    List<String> errors,
    List<String> lastMotionErrors,
    double successRate) {}
