package org.serl4j.controller.gripper;

import java.util.Optional;

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

  /**
   * Moves the finger pads to a distance, at most the configured opening.
   *
   * @param widthM [m]
   * @return false if this gripper knows no widths between open and closed; then nothing happens
   */
  default boolean move(double widthM) {
    return false;
  }

  /** What keeps it from doing what it is told, in one line with the remedy; empty if nothing. */
  default Optional<String> complaint() {
    return Optional.empty();
  }
}
