package org.serl4j.agent.roles;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.PixelSamples;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.rlpd.UpdateReport;

/**
 * Makes parameters better from what the actor sent and from demonstrations. One learner step is
 * {@code criticUpdatesPerStep} critic updates on fresh batches, of which the last also updates
 * policy and temperature, or with {@code splitBatch} all batches together do. What learner step n
 * draws depends on the seed, n and the contents of the buffers alone. Not thread-safe.
 */
public final class Learner implements AutoCloseable {
  /** Heap for everything beside buffers and remembered frames. */
  private static final long SPARE_BYTES = 1_000_000_000;

  private final RlpdAgent agent;
  private final ReplayBuffer online;
  private final ReplayBuffer demos;
  private final LearnerConfig config;
  private final Batch batch;

  /** Null where features are stored. */
  private final @Nullable PixelSamples pixels;

  private final long seed;
  private long steps;
  private @Nullable EncodedObservation last;

  /** Null where the rewards that were stored hold. */
  private @Nullable RewardModel reward;

  /**
   * @param demos demonstrations; grows by a person's corrections; empty for none
   */
  public Learner(
      RlpdAgent agent, Spaces spaces, ReplayBuffer demos, LearnerConfig config, long seed) {
    this(agent, spaces, agent.config().replay(config.capacity(), spaces), demos, config, seed, 0);
  }

  /**
   * Goes on where a checkpoint was written.
   *
   * @param online what the actor sent until then; this learner's own from now on
   * @param steps learner steps until then
   */
  public Learner(
      RlpdAgent agent,
      Spaces spaces,
      ReplayBuffer online,
      ReplayBuffer demos,
      LearnerConfig config,
      long seed,
      long steps) {
    this.agent = agent;
    this.demos = demos;
    this.config = config;
    this.seed = seed;
    this.online = online;
    this.steps = steps;
    demos.endSegment(); // a correction never joins what was recorded before
    RlpdConfig agents = agent.config();
    this.batch =
        new Batch(
            spaces, agents.encoder(), agents.rowsPerSample(), agents.nStep(), agents.discount());
    this.pixels = agents.pixelReplay() ? openPixels(agent, spaces, spareBytes()) : null;
  }

  /** Lets a reward be told of transitions when they are sampled; before the first step. */
  public void rewardedBy(RewardModel model) {
    if (agent.config().nStep() != 1 || agent.config().pixelReplay()) {
      throw new IllegalArgumentException(
          "a reward that is told of samples needs nStep 1 and no pixelReplay: they have no others' frames");
    }
    reward = model;
  }

  /** What tells the reward of samples; null where the rewards that were stored hold. */
  public @Nullable RewardModel reward() {
    return reward;
  }

  /** Most of the heap that full buffers leave: what is done with it changes no number. */
  private long spareBytes() {
    long left = Runtime.getRuntime().maxMemory() - online.fullBytes() - demos.fullBytes();
    return Math.max(0, left - SPARE_BYTES) / 5 * 4;
  }

  private static PixelSamples openPixels(RlpdAgent agent, Spaces spaces, long rememberedBytes) {
    FeatureCalibration calibration = agent.calibration();
    if (calibration == null) {
      throw new IllegalStateException(
          "pixelReplay encodes with the agent's calibration: call useCalibration first");
    }
    RlpdConfig config = agent.config();
    return PixelSamples.open(
        spaces, config.encoder(), calibration, config.rowsPerSample(), rememberedBytes);
  }

  /**
   * Stores one transition of the actor. What a person did is a demonstration too: every correction
   * goes to the demonstrations as a segment of its own.
   */
  public void take(Transition transition) {
    transition.appendTo(online);
    EncodedObservation before = transition.first() == null ? last : transition.first();
    if (transition.actedBy() != ActedBy.HUMAN) {
      demos.endSegment();
    } else if (before != null) {
      if (transition.first() != null) {
        demos.beginEpisode(before);
      } else if (!demos.isOpen()) {
        demos.beginSegment(before);
      }
      transition.appendStepTo(demos);
    }
    last = transition.next();
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
    if (reward != null) {
      reward.learn(steps, online);
    }
    UpdateReport report = update(rng);
    steps++;
    if (!Double.isFinite(report.criticLoss()) || !Double.isFinite(report.actorLoss())) {
      throw new IllegalStateException(
          "the losses are not finite after "
              + report.update()
              + " critic updates: lower learningRate or discount");
    }
    return report;
  }

  private UpdateReport update(SplittableRandom rng) {
    if (agent.config().splitBatch()) {
      sample(rng);
      return agent.updateSplit(batch);
    }
    for (int i = 1; i < agent.config().criticUpdatesPerStep(); i++) {
      sample(rng);
      agent.updateCritics(batch);
    }
    sample(rng);
    return agent.update(batch);
  }

  /** Fills the batch, each critic update's part with the same share of demonstrations. */
  private void sample(SplittableRandom rng) {
    int rows = agent.config().batch();
    int demoRows = demos.size() == 0 ? 0 : (int) Math.round(config.demoShare() * rows);
    for (int from = 0; from < batch.rows(); from += rows) {
      if (demoRows < rows) {
        online.sample(rng, batch, from, rows - demoRows);
      }
      if (demoRows > 0) {
        demos.sample(rng, batch, from + rows - demoRows, demoRows);
      }
    }
    if (pixels != null) {
      pixels.encode(rng, batch);
    }
    if (reward != null) {
      reward.judge(batch);
    }
  }

  /** What the actor sent; read it only while the learner rests. */
  public ReplayBuffer online() {
    return online;
  }

  /** Demonstrations; read them only while the learner rests. */
  public ReplayBuffer demos() {
    return demos;
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

  /** Gives back what encodes sampled pixels. */
  @Override
  public void close() {
    if (pixels != null) {
      pixels.close();
    }
  }
}
