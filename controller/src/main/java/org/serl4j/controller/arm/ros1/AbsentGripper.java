package org.serl4j.controller.arm.ros1;

import org.serl4j.controller.gripper.GripperState;

/**
 * No gripper: a tool that is bolted on. It counts as open and takes every command without effect.
 *
 * @param openWidthM what it says its width is [m]
 */
record AbsentGripper(double openWidthM) implements RosGripper {
  @Override
  public GripperState measured() {
    return new GripperState(openWidthM, GripperState.Activity.STILL);
  }

  @Override
  public void grasp() {}

  @Override
  public void open() {}

  @Override
  public void tick(long nowNs) {}
}
