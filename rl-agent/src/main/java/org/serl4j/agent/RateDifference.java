package org.serl4j.agent;

/**
 * Difference of two rates with its 95 % interval, from the Wilson intervals [l, u] of both
 * (Newcombe, Statistics in Medicine 17, 1998: p. 873 for independent samples, p. 2635 for paired
 * ones, method 10 of each). With d = p1 - p2 and the correlation phi of the pairs, which is 0 for
 * independent samples:
 *
 * <pre>
 * low  = d - sqrt((p1 - l1)^2 - 2 phi (p1 - l1)(u2 - p2) + (u2 - p2)^2)
 * high = d + sqrt((u1 - p1)^2 - 2 phi (u1 - p1)(p2 - l2) + (p2 - l2)^2)
 * </pre>
 *
 * @param difference d
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record RateDifference(double difference, double low, double high) {

  /** Of two samples that have nothing to do with each other. */
  public static RateDifference independent(Proportion first, Proportion second) {
    return of(first, second, 0);
  }

  /** Of the two rates of the same trials. */
  public static RateDifference paired(PairedOutcomes pairs) {
    return of(pairs.first(), pairs.second(), pairs.correlation());
  }

  private static RateDifference of(Proportion first, Proportion second, double phi) {
    double p1 = first.rate();
    double p2 = second.rate();
    return new RateDifference(
        p1 - p2,
        p1 - p2 - third(p1 - first.low(), second.high() - p2, phi),
        p1 - p2 + third(first.high() - p1, p2 - second.low(), phi));
  }

  /** The third side of a triangle whose sides a and b have an angle of cosine phi between them. */
  private static double third(double a, double b, double phi) {
    return phi == 0 ? Math.hypot(a, b) : Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  }
}
