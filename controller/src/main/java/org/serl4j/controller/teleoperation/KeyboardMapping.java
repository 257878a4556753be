package org.serl4j.controller.teleoperation;

import java.util.Map;
import java.util.Set;
import org.lwjgl.glfw.GLFW;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;

/** Which key means what: W S forward and back, A D left and right, E Q up and down, and turns. */
final class KeyboardMapping {
  /** Share of the full motion while Shift is held. */
  static final double FINE = 0.25;

  /** A key's push (first three) or turn (last three), along the axes of H. */
  private static final Map<Integer, Motion> MOTIONS =
      Map.ofEntries(
          Map.entry(GLFW.GLFW_KEY_W, push(1, 0, 0)),
          Map.entry(GLFW.GLFW_KEY_S, push(-1, 0, 0)),
          Map.entry(GLFW.GLFW_KEY_A, push(0, 1, 0)),
          Map.entry(GLFW.GLFW_KEY_D, push(0, -1, 0)),
          Map.entry(GLFW.GLFW_KEY_E, push(0, 0, 1)),
          Map.entry(GLFW.GLFW_KEY_Q, push(0, 0, -1)),
          Map.entry(GLFW.GLFW_KEY_L, turn(1, 0, 0)),
          Map.entry(GLFW.GLFW_KEY_J, turn(-1, 0, 0)),
          Map.entry(GLFW.GLFW_KEY_I, turn(0, 1, 0)),
          Map.entry(GLFW.GLFW_KEY_K, turn(0, -1, 0)),
          Map.entry(GLFW.GLFW_KEY_U, turn(0, 0, 1)),
          Map.entry(GLFW.GLFW_KEY_O, turn(0, 0, -1)));

  private static final Set<Integer> OTHERS =
      Set.of(GLFW.GLFW_KEY_SPACE, GLFW.GLFW_KEY_C, GLFW.GLFW_KEY_V);

  private KeyboardMapping() {}

  private static Motion push(double x, double y, double z) {
    return new Motion(new Vector3(x, y, z), Vector3.ZERO);
  }

  private static Motion turn(double x, double y, double z) {
    return new Motion(Vector3.ZERO, new Vector3(x, y, z));
  }

  /** Whether a person who holds one of these keys holds on. */
  static boolean engages(Set<Integer> keys) {
    return keys.stream().anyMatch(key -> MOTIONS.containsKey(key) || OTHERS.contains(key));
  }

  /** The sum of what the held keys mean; opposite keys cancel. */
  static Motion motion(Set<Integer> keys) {
    Vector3 translation = Vector3.ZERO;
    Vector3 rotation = Vector3.ZERO;
    for (int key : keys) {
      Motion motion = MOTIONS.getOrDefault(key, Motion.NONE);
      translation = translation.plus(motion.translation());
      rotation = rotation.plus(motion.rotation());
    }
    boolean fine =
        keys.contains(GLFW.GLFW_KEY_LEFT_SHIFT) || keys.contains(GLFW.GLFW_KEY_RIGHT_SHIFT);
    double share = fine ? FINE : 1;
    return new Motion(translation.times(share), rotation.times(share));
  }

  /** Enter is held while the goal is reached; it does not hold on to the arm. */
  static boolean success(Set<Integer> held) {
    return held.contains(GLFW.GLFW_KEY_ENTER) || held.contains(GLFW.GLFW_KEY_KP_ENTER);
  }

  /** C closes, V opens; both together do nothing. */
  static GripperAction gripper(Set<Integer> keys) {
    return gripper(keys.contains(GLFW.GLFW_KEY_C), keys.contains(GLFW.GLFW_KEY_V));
  }

  /** The command of two buttons. */
  static GripperAction gripper(boolean close, boolean open) {
    return close == open ? GripperAction.STAY : close ? GripperAction.CLOSE : GripperAction.OPEN;
  }
}
