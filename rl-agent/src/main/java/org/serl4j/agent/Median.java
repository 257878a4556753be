package org.serl4j.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Median of a sample, with the interval between two of its values that covers the median behind it
 * with at least 95 %, whatever the distribution (Conover, Practical Nonparametric Statistics,
 * section 3.2). With the sample sorted, x(1) to x(n), and X of a binomial distribution (n, 1/2):
 *
 * <pre>
 * low = x(r), high = x(n + 1 - r), with the largest r for which P(X &lt; r) &lt;= 0.025
 * </pre>
 *
 * @param median of a sample of even size the mean of the two in the middle
 * @param low lower end of the interval, null of fewer than 6 values, which have none
 * @param high its upper end, null of fewer than 6 values
 */
public record Median(double median, @Nullable Double low, @Nullable Double high) {
  private static final double TAIL = 0.025;

  /**
   * Of that sample.
   *
   * @param sample not modified
   * @throws IllegalArgumentException if it is empty
   */
  public static Median of(double[] sample) {
    double[] x = sample.clone();
    Arrays.sort(x);
    int n = x.length;
    if (n == 0) {
      throw new IllegalArgumentException("an empty sample has no median");
    }
    double median = n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
    int r = 0;
    while (SignTest.atMost(r, n) <= TAIL) {
      r++;
    }
    return r == 0 ? new Median(median, null, null) : new Median(median, x[r - 1], x[n - r]);
  }
}
