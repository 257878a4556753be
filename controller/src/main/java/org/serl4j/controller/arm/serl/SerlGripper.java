package org.serl4j.controller.arm.serl;

import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.gripper.GripperState;

/**
 * The gripper behind a SERL server: commands go with the arm's thread, the width comes with its
 * states, as a share of the cell's opening. The server does not say whether the fingers move: they
 * do while the share changes, and for a moment after a command. Nor does it say what it was told
 * before: fingers that nobody here has commanded count as told to close unless they are open.
 */
final class SerlGripper implements Gripper {
  /** Fingers that move change their opening by more between two looks [m]. */
  private static final double STILL_M = 0.0005;

  /** Until the fingers can be seen to follow a command [ns]. */
  private static final long REACTION_NS = 300_000_000;

  /** Closed fingers with nothing between them measure less [m]. */
  private static final double EMPTY_WIDTH = 0.002;

  /** From which share of the opening on uncommanded fingers count as open. */
  private static final double OPEN_SHARE = GripperRule.OPEN_SHARE;

  /** What goes to the server. */
  @FunctionalInterface
  interface Commands {
    void send(String route, double widthM);
  }

  private final double openWidthM;
  private final Commands commands;

  private double targetM = Double.NaN;
  private double widthM;
  private double referenceM;
  private long movedNs = Long.MIN_VALUE;
  private long nowNs;

  /**
   * @param openWidthM what a share of 1 stands for [m]
   */
  SerlGripper(double openWidthM, Commands commands) {
    this.openWidthM = openWidthM;
    this.commands = commands;
  }

  /** Takes over what the server measured. */
  synchronized void measure(double share, long timeNs) {
    widthM = share * openWidthM;
    nowNs = timeNs;
    if (Math.abs(widthM - referenceM) > STILL_M) {
      referenceM = widthM;
      movedNs = timeNs;
    }
  }

  @Override
  public synchronized GripperState measured() {
    boolean moving = movedNs != Long.MIN_VALUE && nowNs - movedNs < REACTION_NS;
    GripperState.Activity activity =
        moving
            ? GripperState.Activity.MOVING
            : widthM - told() > EMPTY_WIDTH
                ? GripperState.Activity.HOLDING
                : GripperState.Activity.STILL;
    return new GripperState(widthM, activity);
  }

  /** Where the fingers are to go [m]. */
  private double told() {
    return Double.isNaN(targetM) ? (widthM > OPEN_SHARE * openWidthM ? openWidthM : 0) : targetM;
  }

  @Override
  public void grasp() {
    command("close_gripper", 0);
  }

  @Override
  public void open() {
    command("open_gripper", openWidthM);
  }

  @Override
  public boolean move(double width) {
    command("move_gripper", Math.max(0, Math.min(openWidthM, width)));
    return true;
  }

  private void command(String route, double width) {
    synchronized (this) {
      if (width != targetM) {
        targetM = width;
        movedNs = nowNs;
      }
    }
    commands.send(route, width);
  }
}
