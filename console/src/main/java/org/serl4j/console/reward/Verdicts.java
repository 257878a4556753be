package org.serl4j.console.reward;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serl4j.agent.Proportion;
import org.serl4j.agent.VectorLayout;
import org.serl4j.rewards.classifier.HoldRule;
import org.serl4j.rewards.classifier.LabelledFrames;
import org.serl4j.rewards.classifier.OperatingCurve;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.classifier.SuccessRule;

/**
 * What a classifier says of labelled episodes: observation by observation, and episode by episode
 * as the reward will see them, with the hold rule.
 */
final class Verdicts {
  private final LabelledFrames frames;
  private final VectorLayout state;
  private final float[] logits;
  private final SuccessRule rule;
  private final float[] scores;
  private final boolean[] labels;
  private final OperatingCurve curve;
  private final List<Ending> endings = new ArrayList<>();

  /**
   * How an episode would have ended.
   *
   * @param episode its number
   * @param rewardStep observation at which the reward comes; 0 for never
   * @param rightly whether that observation shows success
   * @param successes observations of success, reward or not
   */
  record Ending(int episode, int rewardStep, boolean rightly, int successes) {
    boolean falseReward() {
      return rewardStep > 0 && !rightly;
    }
  }

  /**
   * @param frames whole episodes, each in its order
   */
  Verdicts(
      SuccessClassifier classifier, SuccessRule rule, LabelledFrames frames, VectorLayout state) {
    this(classifier.logits(frames), rule, frames, state);
  }

  private Verdicts(float[] logits, SuccessRule rule, LabelledFrames frames, VectorLayout state) {
    this.logits = logits;
    this.frames = frames;
    this.state = state;
    this.rule = rule;
    this.scores = new float[logits.length];
    this.labels = new boolean[logits.length];
    for (int i = 0; i < logits.length; i++) {
      LabelledFrames.Frame frame = frames.frame(i);
      scores[i] = SuccessRule.conditioned(logits[i], frame.state(), state, rule.conditions());
      labels[i] = frame.success();
    }
    this.curve = new OperatingCurve(scores, labels);
    HoldRule hold = new HoldRule(rule.holdSteps());
    int from = 0;
    while (from < scores.length) {
      int to = from;
      while (to < scores.length && frames.frame(to).episode() == frames.frame(from).episode()) {
        to++;
      }
      endings.add(ending(from, to, hold));
      from = to;
    }
  }

  /** The same scores under the threshold for the rule's false-positive rate on these frames. */
  Verdicts withChosenThreshold() {
    double rate = rule.falsePositiveRate();
    SuccessRule chosen = rule.withThreshold(curve.threshold(rate), rate);
    return new Verdicts(logits, chosen, frames, state);
  }

  SuccessRule rule() {
    return rule;
  }

  private Ending ending(int from, int to, HoldRule hold) {
    hold.begin();
    int rewarded = -1;
    int successes = 0;
    for (int i = from; i < to; i++) {
      boolean held = hold.held(rule.met(scores[i]));
      rewarded = rewarded < 0 && held ? i : rewarded;
      successes += labels[i] ? 1 : 0;
    }
    return new Ending(
        frames.frame(from).episode(),
        rewarded < 0 ? 0 : frames.frame(rewarded).step(),
        rewarded >= 0 && labels[rewarded],
        successes);
  }

  OperatingCurve curve() {
    return curve;
  }

  float score(int index) {
    return scores[index];
  }

  LabelledFrames frames() {
    return frames;
  }

  List<Ending> endings() {
    return List.copyOf(endings);
  }

  Proportion recall() {
    return curve.recall(rule.threshold());
  }

  Proportion falsePositiveRate() {
    return curve.falsePositiveRate(rule.threshold());
  }

  /** False positives whose neighbour in the episode, before or after, shows success. */
  long borderline() {
    long count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!labels[i] && rule.met(scores[i]) && (succeeds(i, i - 1) || succeeds(i, i + 1))) {
        count++;
      }
    }
    return count;
  }

  private boolean succeeds(int index, int neighbour) {
    return neighbour >= 0
        && neighbour < labels.length
        && labels[neighbour]
        && frames.frame(neighbour).episode() == frames.frame(index).episode();
  }

  /** Episodes that would have been rewarded where the task had not been done. */
  Proportion falseRewards() {
    return new Proportion(endings.stream().filter(Ending::falseReward).count(), endings.size());
  }

  /** Of the episodes that stayed in success for as long as the rule asks, those rewarded. */
  Proportion rewarded() {
    List<Ending> held =
        endings.stream().filter(e -> e.successes >= rule.holdSteps() && !e.falseReward()).toList();
    return new Proportion(held.stream().filter(Ending::rightly).count(), held.size());
  }

  /** The numbers, a line each. */
  List<String> lines() {
    return List.of(
        "recall: " + recall().line(),
        "false-positive rate: " + falsePositiveRate().line(),
        "  of these one step from a success: %d".formatted(borderline()),
        String.format(
            Locale.ROOT,
            "area under the curve %.5f, average precision %.5f",
            curve.area(),
            curve.averagePrecision()),
        "episodes rewarded before success: " + falseRewards().line(),
        "successful episodes rewarded: " + rewarded().line());
  }
}
