package org.serl4j.controller.teleoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.glfw.GLFW;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;

class KeyboardTest extends DeviceContract {
  @Override
  Hand open(AtomicLong clockNs) {
    Keyboard keyboard = new Keyboard(clockNs::get);
    return new Hand() {
      @Override
      public TeleoperationDevice device() {
        return keyboard;
      }

      @Override
      public void pushForward() {
        keyboard.key(GLFW.GLFW_KEY_W, true);
      }

      @Override
      public void letGo() {
        keyboard.key(GLFW.GLFW_KEY_W, false);
      }

      @Override
      public void tapClose() {
        keyboard.key(GLFW.GLFW_KEY_C, true);
        keyboard.key(GLFW.GLFW_KEY_C, false);
      }

      @Override
      public void holdOpen() {
        keyboard.key(GLFW.GLFW_KEY_V, true);
      }

      @Override
      public void alive() {
        keyboard.polled();
      }

      @Override
      public void unplug() {} // the window hangs: no more events are taken

      @Override
      public void close() {
        keyboard.close();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "W, 1, 0, 0, 0, 0, 0",
    "S, -1, 0, 0, 0, 0, 0",
    "A, 0, 1, 0, 0, 0, 0",
    "D, 0, -1, 0, 0, 0, 0",
    "E, 0, 0, 1, 0, 0, 0",
    "Q, 0, 0, -1, 0, 0, 0",
    "L, 0, 0, 0, 1, 0, 0",
    "J, 0, 0, 0, -1, 0, 0",
    "I, 0, 0, 0, 0, 1, 0",
    "K, 0, 0, 0, 0, -1, 0",
    "U, 0, 0, 0, 0, 0, 1",
    "O, 0, 0, 0, 0, 0, -1"
  })
  void shouldPushAndTurnAlongTheOperatorsAxes(
      char key, double x, double y, double z, double rx, double ry, double rz) {
    // GLFW's code of a letter is its capital's code
    assertEquals(
        new Motion(new Vector3(x, y, z), new Vector3(rx, ry, rz)),
        KeyboardMapping.motion(Set.of((int) key)));
  }

  @Test
  void shouldAddKeysAndCancelOpposites() {
    Motion both = KeyboardMapping.motion(Set.of(GLFW.GLFW_KEY_W, GLFW.GLFW_KEY_A));
    assertEquals(new Vector3(1, 1, 0), both.translation());
    Motion none = KeyboardMapping.motion(Set.of(GLFW.GLFW_KEY_W, GLFW.GLFW_KEY_S));
    assertEquals(0, none.norm());
    assertTrue(KeyboardMapping.engages(Set.of(GLFW.GLFW_KEY_W, GLFW.GLFW_KEY_S)));
    assertEquals(
        GripperAction.STAY, KeyboardMapping.gripper(Set.of(GLFW.GLFW_KEY_C, GLFW.GLFW_KEY_V)));
  }

  @Test
  void shouldMoveGentlyWithShiftWhichAloneDoesNothing() {
    Motion fine = KeyboardMapping.motion(Set.of(GLFW.GLFW_KEY_E, GLFW.GLFW_KEY_LEFT_SHIFT));
    assertEquals(new Vector3(0, 0, KeyboardMapping.FINE), fine.translation());
    assertFalse(KeyboardMapping.engages(Set.of(GLFW.GLFW_KEY_LEFT_SHIFT)));
  }

  @Test
  void shouldHoldStillWithTheSpaceBar() {
    assertTrue(KeyboardMapping.engages(Set.of(GLFW.GLFW_KEY_SPACE)));
    assertEquals(0, KeyboardMapping.motion(Set.of(GLFW.GLFW_KEY_SPACE)).norm());
  }

  /** A label is of this moment: Enter that was let go before says nothing, and drives nothing. */
  @Test
  void shouldSaySuccessWhileEnterIsHeld() {
    Keyboard keyboard = new Keyboard(() -> 0);
    keyboard.key(GLFW.GLFW_KEY_ENTER, true);
    assertTrue(keyboard.newest().success());
    assertTrue(keyboard.newest().success());
    assertFalse(keyboard.newest().engaged());
    keyboard.key(GLFW.GLFW_KEY_ENTER, false);
    assertFalse(keyboard.newest().success());
    keyboard.key(GLFW.GLFW_KEY_ENTER, true);
    keyboard.key(GLFW.GLFW_KEY_ENTER, false);
    assertFalse(keyboard.newest().success());
    keyboard.key(GLFW.GLFW_KEY_ENTER, true);
    keyboard.windowClosed();
    assertFalse(keyboard.newest().success());
  }
}
