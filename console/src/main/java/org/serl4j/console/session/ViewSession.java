package org.serl4j.console.session;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.controller.mujoco.VisibleScene;
import org.serl4j.controller.viewer.ViewerWindow;
import org.serl4j.tasks.OpenTask;

/**
 * Episodes in real time in a window, until the window is closed. The window is the caller's thread,
 * episodes run on a thread named {@code player}.
 */
public final class ViewSession {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;
  private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(16);
  private static final long END_MS = 30_000;

  private final OpenTask open;
  private final Runnable step;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param step makes the next step of whatever is shown; called on the player's thread only
   */
  public ViewSession(OpenTask open, Runnable step) {
    this.open = open;
    this.step = step;
  }

  /** The steps of a task's scripted expert. */
  public static Runnable expert(OpenTask open, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    Environment environment = open.environment();
    return new Runnable() {
      private java.util.function.@Nullable Supplier<float[]> expert;

      @Override
      public void run() {
        if (expert == null) {
          environment.reset(seeds.nextLong());
          expert = open.demonstrator().begin(0, seeds.nextLong());
        }
        if (environment.step(expert.get()).done()) {
          expert = null;
        }
      }
    };
  }

  /**
   * Opens the window and stays until it is closed.
   *
   * @throws IllegalStateException if there is no display, in one line
   */
  public void run(String title) {
    VisibleScene simulation =
        open.scene()
            .orElseThrow(() -> new SessionException("only a simulated workcell can be viewed"));
    try (ViewerWindow window = ViewerWindow.open(title, WIDTH, HEIGHT, simulation::view)) {
      Thread player = new Thread(this::play, "player");
      player.setDaemon(true);
      player.start();
      try {
        while (failure.get() == null && window.draw()) {
          LockSupport.parkNanos(FRAME_NS);
        }
      } finally {
        closed.set(true);
        awaitEnd(player);
      }
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new SessionException("the episode ended with a failure: " + cause.getMessage(), cause);
    }
  }

  private void play() {
    try {
      while (!closed.get()) {
        step.run();
      }
    } catch (RuntimeException | Error e) {
      failure.set(e);
    }
  }

  private static void awaitEnd(Thread player) {
    try {
      player.join(END_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
