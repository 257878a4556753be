package org.serl4j.controller.gripper;

import java.util.function.LongSupplier;

/**
 * Drives a gripper by discrete actions, one a step, without ever waiting for it. Not thread-safe:
 * the environment's thread owns it.
 */
public final class GripperControl {
  private final Gripper gripper;
  private final GripperRule rule;
  private final LongSupplier nowNs;

  private GripperAction lastSent = GripperAction.STAY;
  private long sentNs;

  /**
   * @param nowNs the workcell's clock [ns]
   */
  public GripperControl(Gripper gripper, GripperRule rule, LongSupplier nowNs) {
    this.gripper = gripper;
    this.rule = rule;
    this.nowNs = nowNs;
  }

  /**
   * Acts on one action and returns at once.
   *
   * @param element the gripper's element of the action, in [-1, 1]: -1 close, 0 stay, 1 open
   * @return what was sent, and the step's penalty
   * @throws IllegalArgumentException if the element is not a number
   */
  public GripperCommand step(float element) {
    long now = nowNs.getAsLong();
    GripperCommand command =
        rule.command(GripperAction.of(element), gripper.measured(), lastSent, now - sentNs);
    switch (command.sent()) {
      case CLOSE -> gripper.grasp();
      case OPEN -> gripper.open();
      case STAY -> {
        return command;
      }
    }
    lastSent = command.sent();
    sentNs = now;
    return command;
  }
}
