package org.serl4j.hardware;

/** What stands behind the arm's port. */
public enum ArmKind {
  /** The embedded simulator. */
  MUJOCO,
  /** A Franka behind ROS 1 with SERL's impedance controller. */
  ROS1,
  /** A SERL robot server: an arm behind HTTP. */
  SERL
}
