package org.serl4j.controller.gripper;

/**
 * What a gripper measures of itself.
 *
 * @param widthM distance between the finger pads [m]
 * @param activity what the fingers do
 */
public record GripperState(double widthM, Activity activity) {
  /** What the fingers do. */
  public enum Activity {
    /** On their way to the last command's width. */
    MOVING,
    /** At rest on something between them, pressing. */
    HOLDING,
    /** At rest, with nothing between them. */
    STILL
  }
}
