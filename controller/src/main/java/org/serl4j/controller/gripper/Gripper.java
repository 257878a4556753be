package org.serl4j.controller.gripper;

/**
 * A parallel gripper. Thread-safe; a command is accepted and no call blocks: watch {@link
 * #measured} for the effect.
 */
public interface Gripper {
  /** What was measured last. */
  GripperState measured();

  /** Measured distance between the finger pads [m]. */
  default double widthM() {
    return measured().widthM();
  }

  /** Closes with the configured force. */
  void grasp();

  /** Opens to the configured width. */
  void open();
}
