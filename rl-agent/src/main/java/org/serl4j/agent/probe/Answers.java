package org.serl4j.agent.probe;

import java.util.ArrayList;
import java.util.List;

/** The target vectors of a probe's samples. */
final class Answers {
  private final int targets;
  private final List<float[]> wanted = new ArrayList<>();

  Answers(int targets) {
    this.targets = targets;
  }

  void add(float[] target) {
    if (target.length != targets) {
      throw new IllegalArgumentException(
          "target of " + target.length + " values, the probe reads " + targets);
    }
    wanted.add(target.clone());
  }

  int size() {
    return wanted.size();
  }

  int targets() {
    return targets;
  }

  float get(int sample, int t) {
    return wanted.get(sample)[t];
  }

  /** How many samples are learned from: the first ones. */
  int train(double heldOutShare) {
    int train = (int) Math.round(size() * (1 - heldOutShare));
    if (train < 1 || train >= size()) {
      throw new IllegalArgumentException(
          size() + " samples cannot be split with a held-out share of " + heldOutShare);
    }
    return train;
  }

  double[] mean(int from, int to) {
    double[] mean = new double[targets];
    for (int i = from; i < to; i++) {
      for (int t = 0; t < targets; t++) {
        mean[t] += wanted.get(i)[t] / (to - from);
      }
    }
    return mean;
  }

  double[] deviation(int from, int to) {
    double[] mean = mean(from, to);
    double[] deviation = new double[targets];
    for (int t = 0; t < targets; t++) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += (wanted.get(i)[t] - mean[t]) * (wanted.get(i)[t] - mean[t]);
      }
      deviation[t] = Math.sqrt(sum / (to - from));
    }
    return deviation;
  }
}
