package org.serl4j.controller.arm.ros1;

import org.serl4j.controller.gripper.Gripper;

/** A gripper whose commands are sent from the arm's calling thread. */
interface RosGripper extends Gripper {
  /** Sends what is due; never waits. */
  void tick(long nowNs);
}
