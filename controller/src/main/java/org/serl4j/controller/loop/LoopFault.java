package org.serl4j.controller.loop;

import org.jspecify.annotations.Nullable;
import org.serl4j.controller.loop.MeasuredLimits.Cause;

/**
 * The fault that stands, as plain numbers that the loop can set without allocating. The kind is
 * written last and read first, so whoever sees a kind sees the rest.
 */
final class LoopFault {
  private volatile @Nullable Cause cause;
  private double value;
  private double bound;
  private int joint;
  private long timeNs;

  void raise(Cause cause, double value, double bound, int joint, long timeNs) {
    this.value = value;
    this.bound = bound;
    this.joint = joint;
    this.timeNs = timeNs;
    this.cause = cause;
  }

  void clear() {
    cause = null;
  }

  @Nullable Cause cause() {
    return cause;
  }

  long timeNs() {
    return timeNs;
  }

  /** Value, unit, bound and remedy in one line. */
  String message(Cause cause) {
    return cause.message(value, bound, joint);
  }
}
