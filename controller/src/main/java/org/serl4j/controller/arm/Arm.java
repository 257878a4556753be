package org.serl4j.controller.arm;

import java.util.Optional;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * A torque-controlled arm that follows an equilibrium pose with a Cartesian impedance law.
 * Thread-safe: state and setpoint are latest-value exchange points. No call blocks.
 */
public interface Arm {
  /** The latest state. */
  ArmState state();

  /**
   * Makes {@code X_OD} the equilibrium pose, behind the safety envelope: what is outside is
   * clipped, not refused. Ignored while a fault stands. Once a pose was commanded, it or another
   * must follow within the cell's watchdog time, or the arm holds and faults: also while waiting.
   *
   * @param X_OD desired pose of the end effector in the base frame
   */
  void moveTo(RigidTransform X_OD);

  /** The cell's home: 7 joint positions that a joint reset goes to [rad]; a copy. */
  double[] home();

  /**
   * Makes joint positions the equilibrium, the elbow's posture included: the arm goes there in a
   * straight line of joint space at a bounded speed, with the end effector's setpoint clipped to
   * the safety envelope. Ends with the next {@link #moveTo}; in all else, repetition included, like
   * it.
   *
   * @param q 7 joint positions [rad] (not modified)
   * @throws IllegalArgumentException if they are not 7, or beyond the joints' limits
   */
  void moveJoints(double[] q);

  /**
   * Sets stiffness, damping, integral gain and reference clips; they ramp through the law's filter.
   */
  void comply(Compliance compliance);

  /** Makes {@code workspace} the limits of {@link #moveTo}, inside the cell's own safety limits. */
  void confine(Workspace workspace);

  /** The fault that stopped the arm, if one stands. */
  Optional<ArmFault> fault();

  /** Clears a standing fault; the arm holds where it is. */
  void recover();
}
