package org.serl4j.controller.camera;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of a grabbed camera as a state machine on a clock that the caller reads: closed, open,
 * ended or given up. It says when to open (again), when to close a source that froze, and what is
 * wrong now. Not thread-safe.
 */
final class CameraHealth {
  private enum Phase {
    CLOSED,
    OPEN,
    ENDED,
    GIVEN_UP
  }

  /** Wait before the second attempt; doubles with each failure in a row. */
  static final long FIRST_BACKOFF_NS = TimeUnit.MILLISECONDS.toNanos(250);

  /** So that a camera is back a second after its fault is over, however long that took. */
  static final long LONGEST_BACKOFF_NS = TimeUnit.SECONDS.toNanos(1);

  private static final int LONGEST_DOUBLING = 16;

  private final CameraLimits limits;
  private final long staleNs;
  private final long frozenNs;

  private Phase phase = Phase.CLOSED;
  private String cause = "no frame yet";
  private long nextOpenNs = Long.MIN_VALUE;
  private long openedNs;
  private int failuresInARow;

  private boolean everFrame;
  private boolean frameSinceOpen;
  private long lastFrameNs;
  private long fingerprint;
  private long lastChangeNs;
  private long frames;
  private long failures;
  private long openings;

  CameraHealth(CameraLimits limits) {
    this.limits = limits;
    this.staleNs = TimeUnit.MILLISECONDS.toNanos(limits.staleMs());
    this.frozenNs = TimeUnit.MILLISECONDS.toNanos(limits.frozenMs());
  }

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Nothing more will come: the source ended, or was given up. */
  boolean isOver() {
    return phase == Phase.ENDED || phase == Phase.GIVEN_UP;
  }

  /** Earliest time of the next attempt at opening; only while closed. */
  long nextOpenNs() {
    return nextOpenNs;
  }

  void opened(long nowNs) {
    phase = Phase.OPEN;
    openedNs = nowNs;
    frameSinceOpen = false;
    openings++;
  }

  /**
   * @param frameFingerprint equal for frames of equal bytes
   */
  void frame(long nowNs, long frameFingerprint) {
    boolean changed = !everFrame || frameFingerprint != fingerprint;
    if (changed) {
      fingerprint = frameFingerprint;
      lastChangeNs = nowNs;
    }
    everFrame = true;
    frameSinceOpen = true;
    lastFrameNs = nowNs;
    frames++;
    // An opening has succeeded only when the stream runs: the picture moves beyond the stale limit.
    if ((changed || frozenNs == 0) && nowNs - openedNs >= staleNs) {
      failuresInARow = 0;
    }
  }

  /** An opening failed, or an open source broke. */
  void failed(long nowNs, String why) {
    failures++;
    failuresInARow++;
    cause = why;
    if (failuresInARow > limits.reopenTries()) {
      phase = Phase.GIVEN_UP;
      return;
    }
    phase = Phase.CLOSED;
    int doublings = Math.min(failuresInARow - 1, LONGEST_DOUBLING);
    nextOpenNs = nowNs + Math.min(FIRST_BACKOFF_NS << doublings, LONGEST_BACKOFF_NS);
  }

  /** A recording has no more frames. */
  void ended() {
    phase = Phase.ENDED;
    cause = "the recording ended after " + frames + " frames";
  }

  /** A fault that opening again cannot cure. */
  void giveUp(String why) {
    failures++;
    phase = Phase.GIVEN_UP;
    failuresInARow = 0;
    cause = why;
  }

  /**
   * Why an open source that still sends should be closed and opened again, or null. A reopened
   * source gets the whole time again before it counts as frozen once more.
   */
  @Nullable String breakdown(long nowNs) {
    boolean openLongEnough = phase == Phase.OPEN && nowNs - openedNs > frozenNs;
    return openLongEnough && isFrozen(nowNs) ? frozenFor(nowNs) : null;
  }

  /** Why there is no frame to act on at this time, or null if the newest one is good. */
  @Nullable String complaint(long nowNs) {
    if (everFrame && nowNs - lastFrameNs <= staleNs && !isFrozen(nowNs)) {
      return null;
    }
    return switch (phase) {
      case OPEN -> {
        if (!frameSinceOpen) {
          yield cause + "; opened, waiting for the first frame";
        }
        yield nowNs - lastFrameNs > staleNs ? staleFor(nowNs) : frozenFor(nowNs);
      }
      case CLOSED ->
          failuresInARow == 0
              ? cause + "; opening"
              : "%s; failure %d, opening again up to %d times"
                  .formatted(cause, failuresInARow, limits.reopenTries());
      case ENDED -> cause;
      case GIVEN_UP ->
          failuresInARow == 0
              ? cause
              : "%s; given up after %d failures in a row".formatted(cause, failuresInARow);
    };
  }

  boolean isFrozen(long nowNs) {
    return frozenNs > 0 && everFrame && nowNs - lastChangeNs > frozenNs;
  }

  long frames() {
    return frames;
  }

  long failures() {
    return failures;
  }

  long reopens() {
    return Math.max(0, openings - 1);
  }

  private String staleFor(long nowNs) {
    return "no frame for %d ms (limit %d ms)"
        .formatted(millis(nowNs - lastFrameNs), limits.staleMs());
  }

  private String frozenFor(long nowNs) {
    return "frames arrive but the picture has not changed for %d ms (limit %d ms)"
        .formatted(millis(nowNs - lastChangeNs), limits.frozenMs());
  }

  private static long millis(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }
}
