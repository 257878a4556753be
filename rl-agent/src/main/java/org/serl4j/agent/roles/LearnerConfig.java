package org.serl4j.agent.roles;

import org.serl4j.agent.rlpd.RlpdConfig;

/**
 * How the learner mixes and when it begins.
 *
 * @param capacity observations that the online replay holds; SERL's 200,000 pixels on a GPU box
 * @param startAfter online transitions before the first update: SERL's 100
 * @param demoShare share of a batch that is drawn from demonstrations: 0.5
 */
public record LearnerConfig(int capacity, int startAfter, double demoShare) {
  public LearnerConfig {
    if (capacity < 2) {
      throw new IllegalArgumentException("learner: capacity = " + capacity + ", at least 2");
    }
    if (startAfter < 1) {
      throw new IllegalArgumentException("learner: startAfter = " + startAfter + ", at least 1");
    }
    if (!(demoShare >= 0 && demoShare <= 1)) {
      throw new IllegalArgumentException("learner: demoShare = " + demoShare + ", from 0 to 1");
    }
  }

  public static LearnerConfig defaults() {
    return new LearnerConfig(30_000, 100, RlpdConfig.defaults().demoShare());
  }
}
