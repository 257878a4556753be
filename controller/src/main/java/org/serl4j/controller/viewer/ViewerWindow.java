package org.serl4j.controller.viewer;

import java.nio.IntBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lwjgl.glfw.Callbacks;
import org.lwjgl.glfw.GLFW;
import org.lwjgl.glfw.GLFWErrorCallback;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.serl4j.controller.teleoperation.WindowInput;

/**
 * A window on a workcell. Left drag turns the view, right drag shifts it, the wheel zooms, Escape
 * closes.
 *
 * <p>All calls on one thread. What it shows goes on elsewhere: on threads of its own against the
 * wall clock, or on whoever's advances it in lock-step.
 */
public final class ViewerWindow implements AutoCloseable {
  private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(16);
  private static final double WHEEL_STEP = 0.05;

  private final long window;
  private final WindowContent view;

  private double cursorX;
  private double cursorY;
  private int height = 1;
  private @Nullable WindowInput input;

  private ViewerWindow(long window, WindowContent view) {
    this.window = window;
    this.view = view;
    GLFW.glfwSetCursorPosCallback(window, (w, x, y) -> drag(x, y));
    GLFW.glfwSetScrollCallback(window, (w, x, y) -> view.zoom(WHEEL_STEP * y));
    GLFW.glfwSetKeyCallback(
        window,
        (w, key, scancode, action, mods) -> {
          if (key == GLFW.GLFW_KEY_ESCAPE && action == GLFW.GLFW_PRESS) {
            GLFW.glfwSetWindowShouldClose(window, true);
          }
          if (input != null && action != GLFW.GLFW_REPEAT) {
            input.key(key, action == GLFW.GLFW_PRESS);
          }
        });
  }

  /**
   * Opens the window.
   *
   * @param title of the window
   * @param content makes what it shows, in the window's GL context; what stands behind it must stay
   *     open until the window is closed
   * @throws IllegalStateException if there is no display or no OpenGL: one line with the remedy
   */
  public static ViewerWindow open(
      String title, int width, int height, Supplier<? extends WindowContent> content) {
    AtomicReference<@Nullable String> reason = new AtomicReference<>();
    GLFWErrorCallback errors =
        GLFWErrorCallback.create(
            (code, description) -> reason.set(GLFWErrorCallback.getDescription(description)));
    GLFWErrorCallback before = GLFW.glfwSetErrorCallback(errors);
    try {
      if (!GLFW.glfwInit()) {
        throw new IllegalStateException(doesNotOpen(reason.get()));
      }
      GLFW.glfwDefaultWindowHints();
      GLFW.glfwWindowHint(GLFW.GLFW_SAMPLES, 4);
      long window = GLFW.glfwCreateWindow(width, height, title, MemoryUtil.NULL, MemoryUtil.NULL);
      if (window == MemoryUtil.NULL) {
        GLFW.glfwTerminate();
        throw new IllegalStateException(doesNotOpen(reason.get()));
      }
      GLFW.glfwMakeContextCurrent(window);
      GLFW.glfwSwapInterval(1);
      return new ViewerWindow(window, content.get());
    } finally {
      GLFW.glfwSetErrorCallback(before);
      errors.free();
    }
  }

  /**
   * Whether there is a display to open a window on.
   *
   * @param environment of the process; not modified
   */
  public static boolean hasDisplay(Map<String, String> environment) {
    return environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
  }

  /** One line: cause and remedy. */
  static String doesNotOpen(@Nullable String reason) {
    String cause = reason == null ? "no reason given" : reason.lines().findFirst().orElse("");
    return "no window can be opened ("
        + cause
        + "): run it on a desktop or under xvfb-run, or look at the films that evaluate writes";
  }

  /**
   * Takes mouse and keys and draws the present state.
   *
   * @return false once the user has closed the window
   */
  public boolean draw() {
    GLFW.glfwPollEvents();
    if (input != null) {
      input.polled();
    }
    if (GLFW.glfwWindowShouldClose(window)) {
      return false;
    }
    try (MemoryStack stack = MemoryStack.stackPush()) {
      IntBuffer pixelsWide = stack.mallocInt(1);
      IntBuffer pixelsHigh = stack.mallocInt(1);
      GLFW.glfwGetFramebufferSize(window, pixelsWide, pixelsHigh);
      height = Math.max(1, pixelsHigh.get(0));
      view.draw(Math.max(1, pixelsWide.get(0)), height);
    }
    GLFW.glfwSwapBuffers(window);
    return true;
  }

  /**
   * Draws about 60 times a second until the user closes the window or this thread is interrupted.
   */
  public void drawUntilClosed() {
    long deadlineNs = System.nanoTime();
    while (!Thread.currentThread().isInterrupted() && draw()) {
      deadlineNs = Math.max(deadlineNs + FRAME_NS, System.nanoTime());
      LockSupport.parkNanos(deadlineNs - System.nanoTime());
    }
  }

  /** Gives the window's keys and the turn of its thread to that device from now on. */
  public void attach(WindowInput device) {
    input = device;
  }

  /** Shows {@code title} in the window's frame. */
  public void title(String title) {
    GLFW.glfwSetWindowTitle(window, title);
  }

  private void drag(double x, double y) {
    double right = (x - cursorX) / height;
    double down = (y - cursorY) / height;
    cursorX = x;
    cursorY = y;
    if (pressed(GLFW.GLFW_MOUSE_BUTTON_LEFT)) {
      view.orbit(right, down);
    } else if (pressed(GLFW.GLFW_MOUSE_BUTTON_RIGHT)) {
      view.pan(right, down);
    }
  }

  private boolean pressed(int button) {
    return GLFW.glfwGetMouseButton(window, button) == GLFW.GLFW_PRESS;
  }

  @Override
  public void close() {
    if (input != null) {
      input.windowClosed();
    }
    view.close();
    Callbacks.glfwFreeCallbacks(window);
    GLFW.glfwDestroyWindow(window);
    GLFW.glfwTerminate();
  }
}
