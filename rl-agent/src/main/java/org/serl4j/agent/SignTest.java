package org.serl4j.agent;

/**
 * Whether so many for and so many against are more than the chance of a fair coin: exact,
 * two-sided.
 *
 * @param plus trials for
 * @param minus trials against; ties are in neither
 */
public record SignTest(long plus, long minus) {

  /** Probability of at least such an imbalance from a fair coin. */
  public double pValue() {
    return Math.min(1, 2 * atMost(Math.min(plus, minus), plus + minus));
  }

  /**
   * Probability of at most k heads in n tosses of a fair coin:
   *
   * <pre>
   * sum over i = 0 ... k of (n over i) / 2^n
   * </pre>
   */
  static double atMost(long k, long n) {
    double logTerm = -n * Math.log(2);
    double sum = 0;
    for (long i = 0; i <= k; i++) {
      sum += Math.exp(logTerm);
      logTerm += Math.log((n - i) / (i + 1.0));
    }
    return sum;
  }
}
