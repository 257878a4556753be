package org.serl4j.agent.roles;

import java.io.IOException;
import java.nio.file.Path;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

/**
 * A reward that is learned beside the policy, and told of transitions when they are sampled: what a
 * buffer stores may be older than what is known now. Whoever has one of these gives it to the
 * {@link Learner}; the learner alone calls it, on its thread, and reads nothing else of it.
 */
public interface RewardModel {
  /**
   * Learns, before the updates of a learner step.
   *
   * @param learnerStep number of that step, from 0
   * @param online what the policy did so far; at least one transition
   */
  void learn(long learnerStep, ReplayBuffer online);

  /** Overwrites rewards and masks of a batch that was just sampled. */
  void judge(Batch batch);

  /** Writes all that the next step depends on, whole or not at all, while the learner rests. */
  void save(Path file) throws IOException;
}
