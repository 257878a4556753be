package org.serl4j.rewards.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which episodes of a data set are learned from, decide when to stop and where the threshold is,
 * and are held out. Observations of one episode resemble each other, so a split by observations
 * would test what was learned by heart.
 *
 * <p>Episodes with and without success are dealt out apart, three fifths, one fifth and one fifth
 * of each, so that every part has both.
 */
public final class EpisodeSplit {
  private static final int FIFTHS = 5;

  /** Fifths of the episodes that are for training, and those for training or validation. */
  private static final int TRAINING_FIFTHS = 3;

  private static final int BEFORE_TEST_FIFTHS = 4;

  /** What an episode is for. */
  public enum Part {
    TRAINING,
    VALIDATION,
    TEST
  }

  private final List<Part> parts = new ArrayList<>();

  /**
   * @param successes for each episode whether any of its observations shows success
   * @throws RewardDataException if there are too few of a kind to give each part one
   */
  public EpisodeSplit(List<Boolean> successes, long seed) {
    List<Integer> with = new ArrayList<>();
    List<Integer> without = new ArrayList<>();
    for (int episode = 0; episode < successes.size(); episode++) {
      (successes.get(episode) ? with : without).add(episode);
      parts.add(Part.TRAINING);
    }
    if (with.size() < FIFTHS || without.size() < FIFTHS) {
      throw new RewardDataException(
          "the data have %d episodes with success and %d without, at least %d of each are needed to hold some out: collect more episodes"
              .formatted(with.size(), without.size(), FIFTHS));
    }
    SplittableRandom random = new SplittableRandom(seed);
    deal(with, random);
    deal(without, random);
  }

  private void deal(List<Integer> episodes, SplittableRandom random) {
    for (int i = episodes.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = episodes.get(i);
      episodes.set(i, episodes.get(j));
      episodes.set(j, moved);
    }
    for (int i = 0; i < episodes.size(); i++) {
      int fifth = FIFTHS * i / episodes.size();
      parts.set(
          episodes.get(i),
          fifth < TRAINING_FIFTHS
              ? Part.TRAINING
              : fifth < BEFORE_TEST_FIFTHS ? Part.VALIDATION : Part.TEST);
    }
  }

  public Part of(int episode) {
    return parts.get(episode);
  }

  /** Episodes of a part, in the order of the data set. */
  public List<Integer> episodes(Part part) {
    List<Integer> episodes = new ArrayList<>();
    for (int episode = 0; episode < parts.size(); episode++) {
      if (parts.get(episode) == part) {
        episodes.add(episode);
      }
    }
    return episodes;
  }
}
