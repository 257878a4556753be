package org.serl4j.controller.gripper;

/** A parallel gripper. Thread-safe; no call blocks: watch {@link #widthM()} for the effect. */
public interface Gripper {
  /** Measured distance between the finger pads [m]. */
  double widthM();

  /** Closes with the configured force. */
  void grasp();

  /** Opens to the configured width. */
  void open();
}
