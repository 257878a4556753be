package org.serl4j.controller.teleoperation;

import org.lwjgl.glfw.GLFW;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;

/** Which stick means what, on a gamepad in GLFW's standard layout. */
final class GamepadMapping {
  static final int AXES = 6;
  static final int BUTTONS = 15;

  /** Share of a stick's way that counts as rest: worn sticks do not come back to 0. */
  static final double DEAD_BAND = 0.15;

  private GamepadMapping() {}

  /**
   * Left stick: forward, left. Triggers: right up, left down. Right stick: tilt forward, turn left.
   * Cross left and right: roll.
   *
   * @param axes six numbers in [-1, 1]; sticks are positive to the right and down, triggers are -1
   *     at rest
   * @param buttons fifteen, whether pressed
   */
  static Motion motion(float[] axes, boolean[] buttons) {
    return new Motion(
        new Vector3(
            -stick(axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_Y]),
            -stick(axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_X]),
            trigger(axes[GLFW.GLFW_GAMEPAD_AXIS_RIGHT_TRIGGER])
                - trigger(axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_TRIGGER])),
        new Vector3(
            sign(
                buttons[GLFW.GLFW_GAMEPAD_BUTTON_DPAD_RIGHT],
                buttons[GLFW.GLFW_GAMEPAD_BUTTON_DPAD_LEFT]),
            -stick(axes[GLFW.GLFW_GAMEPAD_AXIS_RIGHT_Y]),
            -stick(axes[GLFW.GLFW_GAMEPAD_AXIS_RIGHT_X])));
  }

  /** 0 within the dead band, then straight up to 1. */
  private static double stick(double axis) {
    double way = Math.min(1, Math.abs(axis)) - DEAD_BAND;
    return way <= 0 ? 0 : Math.copySign(way / (1 - DEAD_BAND), axis);
  }

  private static double trigger(double axis) {
    return Math.max(0, stick((axis + 1) / 2));
  }

  private static double sign(boolean plus, boolean minus) {
    return plus == minus ? 0 : plus ? 1 : -1;
  }

  /** A closes, B opens. */
  static GripperAction gripper(boolean[] buttons) {
    return KeyboardMapping.gripper(
        buttons[GLFW.GLFW_GAMEPAD_BUTTON_A], buttons[GLFW.GLFW_GAMEPAD_BUTTON_B]);
  }

  /** The right bumper is held while the goal is reached; it does not hold on to the arm. */
  static boolean success(boolean[] held) {
    return held[GLFW.GLFW_GAMEPAD_BUTTON_RIGHT_BUMPER];
  }

  /** Whether the person moves, commands the gripper, or holds on with the left bumper. */
  static boolean engages(float[] axes, boolean[] buttons) {
    return motion(axes, buttons).norm() > 0
        || buttons[GLFW.GLFW_GAMEPAD_BUTTON_A]
        || buttons[GLFW.GLFW_GAMEPAD_BUTTON_B]
        || buttons[GLFW.GLFW_GAMEPAD_BUTTON_LEFT_BUMPER];
  }
}
