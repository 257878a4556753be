package org.serl4j.agent.roles;

import java.util.SplittableRandom;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.UpdateReport;

/**
 * Makes parameters better from what the actor sent and from demonstrations. One learner step is
 * {@code criticUpdatesPerStep} critic updates on fresh batches, of which the last also updates
 * policy and temperature. What learner step n draws depends on the seed, n and the contents of the
 * buffers alone. Not thread-safe.
 */
public final class Learner {
  private final RlpdAgent agent;
  private final ReplayBuffer online;
  private final ReplayBuffer demos;
  private final LearnerConfig config;
  private final Batch batch;
  private final int demoRows;
  private final long seed;
  private long steps;

  /**
   * @param demos demonstrations, filled and not modified any more; empty for none
   */
  public Learner(
      RlpdAgent agent, Spaces spaces, ReplayBuffer demos, LearnerConfig config, long seed) {
    this.agent = agent;
    this.demos = demos;
    this.config = config;
    this.seed = seed;
    this.online = new ReplayBuffer(config.capacity(), spaces, agent.config().encoder());
    this.batch = new Batch(spaces, agent.config().encoder(), agent.config().batch());
    this.demoRows =
        demos.size() == 0 ? 0 : (int) Math.round(config.demoShare() * agent.config().batch());
  }

  /** Stores one transition of the actor. */
  public void take(Transition transition) {
    transition.appendTo(online);
  }

  /** Whether there is enough to learn from. */
  public boolean ready() {
    return online.size() >= config.startAfter();
  }

  /**
   * One learner step.
   *
   * @return the report of its last update, which touched everything
   */
  public UpdateReport learn() {
    SplittableRandom rng = RandomStreams.of(seed, steps);
    for (int i = 1; i < agent.config().criticUpdatesPerStep(); i++) {
      sample(rng);
      agent.updateCritics(batch);
    }
    sample(rng);
    UpdateReport report = agent.update(batch);
    steps++;
    if (!Double.isFinite(report.criticLoss()) || !Double.isFinite(report.actorLoss())) {
      throw new IllegalStateException(
          "the losses are not finite after "
              + report.update()
              + " critic updates: lower learningRate or discount");
    }
    return report;
  }

  private void sample(SplittableRandom rng) {
    online.sample(rng, batch, 0, batch.rows() - demoRows);
    if (demoRows > 0) {
      demos.sample(rng, batch, batch.rows() - demoRows, demoRows);
    }
  }

  /** Learner steps so far. */
  public long steps() {
    return steps;
  }

  /** Critic updates so far. */
  public long criticUpdates() {
    return agent.updates();
  }

  /** An immutable copy for the actor. */
  public PolicyParameters parameters() {
    return agent.policyParameters();
  }
}
