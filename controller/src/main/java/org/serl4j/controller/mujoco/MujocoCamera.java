package org.serl4j.controller.mujoco;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.CameraUnavailableException;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.camera.FramePreprocessor;
import org.serl4j.hardware.CameraConfig;

/**
 * A camera of the scene. In lock-step a frame is drawn when it is asked for, once a state; against
 * the wall clock the render thread draws at the camera's rate and {@link #latest} never waits.
 */
final class MujocoCamera implements Camera {
  /** How the cell's configuration names a camera of the scene. */
  private static final String SOURCE = "mujoco:";

  private final CameraConfig config;
  private final World world;
  private final Pace pace;
  private final RenderThread renderThread;
  private final int camera;
  private final FramePreprocessor preprocessor;
  private final RenderState state;
  private final boolean lockStep;

  private final AtomicReference<@Nullable Frame> newest = new AtomicReference<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private long frames;

  MujocoCamera(
      CameraConfig config, World world, Pace pace, RenderThread renderThread, boolean lockStep) {
    this.config = config;
    this.world = world;
    this.pace = pace;
    this.renderThread = renderThread;
    this.lockStep = lockStep;
    camera = world.physics().camera(sceneCamera(config));
    preprocessor = FramePreprocessor.of(config);
    state = new RenderState(world.physics());
    if (!lockStep) {
      state.capture(world);
      publish(renderThread.draw(state, camera, config.width(), config.height(), false));
      renderThread.repeat(this::drawPeriodically, (long) (1e9 / config.rateHz()));
    }
  }

  /**
   * Refuses a camera that is not of the scene.
   *
   * @throws IllegalArgumentException with the source and what it must be
   */
  static void requireOfScene(CameraConfig config) {
    if (!config.source().startsWith(SOURCE)) {
      throw new IllegalArgumentException(
          "camera %s has the source %s: a simulated cell has cameras of the scene, mujoco:NAME"
              .formatted(config.name(), config.source()));
    }
  }

  /** How the scene names it. */
  static String sceneCamera(CameraConfig config) {
    return config.source().substring(SOURCE.length());
  }

  private void drawPeriodically() {
    try {
      state.capture(world);
      publish(renderThread.drawHere(state, camera, config.width(), config.height(), false));
    } catch (RuntimeException e) {
      failure.set(e);
      throw e;
    }
  }

  private Frame publish(byte[] rgb) {
    Frame frame =
        new Frame(
            preprocessor.process(rgb),
            config.outputSize(),
            config.outputSize(),
            state.captureNs,
            frames++);
    newest.set(frame);
    return frame;
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public Frame latest() {
    return lockStep ? drawOnDemand() : newestInTime();
  }

  private synchronized Frame drawOnDemand() {
    long before = state.version;
    state.capture(world);
    Frame known = newest.get();
    if (known != null && state.version == before) {
      return known;
    }
    return publish(renderThread.draw(state, camera, config.width(), config.height(), false));
  }

  private Frame newestInTime() {
    RuntimeException failed = failure.get();
    Frame frame = newest.get();
    if (failed != null || frame == null) {
      throw new CameraUnavailableException(
          "camera "
              + config.name()
              + " no longer renders"
              + (failed == null ? "" : " (" + failed.getMessage() + ")")
              + ": restart the simulation");
    }
    long ageMs = TimeUnit.NANOSECONDS.toMillis(pace.nowNs() - frame.captureNs());
    if (ageMs > config.staleMs()) {
      throw new CameraUnavailableException(
          "the newest frame of camera %s is %d ms old, more than staleMs = %d: the machine is too slow for %.0f Hz, lower rateHz"
              .formatted(config.name(), ageMs, config.staleMs(), config.rateHz()),
          true);
    }
    return frame;
  }

  /** The thread is the workcell's: nothing to do. */
  @Override
  public void close() {}
}
