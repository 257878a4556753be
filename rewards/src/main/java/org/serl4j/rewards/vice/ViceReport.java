package org.serl4j.rewards.vice;

/**
 * What the newest update found.
 *
 * @param updates so far
 * @param loss cross-entropy on mixed and smoothed labels
 * @param penalty weight times the mean of (|gradient| - 1)^2
 * @param rewarded share of the newest critic batch that was rewarded; NaN before the first
 * @param goalProbability mean over goal images that are held back
 * @param replayProbability mean over the policy's own observations in the update's batch, before it
 */
public record ViceReport(
    long updates,
    double loss,
    double penalty,
    double rewarded,
    double goalProbability,
    double replayProbability) {
  /** Before the first update. */
  static ViceReport none() {
    return new ViceReport(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  ViceReport rewarding(double share) {
    return new ViceReport(updates, loss, penalty, share, goalProbability, replayProbability);
  }
}
