package org.serl4j.rewards.classifier;

/**
 * Success must be seen in so many observations in a row: one mistaken frame gives no reward. Not
 * thread-safe.
 */
public final class HoldRule {
  private final int steps;
  private int seen;

  /**
   * @param steps at least 1
   */
  public HoldRule(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("hold for " + steps + " steps, at least 1");
    }
    this.steps = steps;
  }

  /** Begins an episode. */
  public void begin() {
    seen = 0;
  }

  /**
   * Takes the next observation into account.
   *
   * @return whether success has held for long enough
   */
  public boolean held(boolean success) {
    seen = success ? seen + 1 : 0;
    return seen >= steps;
  }
}
