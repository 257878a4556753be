package org.serl4j.tasks.arm;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The beat of the steps: when the next one ends, and how many ended late. */
final class Beat {
  /** A step that ends this much after its beat is late [ns]. */
  private static final long TOLERANCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final long stepNs;
  private long beatNs;
  private long steps;
  private long late;
  private long worstNs;

  /**
   * @param stepNs from beat to beat [ns]
   */
  Beat(long stepNs) {
    this.stepNs = stepNs;
  }

  /** Begins to count time from here [ns]. */
  void begin(long nowNs) {
    beatNs = nowNs;
  }

  /**
   * When the step that begins now ends [ns]: one step after the last beat, or from now, if the last
   * beat is half a step ago, so that nobody hurries after it.
   */
  long next(long nowNs) {
    beatNs = nowNs - beatNs < stepNs / 2 ? beatNs + stepNs : nowNs + stepNs;
    return beatNs;
  }

  /** The step has ended. */
  void ended(long nowNs) {
    long afterNs = nowNs - beatNs;
    steps++;
    late += afterNs > TOLERANCE_NS ? 1 : 0;
    worstNs = Math.max(worstNs, afterNs);
  }

  /** How the beat was kept since it was made. */
  Punctuality punctuality() {
    return new Punctuality(steps, late, worstNs * 1e-6);
  }

  /**
   * How a beat was kept.
   *
   * @param steps done
   * @param late of them, ended more than 10 ms after their beat
   * @param worstMs the longest after a beat [ms]
   */
  record Punctuality(long steps, long late, double worstMs) {
    /** All of it in one line. */
    String line() {
      return String.format(
          Locale.ROOT,
          "%d of %d steps late by more than %d ms (%.2f %%), at most %.1f ms",
          late,
          steps,
          TimeUnit.NANOSECONDS.toMillis(TOLERANCE_NS),
          steps == 0 ? 0 : 100.0 * late / steps,
          worstMs);
    }
  }
}
