package org.serl4j.agent.replay;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what shifted frames were encoded to: a frame has only (2 s + 1)^2 of them, and a sample
 * draws the same again and again. What it gives is what the backbone gave, so it changes the time
 * that an update takes and nothing else. Keeps what fits and forgets nothing. Not thread-safe.
 */
final class EncodedShifts {
  /** A row that a buffer ever had; buffers are told apart by identity. */
  record Frame(ReplayBuffer buffer, long serial) {}

  private final int range;
  private final long mostBytes;
  private final Map<Frame, int[][][]> frames = new HashMap<>();
  private long bytes;

  /**
   * @param shiftPx largest shift s in each direction [px]
   * @param mostBytes of remembered features
   */
  EncodedShifts(int shiftPx, long mostBytes) {
    this.range = shiftPx;
    this.mostBytes = mostBytes;
  }

  /** Packed features of each camera, or null if they are not remembered. */
  int @Nullable [] @Nullable [] get(Frame frame, int dx, int dy) {
    int[][][] shifts = frames.get(frame);
    return shifts == null ? null : shifts[index(dx, dy)];
  }

  /**
   * Remembers features while there is room.
   *
   * @param packed of each camera; the caller's no longer
   */
  void put(Frame frame, int dx, int dy, int[][] packed) {
    long size = 0;
    for (int[] camera : packed) {
      size += 4L * camera.length;
    }
    if (bytes + size > mostBytes) {
      return;
    }
    bytes += size;
    int side = 2 * range + 1;
    frames.computeIfAbsent(frame, key -> new int[side * side][][])[index(dx, dy)] = packed;
  }

  private int index(int dx, int dy) {
    return (dy + range) * (2 * range + 1) + dx + range;
  }
}
