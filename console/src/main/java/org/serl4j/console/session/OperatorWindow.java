package org.serl4j.console.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.serl4j.controller.teleoperation.TeleoperationDevice;
import org.serl4j.controller.teleoperation.WindowInput;
import org.serl4j.controller.viewer.ViewerWindow;
import org.serl4j.controller.viewer.WindowContent;

/**
 * The window that a person looks at while correcting, on a thread of its own named {@code
 * operator-window}: it draws, takes keys and gamepad, and shows in its title who acts.
 */
final class OperatorWindow implements AutoCloseable {
  // a software renderer must draw faster than keys go stale
  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;
  private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(16);
  private static final long OPEN_S = 30;
  private static final long END_MS = 10_000;

  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<TeleoperationDevice> opened = new CompletableFuture<>();
  private final Thread thread;
  private volatile String title;

  private OperatorWindow(
      String title,
      Supplier<? extends WindowContent> content,
      Supplier<TeleoperationDevice> device) {
    this.title = title;
    thread = new Thread(() -> run(content, device), "operator-window");
    thread.setDaemon(true);
  }

  /**
   * Opens the window, and the device on the window's thread.
   *
   * @throws RuntimeException with one line if there is no display or no device
   */
  static OperatorWindow open(
      String title,
      Supplier<? extends WindowContent> content,
      Supplier<TeleoperationDevice> device) {
    OperatorWindow window = new OperatorWindow(title, content, device);
    window.thread.start();
    try {
      window.device();
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
    return window;
  }

  /** The device that was opened with the window. */
  TeleoperationDevice device() {
    try {
      return opened.get(OPEN_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("the operator's window failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new SessionException("no window opened within " + OPEN_S + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionException("interrupted while a window opened", e);
    }
  }

  private void run(
      Supplier<? extends WindowContent> content, Supplier<TeleoperationDevice> supplier) {
    String shown = title;
    try (ViewerWindow window = ViewerWindow.open(shown, WIDTH, HEIGHT, content);
        TeleoperationDevice device = supplier.get()) {
      if (device instanceof WindowInput input) {
        window.attach(input);
      }
      opened.complete(device);
      while (!closing.get() && window.draw()) {
        String wanted = title;
        if (!wanted.equals(shown)) {
          window.title(wanted);
          shown = wanted;
        }
        LockSupport.parkNanos(FRAME_NS);
      }
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  /** Shows that title. */
  void title(String wanted) {
    title = wanted;
  }

  @Override
  public void close() {
    closing.set(true);
    try {
      thread.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
