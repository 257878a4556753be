package org.serl4j.agent.replay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureRows;

/**
 * Transitions to learn from, filled by {@link ReplayBuffer#sample}; preallocated and reused.
 *
 * <p>States, actions and rewards are copies. Features are not: they are read where the replay
 * buffer keeps them, so a batch is good until the next write to a buffer it was drawn from. {@link
 * #features} refuses a batch that is older. A row may span n steps:
 *
 * <pre>
 * R = sum over k = 0 .. m-1 of gamma^k r_k,   bootstrap with gamma^m mask at the observation m steps on
 * m = n, or less where the episode, its segment or the recording ends before
 * </pre>
 *
 * Not thread-safe: one thread owns batch, buffers and learner.
 */
public final class Batch {
  private final int rows;
  final int nStep;
  final double discount;
  final int stateSize;
  final int actionSize;

  final float[] states;
  final float[] nextStates;
  final float[] actions;
  final float[] rewards;
  final float[] masks;
  final int[] lengths;
  final float[] gripperPenalties;
  final boolean[] successes;
  final boolean[] truncations;
  final ActedBy[] actedBy;
  final FeatureRows features;
  final FeatureRows nextFeatures;
  private final @Nullable ReplayBuffer[] sources;
  private final long[] versions;

  /** Serial numbers of the observations in their buffers. */
  final long[] serials;

  final long[] nextSerials;

  /** For transitions of one step. */
  public Batch(Spaces spaces, EncoderConfig encoder, int rows) {
    this(spaces, rows, 1, Double.NaN);
  }

