package org.serl4j.rewards.classifier;

import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureRows;

/**
 * Observations behind the backbone, each with whether it shows success. An observation is labelled
 * by itself: the label of a step belongs to the observation after it.
 */
public final class LabelledFrames {
  private final EncoderConfig encoder;
  private final int cameras;
  private final List<int[][]> features = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private int positives;
  private int firstHard = Integer.MAX_VALUE;

  /**
   * What is known of an observation beside its images.
   *
   * @param episode number of its episode in the data set
   * @param step observations of the episode before this one: 0 right after the reset
   * @param success whether this observation shows success
   * @param state flat state; not modified
   */
  @SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
  public record Frame(int episode, int step, boolean success, float[] state) {}

  /**
   * @param encoder what each observation was encoded with, its number of copies included
   */
  public LabelledFrames(EncoderConfig encoder, int cameras) {
    this.encoder = encoder;
    this.cameras = cameras;
  }

  /** Adds the observation that the frame speaks of. */
  public void add(EncodedObservation observation, Frame frame) {
    features.add(observation.packed(encoder));
    frames.add(frame);
    positives += frame.success() ? 1 : 0;
  }

  /**
   * From now on what is added are hard examples: episodes in which an earlier classifier was
   * mistaken, which are few and are drawn more often than their number says.
   */
  public void beginHardExamples() {
    firstHard = size();
  }

  /** Whether an observation is of a hard example. */
  boolean isHard(int index) {
    return index >= firstHard;
  }

  public int size() {
    return frames.size();
  }

  /** Observations that show success. */
  public int positives() {
    return positives;
  }

  public Frame frame(int index) {
    return frames.get(index);
  }

  /** Copies of each observation. */
  int copies() {
    return encoder.copies();
  }

  /** Lets a row point to one copy of an observation, the same copy of every camera. */
  void point(FeatureRows rows, int row, int index, int copy) {
    for (int camera = 0; camera < cameras; camera++) {
      rows.point(camera, row, features.get(index)[camera], copy * encoder.copyBytes() / 4);
    }
  }

  /**
   * Makes sure that both classes are there.
   *
   * @param part what these frames are for, such as training
   * @throws RewardDataException if one is missing
   */
  void requireBothClasses(String part) {
    requireBothClasses(part, positives, size() - positives);
  }

  /** The same of counted frames. */
  public static void requireBothClasses(String part, int positives, int negatives) {
    if (positives == 0 || negatives == 0) {
      throw new RewardDataException(
          "the %s has %d observations of success and %d of failure, and needs both: collect more episodes"
              .formatted(part, positives, negatives));
    }
  }
}
