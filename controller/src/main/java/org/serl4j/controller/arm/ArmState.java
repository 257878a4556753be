package org.serl4j.controller.arm;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Wrench;

/**
 * One measured state of the arm. The arrays are owned by the state: not modified after it was made.
 *
 * @param timeNs when it was measured, on the workcell's clock [ns]
 * @param q joint positions, 7 [rad]
 * @param dq joint velocities, 7 [rad/s]
 * @param X_OE pose of the end effector (tool centre point) in the base frame
 * @param V_OE_O velocity of the end effector, expressed in the base frame
 * @param F_E_E wrench that the environment exerts on the end effector, expressed in the
 *     end-effector frame, at its origin (estimated from joint torques; payload compensated)
 * @param tau commanded joint torques without gravity, 7 [Nm]
 */
@SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
public record ArmState(
    long timeNs,
    double[] q,
    double[] dq,
    RigidTransform X_OE,
    Twist V_OE_O,
    Wrench F_E_E,
    double[] tau) {}
