package org.serl4j.controller.mujoco;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of the headless GL context: all simulated cameras of a workcell draw here, one
 * after the other.
 */
final class RenderThread implements AutoCloseable {
  private static final long START_TIMEOUT_S = 30;
  private static final long RENDER_TIMEOUT_S = 10;

  private final ScheduledThreadPoolExecutor executor;

  // of the executor's thread
  private @Nullable HeadlessGl gl;
  private @Nullable SceneRenderer renderer;

  /**
   * Starts the thread and makes its context.
   *
   * @throws IllegalStateException if there is no GL library: one line with the remedy
   */
  RenderThread(Physics physics) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "render");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    try {
      await(executor.submit(() -> start(physics)), START_TIMEOUT_S, "making the GL context");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private boolean start(Physics physics) {
    gl = new HeadlessGl();
    try {
      renderer = new SceneRenderer(physics);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          HeadlessGl.doesNotRender(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    return true;
  }

  /** Draws {@code state} (not modified) and waits for the picture. */
  byte[] draw(RenderState state, int camera, int width, int height, boolean shadows) {
    Callable<byte[]> task = () -> drawHere(state, camera, width, height, shadows);
    return await(executor.submit(task), RENDER_TIMEOUT_S, "rendering");
  }

  /** The same for a caller that is on this thread. */
  byte[] drawHere(RenderState state, int camera, int width, int height, boolean shadows) {
    SceneRenderer current = renderer;
    if (current == null) {
      throw new IllegalStateException("the render thread has ended");
    }
    current.load(state);
    return current.read(camera, width, height, shadows);
  }

  /**
   * Runs {@code task} on this thread now and then at each period, until it throws or this closes.
   */
  void repeat(Runnable task, long periodNs) {
    // the task itself keeps what it throws
    Future<?> unused = executor.scheduleAtFixedRate(task, 0, periodNs, TimeUnit.NANOSECONDS);
  }

  private static <T> T await(Future<T> future, long timeoutS, String what) {
    try {
      return future.get(timeoutS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(what + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new IllegalStateException(what + " took longer than " + timeoutS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + what, e);
    }
  }

  private boolean release() {
    SceneRenderer oldRenderer = renderer;
    renderer = null;
    if (oldRenderer != null) {
      oldRenderer.close();
    }
    HeadlessGl oldGl = gl;
    gl = null;
    if (oldGl != null) {
      oldGl.close();
    }
    return true;
  }

  /** Frees context and thread; before the physics is closed. */
  @Override
  public void close() {
    if (!executor.isShutdown()) {
      executor.getQueue().clear();
      Future<Boolean> released = executor.submit(this::release);
      executor.shutdown();
      await(released, RENDER_TIMEOUT_S, "closing the GL context");
    }
  }
}
