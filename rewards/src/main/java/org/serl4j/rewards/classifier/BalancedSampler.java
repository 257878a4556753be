package org.serl4j.rewards.classifier;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws batches of as many observations of success as of failure, with replacement. Where a class
 * has hard examples, a quarter of its half is drawn from them, however few they are.
 */
final class BalancedSampler {
  /** One of so many observations of a class is a hard example. */
  private static final int HARD_SHARE = 4;

  private final Pool positives;
  private final Pool negatives;

  /** Numbers of the observations of one class. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Pool(int[] common, int[] hard) {
    static Pool of(LabelledFrames frames, boolean success) {
      int[] common = numbers(frames, success, false);
      int[] hard = numbers(frames, success, true);
      return common.length == 0 ? new Pool(hard, common) : new Pool(common, hard);
    }

    private static int[] numbers(LabelledFrames frames, boolean success, boolean hard) {
      int[] found = new int[frames.size()];
      int count = 0;
      for (int i = 0; i < found.length; i++) {
        if (frames.frame(i).success() == success && frames.isHard(i) == hard) {
          found[count++] = i;
        }
      }
      return Arrays.copyOf(found, count);
    }

    /** Whose turn it is in that row of the class's half. */
    int[] turn(int row) {
      return hard.length > 0 && row % HARD_SHARE == 0 ? hard : common;
    }
  }

  /**
   * @throws RewardDataException if a class is empty
   */
  BalancedSampler(LabelledFrames frames) {
    frames.requireBothClasses("training part of the data");
    positives = Pool.of(frames, true);
    negatives = Pool.of(frames, false);
  }

  /**
   * @param picked overwritten with the numbers of the observations: successes in the first half
   */
  void draw(SplittableRandom rng, int[] picked) {
    int half = picked.length / 2;
    for (int row = 0; row < picked.length; row++) {
      int[] from = row < half ? positives.turn(row) : negatives.turn(row - half);
      picked[row] = from[rng.nextInt(from.length)];
    }
  }
}