  /**
   * For transitions of up to n steps.
   *
   * @param encoder what is stored of each frame
   * @param nStep n, at least 1
   * @param discount gamma, from 0 to 1; the agent's
   */
  public Batch(Spaces spaces, EncoderConfig encoder, int rows, int nStep, double discount) {
    this(spaces, rows, nStep, discount);
    if (nStep < 1 || !(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException(
          "batch: nStep = " + nStep + ", at least 1, and discount = " + discount + ", from 0 to 1");
    }
  }

  private Batch(Spaces spaces, int rows, int nStep, double discount) {
    this.rows = rows;
    this.nStep = nStep;
    this.discount = discount;
    this.stateSize = spaces.state().size();
    this.actionSize = spaces.action().size();
    this.states = new float[rows * stateSize];
    this.nextStates = new float[rows * stateSize];
    this.actions = new float[rows * actionSize];
    this.rewards = new float[rows];
    this.masks = new float[rows];
    this.lengths = new int[rows];
    this.gripperPenalties = new float[rows];
    this.successes = new boolean[rows];
    this.truncations = new boolean[rows];
    this.actedBy = new ActedBy[rows];
    Arrays.fill(lengths, 1);
    Arrays.fill(actedBy, ActedBy.POLICY);
    this.features = new FeatureRows(spaces.cameras().size(), rows);
    this.nextFeatures = new FeatureRows(spaces.cameras().size(), rows);
    this.sources = new ReplayBuffer[rows];
    this.versions = new long[rows];
    this.serials = new long[rows];
    this.nextSerials = new long[rows];
  }

  public int rows() {
    return rows;
  }

  /**
   * Puts another reward and end in the place of a row's own, for a reward that is told when a
   * transition is sampled.
   *
   * @param ends whether the value of the next observation counts for nothing
   * @throws IllegalStateException if rows may span several steps: what was seen between is not here
   */
  public void judge(int row, double reward, boolean ends) {
    if (nStep != 1) {
      throw new IllegalStateException("batch: rows of up to " + nStep + " steps cannot be judged");
    }
    rewards[row] = (float) reward;
    masks[row] = ends ? 0 : 1;
  }

  /**
   * Takes over as many rows as this batch has from a larger one.
   *
   * @param from the first of them
   */
  public void take(Batch source, int from) {
    System.arraycopy(source.states, from * stateSize, states, 0, rows * stateSize);
    System.arraycopy(source.nextStates, from * stateSize, nextStates, 0, rows * stateSize);
    System.arraycopy(source.actions, from * actionSize, actions, 0, rows * actionSize);
    System.arraycopy(source.rewards, from, rewards, 0, rows);
    System.arraycopy(source.masks, from, masks, 0, rows);
    System.arraycopy(source.lengths, from, lengths, 0, rows);
    System.arraycopy(source.gripperPenalties, from, gripperPenalties, 0, rows);
    System.arraycopy(source.successes, from, successes, 0, rows);
    System.arraycopy(source.truncations, from, truncations, 0, rows);
    System.arraycopy(source.actedBy, from, actedBy, 0, rows);
    System.arraycopy(source.sources, from, sources, 0, rows);
    System.arraycopy(source.versions, from, versions, 0, rows);
    System.arraycopy(source.serials, from, serials, 0, rows);
    System.arraycopy(source.nextSerials, from, nextSerials, 0, rows);
    features.take(source.features, from, 0, rows);
    nextFeatures.take(source.nextFeatures, from, 0, rows);
  }

  /** States, rows x state; SI units. */
  public float[] states() {
    return states;
  }

  public float[] nextStates() {
    return nextStates;
  }

  /** Actions, rows x action. */
  public float[] actions() {
    return actions;
  }

  /**
   * For each row the discounted sum R of its rewards; the reward itself where it spans one step.
   */
  public float[] rewards() {
    return rewards;
  }

  /** 0 where the task ended with the row, 1 elsewhere, truncated rows included. */
  public float[] masks() {
    return masks;
  }

  /** Steps m that each row spans. */
  public int[] lengths() {
    return lengths;
  }

  /**
   * What the value of the next observation is multiplied with, apart from the mask: gamma^m.
   *
   * @param agentDiscount the agent's gamma
   * @throws IllegalArgumentException if rewards were summed with another gamma
   */
  public double bootstrapDiscount(int row, double agentDiscount) {
    if (lengths[row] == 1) {
      return agentDiscount;
    }
    if (agentDiscount != discount) {
      throw new IllegalArgumentException(
          "batch: rewards were summed with discount "
              + discount
              + ", the agent has "
              + agentDiscount);
    }
    return Math.pow(discount, lengths[row]);
  }

  /**
   * For each row the discounted sum of what the gripper's critic pays, over the steps of its
   * reward.
   */
  public float[] gripperPenalties() {
    return gripperPenalties;
  }

  /** Whether the goal was reached with the last step of each row. */
  public boolean[] successes() {
    return successes;
  }

  /** Whether the episode was cut with the last step of each row. */
  public boolean[] truncations() {
    return truncations;
  }

  /** Who chose the action of each row. */
  public ActedBy[] actedBy() {
    return actedBy;
  }

  /** Whether a person or the expert chose the action of a row. */
  public boolean demonstrated(int row) {
    return actedBy[row] != ActedBy.POLICY;
  }

  /**
   * For each camera packed features, one copy a row, in the buffer's own memory.
   *
   * @throws IllegalStateException if a buffer was written since the batch was drawn from it
   */
  public FeatureRows features() {
    requireFresh();
    return features;
  }

  /**
   * Likewise of the observation behind the row's last step.
   *
   * @throws IllegalStateException as {@link #features}
   */
  public FeatureRows nextFeatures() {
    requireFresh();
    return nextFeatures;
  }

  void drawn(int row, ReplayBuffer source, long version) {
    sources[row] = source;
    versions[row] = version;
  }

  /** The buffer that a row was drawn from. */
  ReplayBuffer source(int row) {
    ReplayBuffer source = sources[row];
    if (source == null) {
      throw new IllegalStateException("batch: row " + row + " was never sampled");
    }
    return source;
  }

  private void requireFresh() {
    for (int row = 0; row < rows && features.cameras() > 0; row++) {
      if (source(row).version() != versions[row]) {
        throw new IllegalStateException(
            "batch: the replay buffer was written after row "
                + row
                + " was sampled: sample again, then update");
      }
    }
  }
}
