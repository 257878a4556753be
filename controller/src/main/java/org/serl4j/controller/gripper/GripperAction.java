package org.serl4j.controller.gripper;

/** What a gripper can be asked to do in a step: the three values of its action element. */
public enum GripperAction {
  CLOSE,
  STAY,
  OPEN;

  /** Half way between two of the values. */
  private static final float THRESHOLD = 0.5f;

  /**
   * The action that an element in [-1, 1] asks for: -0.5 and below close, 0.5 and above open,
   * anything between stay.
   *
   * @throws IllegalArgumentException if it is not a number
   */
  public static GripperAction of(float element) {
    if (Float.isNaN(element)) {
      throw new IllegalArgumentException(
          "the gripper's action is NaN: the policy has diverged, lower its learning rate");
    }
    return element <= -THRESHOLD ? CLOSE : element >= THRESHOLD ? OPEN : STAY;
  }

  /** -1, 0 or 1. */
  public int element() {
    return this == CLOSE ? -1 : this == OPEN ? 1 : 0;
  }
}
