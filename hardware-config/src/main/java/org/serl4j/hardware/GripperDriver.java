package org.serl4j.hardware;

/** Which program drives the gripper beside a ROS arm. */
public enum GripperDriver {
  /** The Franka hand, through franka_gripper. */
  FRANKA,
  /** A Robotiq 2F, through robotiq_2f_gripper_control. */
  ROBOTIQ,
  /** There is none. */
  NONE
}
