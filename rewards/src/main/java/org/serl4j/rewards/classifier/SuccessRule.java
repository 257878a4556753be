package org.serl4j.rewards.classifier;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serl4j.agent.VectorLayout;

/**
 * When a score counts as success.
 *
 * @param threshold least logit
 * @param falsePositiveRate share of the failures at or above it that it was chosen for
 * @param conditions on the state, all of which must be met
 * @param holdSteps observations in a row that must look like success, at least 1
 */
public record SuccessRule(
    double threshold, double falsePositiveRate, List<StateCondition> conditions, int holdSteps) {
  public SuccessRule {
    conditions = List.copyOf(conditions);
    if (!Double.isFinite(threshold)
        || !(falsePositiveRate >= 0 && falsePositiveRate < 1)
        || holdSteps < 1) {
      throw new IllegalArgumentException(
          "success rule: threshold %s (finite), false-positive rate %s (from 0, below 1), hold %d steps (at least 1)"
              .formatted(threshold, falsePositiveRate, holdSteps));
    }
  }

  /** The same with another threshold. */
  public SuccessRule withThreshold(double logit, double chosenFor) {
    return new SuccessRule(logit, chosenFor, conditions, holdSteps);
  }

  /** The logit if the state meets the conditions, else the lowest there is. */
  public static float conditioned(
      float logit, float[] state, VectorLayout layout, List<StateCondition> conditions) {
    for (StateCondition condition : conditions) {
      if (!condition.met(state[condition.index(layout)])) {
        return Float.NEGATIVE_INFINITY;
      }
    }
    return logit;
  }

  /** Whether such a score looks like success; never a NaN. */
  public boolean met(float conditioned) {
    return conditioned >= threshold;
  }

  /** All of it in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "probability at least %.4f%s%s",
        ClassifierNetwork.sigmoid(threshold),
        conditions.isEmpty() ? "" : ", " + conditions,
        holdSteps == 1 ? "" : ", for " + holdSteps + " steps in a row");
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(threshold);
    out.writeDouble(falsePositiveRate);
    out.writeInt(conditions.size());
    for (StateCondition condition : conditions) {
      condition.save(out);
    }
    out.writeInt(holdSteps);
  }

  static SuccessRule load(DataInput in) throws IOException {
    double threshold = in.readDouble();
    double rate = in.readDouble();
    List<StateCondition> conditions = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      conditions.add(StateCondition.load(in));
    }
    return new SuccessRule(threshold, rate, conditions, in.readInt());
  }
}
