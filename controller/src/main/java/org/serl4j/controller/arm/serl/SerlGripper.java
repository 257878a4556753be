package org.serl4j.controller.arm.serl;

import org.serl4j.controller.gripper.FingerMotion;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperState;

/**
 * The gripper behind a SERL server: commands go with the arm's thread, the width comes with its
 * states, as a share of the cell's opening. The server says nothing else: {@link FingerMotion}
 * makes of it what the fingers do.
 */
final class SerlGripper implements Gripper {
  /** What goes to the server. */
  @FunctionalInterface
  interface Commands {
    void send(String route, double widthM);
  }

  private final double openWidthM;
  private final Commands commands;

  private final FingerMotion fingers;
  private long nowNs;

  /**
   * @param openWidthM what a share of 1 stands for [m]
   */
  SerlGripper(double openWidthM, Commands commands) {
    this.openWidthM = openWidthM;
    this.commands = commands;
    fingers = new FingerMotion(openWidthM);
  }

  /** Takes over what the server measured. */
  synchronized void measure(double share, long timeNs) {
    fingers.measure(share * openWidthM, timeNs);
    nowNs = timeNs;
  }

  @Override
  public synchronized GripperState measured() {
    return fingers.state(false, nowNs);
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
      fingers.command(width, nowNs);
    }
    commands.send(route, width);
  }
}
