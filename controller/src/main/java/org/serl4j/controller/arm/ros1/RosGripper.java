package org.serl4j.controller.arm.ros1;

import java.util.function.LongSupplier;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.RosLink;

/** A gripper whose commands are sent from the arm's calling thread. */
interface RosGripper extends Gripper {
  /**
   * The cell's.
   *
   * @param nowNs the workcell's clock [ns]
   * @param wallNs for stamps [ns]
   */
  static RosGripper of(RosNode node, Cell cell, LongSupplier nowNs, LongSupplier wallNs) {
    RosLink ros = cell.arm().ros().orElseThrow();
    String name = ros.names().gripper();
    return switch (ros.gripper()) {
      case FRANKA -> new FrankaHand(node, name, cell.gripper(), nowNs, wallNs);
      case ROBOTIQ -> new RobotiqFingers(node, name, cell.gripper(), nowNs);
      case NONE -> new AbsentGripper(cell.gripper().openWidth());
    };
  }

  /** Sends what is due; never waits. */
  void tick(long nowNs);
}
