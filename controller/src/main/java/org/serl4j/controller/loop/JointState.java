package org.serl4j.controller.loop;

import org.serl4j.controller.dynamics.FrankaKinematics;

/**
 * What a plant measures in one tick: mutable, made once and overwritten every millisecond. The
 * fields are the interface; nobody keeps the object.
 */
public final class JointState {
  /** When it was measured, on the plant's clock [ns]. */
  public long timeNs;

  /** Joint positions [rad]. */
  public final double[] q = new double[FrankaKinematics.JOINTS];

  /** Joint velocities [rad/s]. */
  public final double[] dq = new double[FrankaKinematics.JOINTS];

  /**
   * Coriolis and centrifugal torques that the law must add [Nm]; zeros where the plant compensates
   * them itself.
   */
  public final double[] coriolis = new double[FrankaKinematics.JOINTS];

  /**
   * Torques that the plant itself adds to what is commanded, gravity's at least [Nm]; zeros where
   * it does not tell them. No law needs them.
   */
  public final double[] compensation = new double[FrankaKinematics.JOINTS];

  /**
   * Wrench that the environment exerts on the end effector, at its origin, in its frame: force [N]
   * then torque [Nm], payload compensated, unfiltered. An arm that pushes its tool along +z_E
   * against something measures a force along -z_E.
   */
  public final double[] F_E_E = new double[6];
}
