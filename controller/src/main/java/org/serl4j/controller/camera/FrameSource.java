package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link GrabbedCamera} gets its pixels. Driven by one thread; every call returns within
 * the source's own time-out.
 */
interface FrameSource {
  /** The source as an operator would write it, without a password. */
  String description();

  /** What to check if it does not work. */
  String remedy();

  /**
   * Whether it runs on its own: a live source is opened again when it breaks, a recording is played
   * at its own rate and ends.
   */
  boolean isLive();

  /**
   * @throws IOException with the cause in one line
   */
  void open() throws IOException;

  /**
   * Waits for the next image.
   *
   * @return null when there are no more
   * @throws IOException with the cause in one line
   */
  @Nullable Image grab() throws IOException;

  /** What the open source does otherwise than it was asked to; empty if nothing. */
  default String note() {
    return "";
  }

  /** Frees what {@link #open()} took; harmless if it was not open. */
  void close();

  /**
   * One image in BGR order, valid until the next call to the source.
   *
   * @param bgr direct, from its position
   * @param strideBytes from row to row
   * @param mediaNs time since the start of a recording [ns]; unused for a live source
   */
  record Image(ByteBuffer bgr, int width, int height, int strideBytes, long mediaNs) {}
}
