package org.serl4j.rewards.classifier;

import java.util.SplittableRandom;

/** Draws batches of as many observations of success as of failure, with replacement. */
final class BalancedSampler {
  private final int[] positives;
  private final int[] negatives;

  /**
   * @throws RewardDataException if a class is empty
   */
  BalancedSampler(LabelledFrames frames) {
    frames.requireBothClasses("training part of the data");
    positives = new int[frames.positives()];
    negatives = new int[frames.size() - frames.positives()];
    int p = 0;
    int n = 0;
    for (int i = 0; i < frames.size(); i++) {
      if (frames.frame(i).success()) {
        positives[p++] = i;
      } else {
        negatives[n++] = i;
      }
    }
  }

  /**
   * @param picked overwritten with the numbers of the observations: successes in the first half
   */
  void draw(SplittableRandom rng, int[] picked) {
    for (int row = 0; row < picked.length; row++) {
      int[] from = row < picked.length / 2 ? positives : negatives;
      picked[row] = from[rng.nextInt(from.length)];
    }
  }
}
