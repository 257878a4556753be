package org.serl4j.console.doctor;

import java.util.Arrays;
import java.util.Locale;

/**
 * How evenly something came.
 *
 * @param count how many of them
 * @param rateHz of them a second, from the first to the last [Hz]; 0 if there are fewer than two
 * @param usualGapMs the median time from one to the next [ms]
 * @param longGapMs 99 of 100 came within this after the one before [ms]
 * @param worstAgeMs the oldest that the newest one ever was [ms]
 */
record Timing(int count, double rateHz, double usualGapMs, double longGapMs, double worstAgeMs) {
  private static final double MS = 1e-6; // of a nanosecond

  /**
   * @param timesNs when they were made, rising [ns] (not modified)
   * @param worstAgeNs the oldest that the newest one ever was [ns]
   */
  static Timing of(long[] timesNs, long worstAgeNs) {
    int gaps = timesNs.length - 1;
    if (gaps < 1) {
      return new Timing(timesNs.length, 0, 0, 0, MS * worstAgeNs);
    }
    long[] sorted = new long[gaps];
    for (int i = 0; i < gaps; i++) {
      sorted[i] = timesNs[i + 1] - timesNs[i];
    }
    Arrays.sort(sorted);
    double seconds = 1e-9 * (timesNs[gaps] - timesNs[0]);
    return new Timing(
        timesNs.length,
        gaps / seconds,
        MS * sorted[gaps / 2],
        MS * sorted[(int) Math.ceil(0.99 * gaps) - 1],
        MS * worstAgeNs);
  }

  /**
   * @param what they are, in the plural
   */
  String words(String what) {
    return String.format(
        Locale.ROOT,
        "%.1f %s a second, %.1f ms apart in the median, 99 %% within %.1f ms, never older than %.1f ms",
        rateHz,
        what,
        usualGapMs,
        longGapMs,
        worstAgeMs);
  }
}
