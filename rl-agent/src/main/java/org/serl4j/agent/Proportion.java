package org.serl4j.agent;

import java.util.Locale;

/**
 * How many of how many, with the 95 % interval of the rate behind it (Wilson 1927):
 *
 * <pre>
 * p = k / n,   (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
 * </pre>
 *
 * @param count k, from 0 to {@code total}
 * @param total n; with 0 nothing is known, the interval is [0, 1]
 */
public record Proportion(long count, long total) {
  /** 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  public Proportion {
    if (count < 0 || count > total) {
      throw new IllegalArgumentException(count + " of " + total);
    }
  }

  /** k / n; NaN of nothing. */
  public double rate() {
    return total == 0 ? Double.NaN : (double) count / total;
  }

  /** Lower end of the interval. */
  public double low() {
    return end(-1);
  }

  /** Upper end of the interval. */
  public double high() {
    return end(1);
  }

  private double end(int sign) {
    if (total == 0) {
      return sign < 0 ? 0 : 1;
    }
    double n = total;
    double p = count / n;
    double centre = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return Math.min(1, Math.max(0, (centre + sign * half) / (1 + Z * Z / n)));
  }

  /** {@code 3 of 812 (0.37 %, 95 % interval 0.13 to 1.08 %)}; of nothing {@code 0 of 0}. */
  public String line() {
    if (total == 0) {
      return "0 of 0";
    }
    return String.format(
        Locale.ROOT,
        "%d of %d (%.2f %%, 95 %% interval %.2f to %.2f %%)",
        count,
        total,
        100 * rate(),
        100 * low(),
        100 * high());
  }
}
