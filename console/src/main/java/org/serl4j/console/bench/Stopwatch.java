package org.serl4j.console.bench;

import java.util.Arrays;

/** Medians of repeated work, after a warm-up that lets the JVM compile it. */
final class Stopwatch {
  private static final double NS_IN_MS = 1e6;

  private Stopwatch() {}

  /** Median time of one call [ms]. */
  static double medianMs(int warmUp, int count, Runnable work) {
    return mediansMs(warmUp, count, work)[0];
  }

  /**
   * Median time of one call of each work [ms]; they take turns, so that the same moments of a busy
   * machine slow all of them.
   */
  static double[] mediansMs(int warmUp, int count, Runnable... works) {
    double[][] ms = new double[works.length][count];
    for (int i = -warmUp; i < count; i++) {
      for (int w = 0; w < works.length; w++) {
        long beginNs = System.nanoTime();
        works[w].run();
        if (i >= 0) {
          ms[w][i] = (System.nanoTime() - beginNs) / NS_IN_MS;
        }
      }
    }
    double[] medians = new double[works.length];
    for (int w = 0; w < works.length; w++) {
      Arrays.sort(ms[w]);
      medians[w] = (ms[w][(count - 1) / 2] + ms[w][count / 2]) / 2;
    }
    return medians;
  }
}
