package org.serl4j.controller.teleoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.glfw.GLFW;
import org.serl4j.controller.geometry.Vector3;

class GamepadTest extends DeviceContract {
  private static float[] axes() {
    return new float[] {0, 0, 0, 0, -1, -1}; // GLFW: triggers rest at -1
  }

  private static boolean[] buttons(int... pressed) {
    boolean[] buttons = new boolean[GamepadMapping.BUTTONS];
    for (int button : pressed) {
      buttons[button] = true;
    }
    return buttons;
  }

  @Override
  Hand open(AtomicLong clockNs) {
    Gamepad gamepad = Gamepad.told(clockNs::get);
    return new Hand() {
      private float[] axes = axes();
      private boolean[] buttons = buttons();

      @Override
      public TeleoperationDevice device() {
        return gamepad;
      }

      @Override
      public void pushForward() {
        axes = axes();
        axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_Y] = -1; // GLFW: down is positive
        alive();
      }

      @Override
      public void letGo() {
        axes = axes();
        buttons = buttons();
        alive();
      }

      @Override
      public void tapClose() {
        buttons = buttons(GLFW.GLFW_GAMEPAD_BUTTON_A);
        alive();
        letGo();
      }

      @Override
      public void holdOpen() {
        buttons = buttons(GLFW.GLFW_GAMEPAD_BUTTON_B);
        alive();
      }

      @Override
      public void alive() {
        gamepad.update("pad", axes, buttons);
      }

      @Override
      public void unplug() {
        gamepad.unplugged();
      }

      @Override
      public void close() {
        gamepad.close();
      }
    };
  }

  @Test
  void shouldNameTheFilesThatGamepadsAreReadFrom(@TempDir Path folder) throws IOException {
    Path event = Files.writeString(folder.toRealPath().resolve("event7"), "");
    Path links = Files.createDirectory(folder.resolve("by-id"));
    Files.createSymbolicLink(links.resolve("usb-Maker_F310_0A1B-event-joystick"), event);
    Files.createSymbolicLink(links.resolve("usb-Maker_Keys-event-kbd"), event);
    assertEquals(List.of("usb-Maker_F310_0A1B as " + event), Gamepad.deviceFiles(links));
    assertEquals(List.of(), Gamepad.deviceFiles(folder.resolve("nothing")));
  }

  @ParameterizedTest
  @CsvSource({
    "1, -1, 1, 0, 0, 0, 0, 0", // left stick up: forward
    "0, 1, 0, -1, 0, 0, 0, 0", // left stick right: right
    "5, 1, 0, 0, 1, 0, 0, 0", // right trigger: up
    "4, 1, 0, 0, -1, 0, 0, 0", // left trigger: down
    "3, -1, 0, 0, 0, 0, 1, 0", // right stick up: tilt forward
    "2, 1, 0, 0, 0, 0, 0, -1" // right stick right: turn right
  })
  void shouldPushAndTurnAlongTheOperatorsAxes(
      int axis, float value, double x, double y, double z, double rx, double ry, double rz) {
    float[] axes = axes();
    axes[axis] = value;
    Motion motion = GamepadMapping.motion(axes, buttons());
    assertEquals(0, motion.translation().minus(new Vector3(x, y, z)).norm());
    assertEquals(0, motion.rotation().minus(new Vector3(rx, ry, rz)).norm());
  }

  @Test
  void shouldRollWithTheCross() {
    Motion right = GamepadMapping.motion(axes(), buttons(GLFW.GLFW_GAMEPAD_BUTTON_DPAD_RIGHT));
    assertEquals(1, right.rotation().x());
    Motion left = GamepadMapping.motion(axes(), buttons(GLFW.GLFW_GAMEPAD_BUTTON_DPAD_LEFT));
    assertEquals(-1, left.rotation().x());
  }

  @Test
  void shouldRestWithinTheDeadBandAndRiseFromItWithoutAStep() {
    float[] axes = axes();
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_X] = (float) GamepadMapping.DEAD_BAND;
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_Y] = (float) -GamepadMapping.DEAD_BAND;
    assertEquals(0, GamepadMapping.motion(axes, buttons()).norm(), 1e-6);
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_X] = 0;
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_Y] = (float) -(GamepadMapping.DEAD_BAND + 0.0085);
    // (0.1585 - 0.15) / 0.85
    assertEquals(0.01, GamepadMapping.motion(axes, buttons()).translation().x(), 1e-6);
  }

  @Test
  void shouldHoldStillWithTheLeftBumper() {
    assertTrue(GamepadMapping.engages(axes(), buttons(GLFW.GLFW_GAMEPAD_BUTTON_LEFT_BUMPER)));
    assertFalse(GamepadMapping.engages(axes(), buttons()));
  }

  @Test
  void shouldSaySuccessWhileTheRightBumperIsHeld() {
    Gamepad gamepad = Gamepad.told(() -> 0);
    gamepad.update("pad", axes(), buttons(GLFW.GLFW_GAMEPAD_BUTTON_RIGHT_BUMPER));
    assertTrue(gamepad.newest().success());
    assertFalse(gamepad.newest().engaged());
    gamepad.update("pad", axes(), buttons());
    assertFalse(gamepad.newest().success());
  }
}
