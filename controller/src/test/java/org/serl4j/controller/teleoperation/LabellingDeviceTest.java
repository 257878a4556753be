package org.serl4j.controller.teleoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.lwjgl.glfw.GLFW;

class LabellingDeviceTest {
  private final AtomicLong clockNs = new AtomicLong();
  private final Gamepad pad = Gamepad.told(clockNs::get);
  private final LabellingDevice device = new LabellingDevice(pad, new Keyboard(clockNs::get));

  private void tilt(float forward) {
    float[] axes = new float[GamepadMapping.AXES];
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_Y] = -forward;
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_TRIGGER] = -1;
    axes[GLFW.GLFW_GAMEPAD_AXIS_RIGHT_TRIGGER] = -1;
    pad.update("pad", axes, new boolean[GamepadMapping.BUTTONS]);
  }

  @Test
  void shouldMoveByTheDeviceAndLabelByTheWindowsEnter() {
    tilt(1);
    OperatorInput pushed = device.newest();
    assertTrue(pushed.engaged());
    assertFalse(pushed.success());

    device.key(GLFW.GLFW_KEY_ENTER, true);
    OperatorInput labelled = device.newest();
    assertEquals(pushed.motion(), labelled.motion());
    assertTrue(labelled.success());

    device.key(GLFW.GLFW_KEY_ENTER, false);
    assertFalse(device.newest().success());
  }

  @Test
  void shouldNotMoveByTheWindowsOtherKeys() {
    tilt(0);
    device.key(GLFW.GLFW_KEY_W, true);
    OperatorInput input = device.newest();
    assertFalse(input.engaged());
    assertEquals(Motion.NONE, input.motion());
  }

  @Test
  void shouldNotLabelOnceTheWindowIsGone() {
    tilt(1);
    device.key(GLFW.GLFW_KEY_ENTER, true);
    device.windowClosed();
    OperatorInput input = device.newest();
    assertTrue(input.engaged());
    assertFalse(input.success());
  }
}
