package org.serl4j.controller.camera;

/**
 * A source of frames, real or rendered. Thread-safe; {@link #latest()} never blocks the caller
 * longer than a lock-step render takes.
 */
public interface Camera extends AutoCloseable {
  /** Name from the cell's configuration, such as {@code wrist_1}. */
  String name();

  /**
   * The newest frame, already cropped and resized by the one preprocessor.
   *
   * @throws CameraUnavailableException if there is no frame younger than the camera's stale limit
   *     and the bounded reopening has failed or is still under way: pause the episode
   */
  Frame latest();

  /** What it does otherwise than its configuration asks, in one line; empty if nothing. */
  default String note() {
    return "";
  }

  @Override
  void close();
}
