package org.serl4j.controller.teleoperation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.lwjgl.glfw.GLFW;
import org.lwjgl.glfw.GLFWGamepadState;
import org.lwjgl.system.MemoryStack;
import org.serl4j.controller.gripper.GripperAction;

/**
 * A gamepad, read by GLFW on the thread of a window. One that is unplugged lets go and is looked
 * for again; so does a window that takes no events for {@link #HOLD_NS}.
 */
public final class Gamepad implements TeleoperationDevice, WindowInput {
  private static final int NONE = -1;

  /** Where udev says what the numbered event files are. */
  private static final Path LINKS = Path.of("/dev/input/by-id");

  private static final String GAMEPAD_LINK = "-event-joystick";

  private final LongSupplier clockNs;
  private final boolean ownsGlfw;
  private final Engagement engagement = new Engagement(); // all guarded by this
  private String name = "gamepad";
  private boolean plugged;
  private boolean open = true;
  private long polledNs;
  private float[] axes = resting();
  private boolean[] buttons = new boolean[GamepadMapping.BUTTONS];
  private boolean[] tapped = new boolean[GamepadMapping.BUTTONS];

  private Gamepad(LongSupplier clockNs, boolean ownsGlfw) {
    this.clockNs = clockNs;
    this.ownsGlfw = ownsGlfw;
    polledNs = clockNs.getAsLong();
  }

  /**
   * Takes the first gamepad, on the window's thread.
   *
   * @param clockNs such as {@link System#nanoTime}
   * @throws DeviceUnavailableException if there is none
   */
  public static Gamepad open(LongSupplier clockNs) {
    return first(new Gamepad(clockNs, false));
  }

  /**
   * Takes the first gamepad in a program that has no window; {@link #polled} is the caller's, on
   * this thread. GLFW needs a display all the same.
   *
   * @param clockNs such as {@link System#nanoTime}
   * @param hasDisplay whether to ask GLFW at all, which complains on standard error without one
   * @throws DeviceUnavailableException if there is none, or no display
   */
  public static Gamepad openWithoutWindow(LongSupplier clockNs, boolean hasDisplay) {
    if (!hasDisplay || !GLFW.glfwInit()) {
      List<String> files = deviceFiles(LINKS);
      throw new DeviceUnavailableException(
          "no gamepad can be read without a display%s: run it on a desktop or under xvfb-run"
              .formatted(files.isEmpty() ? "" : " (plugged in: " + String.join(", ", files) + ")"),
          null);
    }
    return first(new Gamepad(clockNs, true));
  }

  private static Gamepad first(Gamepad gamepad) {
    gamepad.polled();
    if (!gamepad.plugged) {
      gamepad.close();
      throw new DeviceUnavailableException(
          "no gamepad: plug one in, and see that this user may read /dev/input/event*", null);
    }
    return gamepad;
  }

  /** Gamepads that are plugged in, each with the file that it is read from; empty if unknown. */
  static List<String> deviceFiles(Path links) {
    List<String> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(links, "*" + GAMEPAD_LINK)) {
      for (Path link : found) {
        String name = link.getFileName().toString();
        files.add(
            "%s as %s"
                .formatted(
                    name.substring(0, name.length() - GAMEPAD_LINK.length()), link.toRealPath()));
      }
    } catch (IOException e) {
      return List.of(); // no udev, or pulled out just now
    }
    files.sort(null);
    return files;
  }

  /** One that is told its state, for tests. */
  static Gamepad told(LongSupplier clockNs) {
    return new Gamepad(clockNs, false);
  }

  @Override
  public void key(int key, boolean down) {}

  @Override
  public void polled() {
    int pad = firstGamepad();
    if (pad != NONE) {
      try (MemoryStack stack = MemoryStack.stackPush()) {
        GLFWGamepadState state = GLFWGamepadState.malloc(stack);
        if (GLFW.glfwGetGamepadState(pad, state)) {
          String found = GLFW.glfwGetGamepadName(pad);
          update(found == null ? "gamepad" : found, state.axes(), state.buttons());
          return;
        }
      }
    }
    unplugged();
  }

  private static int firstGamepad() {
    for (int pad = GLFW.GLFW_JOYSTICK_1; pad <= GLFW.GLFW_JOYSTICK_LAST; pad++) {
      if (GLFW.glfwJoystickIsGamepad(pad)) {
        return pad;
      }
    }
    return NONE;
  }

  private void update(String found, FloatBuffer axisValues, ByteBuffer buttonValues) {
    float[] newAxes = new float[GamepadMapping.AXES];
    axisValues.get(0, newAxes);
    boolean[] newButtons = new boolean[GamepadMapping.BUTTONS];
    for (int i = 0; i < newButtons.length; i++) {
      newButtons[i] = buttonValues.get(i) == GLFW.GLFW_PRESS;
    }
    update(found, newAxes, newButtons);
  }

  /** The pad's state now; kept. */
  synchronized void update(String found, float[] newAxes, boolean[] newButtons) {
    name = found;
    plugged = true;
    axes = newAxes;
    buttons = newButtons;
    for (int i = 0; i < buttons.length; i++) {
      tapped[i] |= buttons[i];
    }
    polledNs = clockNs.getAsLong();
  }

  /** There is no gamepad now. */
  synchronized void unplugged() {
    plugged = false;
    axes = resting();
    buttons = new boolean[GamepadMapping.BUTTONS];
    tapped = new boolean[GamepadMapping.BUTTONS];
    polledNs = clockNs.getAsLong();
  }

  private static float[] resting() {
    float[] axes = new float[GamepadMapping.AXES];
    axes[GLFW.GLFW_GAMEPAD_AXIS_LEFT_TRIGGER] = -1;
    axes[GLFW.GLFW_GAMEPAD_AXIS_RIGHT_TRIGGER] = -1;
    return axes;
  }

  @Override
  public synchronized void windowClosed() {
    open = false;
  }

  @Override
  public synchronized OperatorInput newest() {
    long nowNs = clockNs.getAsLong();
    boolean[] pressed = tapped;
    tapped = buttons.clone();
    String note = note(nowNs);
    if (!note.isEmpty()) {
      engagement.release();
    } else if (GamepadMapping.engages(axes, pressed)) {
      engagement.input(nowNs);
    }
    boolean engaged = engagement.holds(nowNs);
    return new OperatorInput(
        name,
        engaged,
        engaged ? GamepadMapping.motion(axes, pressed) : Motion.NONE,
        engaged ? GamepadMapping.gripper(pressed) : GripperAction.STAY,
        note.isEmpty() && GamepadMapping.success(buttons),
        raw(),
        polledNs,
        note);
  }

  private String note(long nowNs) {
    if (!open) {
      return "the window that reads the gamepad was closed: the policy goes on alone";
    }
    if (!plugged) {
      return "the gamepad is unplugged: the policy has control; plug it in again";
    }
    return nowNs - polledNs >= HOLD_NS
        ? "the window that reads the gamepad does not answer: the policy has control"
        : "";
  }

  private List<Double> raw() {
    List<Double> raw = new ArrayList<>();
    for (float axis : axes) {
      raw.add((double) axis);
    }
    for (boolean button : buttons) {
      raw.add(button ? 1.0 : 0.0);
    }
    return raw;
  }

  @Override
  public String source() {
    List<String> files = deviceFiles(LINKS);
    return files.isEmpty() ? "GLFW" : String.join(", ", files);
  }

  @Override
  public void close() {
    windowClosed();
    if (ownsGlfw) {
      GLFW.glfwTerminate();
    }
  }
}
