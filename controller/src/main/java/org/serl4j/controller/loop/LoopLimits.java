package org.serl4j.controller.loop;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.util.concurrent.TimeUnit;
import org.serl4j.hardware.ArmLimits;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.SafetyConfig;

/**
 * The bounds that the control loop checks every tick. The arrays have 7 elements and are not
 * modified.
 *
 * @param qLow lower joint limits [rad]
 * @param qHigh upper joint limits [rad]
 * @param dqMax largest joint speeds [rad/s]
 * @param tauMax largest joint torques [Nm]
 * @param referenceSpeed how fast the setpoint travels to the commanded position [m/s]
 * @param referenceTurnRate how fast the setpoint turns to the commanded orientation [rad/s]
 * @param abortSpeed measured speed of E that is a fault [m/s]
 * @param abortTurnRate measured turn rate of E that is a fault [rad/s]
 * @param abortForce contact force that is a fault [N]
 * @param abortTorque contact torque that is a fault [Nm]
 * @param abortAfterNs how long force or torque must stay above their bounds [ns]
 * @param staleAfterNs how long a commanded pose stays valid without being repeated [ns]
 */
@SuppressWarnings("ArrayRecordComponent") // limits for the hot path: compared by nobody
public record LoopLimits(
    double[] qLow,
    double[] qHigh,
    double[] dqMax,
    double[] tauMax,
    double referenceSpeed,
    double referenceTurnRate,
    double abortSpeed,
    double abortTurnRate,
    double abortForce,
    double abortTorque,
    long abortAfterNs,
    long staleAfterNs) {
  /**
   * Refuses joint positions that the arm cannot take.
   *
   * @throws IllegalArgumentException with the joint and its limits
   */
  public void requireJoints(double[] q) {
    if (q.length != JOINTS) {
      throw new IllegalArgumentException(
          "the arm has " + JOINTS + " joints, not " + q.length + " positions");
    }
    for (int i = 0; i < JOINTS; i++) {
      if (!(q[i] >= qLow[i] && q[i] <= qHigh[i])) {
        throw new IllegalArgumentException(
            "joint %d cannot go to %.4g rad: its limits are %.4g and %.4g rad"
                .formatted(i + 1, q[i], qLow[i], qHigh[i]));
      }
    }
  }

  /** The limits of the cell's arm and of its safety envelope. */
  public static LoopLimits of(Cell cell) {
    ArmLimits arm = cell.arm().limits();
    SafetyConfig safety = cell.safety();
    return new LoopLimits(
        arm.qLow().toArray(),
        arm.qHigh().toArray(),
        arm.dqMax().toArray(),
        arm.tauMax().toArray(),
        safety.maxSpeed(),
        safety.maxTurnRate(),
        safety.abortSpeed(),
        safety.abortTurnRate(),
        safety.contactForce(),
        safety.contactTorque(),
        TimeUnit.MILLISECONDS.toNanos(safety.contactMs()),
        TimeUnit.MILLISECONDS.toNanos(safety.staleCommandMs()));
  }
}
