package org.serl4j.agent;

/**
 * How two candidates did in the same trials.
 *
 * @param both trials in which both succeeded
 * @param onlyFirst trials in which only the first did
 * @param onlySecond trials in which only the second did
 * @param neither trials in which none did
 */
public record PairedOutcomes(long both, long onlyFirst, long onlySecond, long neither) {
  public PairedOutcomes {
    if (both < 0 || onlyFirst < 0 || onlySecond < 0 || neither < 0) {
      throw new IllegalArgumentException(
          "%d both, %d and %d alone, %d neither: none of them is negative"
              .formatted(both, onlyFirst, onlySecond, neither));
    }
  }

  public long total() {
    return both + onlyFirst + onlySecond + neither;
  }

  /** How often the first succeeded. */
  public Proportion first() {
    return new Proportion(both + onlyFirst, total());
  }

  /** How often the second succeeded. */
  public Proportion second() {
    return new Proportion(both + onlySecond, total());
  }

  /** Rate of the first minus rate of the second. */
  public RateDifference difference() {
    return RateDifference.paired(this);
  }

  /**
   * McNemar's test in its exact form: whether those trials that tell the two apart favour one by
   * more than a fair coin would.
   */
  public SignTest test() {
    return new SignTest(onlyFirst, onlySecond);
  }

  /**
   * Correlation of the pairs, with Newcombe's correction of a positive one (his equation for method
   * 10, n trials):
   *
   * <pre>
   * b = both neither - onlyFirst onlySecond,   b' = max(b - n/2, 0) if b > 0, else b
   * phi = b' / sqrt(product of the four sums of rows and columns),   0 if one of them is 0
   * </pre>
   */
  double correlation() {
    double n = total();
    double product =
        (both + (double) onlyFirst)
            * (onlySecond + (double) neither)
            * (both + (double) onlySecond)
            * (onlyFirst + (double) neither);
    if (product == 0) {
      return 0;
    }
    double b = both * (double) neither - onlyFirst * (double) onlySecond;
    return (b > 0 ? Math.max(b - n / 2, 0) : b) / Math.sqrt(product);
  }
}
