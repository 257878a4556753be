package org.serl4j.console.session;

/**
 * Which episodes a run with a learned reward keeps, beside those that were rewarded without success
 * by the task's own truth: these it always keeps.
 *
 * @param missedSuccesses whether episodes are kept whose success the classifier did not see
 * @param keptRewarded how many of the newest rewarded episodes are kept for an operator, who may
 *     flag them; for where there is no truth
 */
public record MistakeOptions(boolean missedSuccesses, int keptRewarded) {
  public MistakeOptions {
    if (keptRewarded < 0) {
      throw new IllegalArgumentException("--keep-rewarded " + keptRewarded + ": at least 0");
    }
  }

  /** False rewards alone. */
  public static MistakeOptions defaults() {
    return new MistakeOptions(false, 0);
  }

  /** Whether anything but the default was asked for. */
  boolean asksForMore() {
    return missedSuccesses || keptRewarded > 0;
  }
}
