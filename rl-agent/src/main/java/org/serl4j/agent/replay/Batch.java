package org.serl4j.agent.replay;

import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;

/** Transitions to learn from, filled by {@link ReplayBuffer#sample}; preallocated and reused. */
public final class Batch {
  private final int rows;
  final int stateSize;
  final int actionSize;
  final int packedInts;

  final float[] states;
  final float[] nextStates;
  final float[] actions;
  final float[] rewards;
  final float[] masks;
  final int[][] features;
  final int[][] nextFeatures;

  public Batch(Spaces spaces, EncoderConfig encoder, int rows) {
    this.rows = rows;
    this.stateSize = spaces.state().size();
    this.actionSize = spaces.action().size();
    this.packedInts = encoder.copyBytes() / 4;
    this.states = new float[rows * stateSize];
    this.nextStates = new float[rows * stateSize];
    this.actions = new float[rows * actionSize];
    this.rewards = new float[rows];
    this.masks = new float[rows];
    this.features = new int[spaces.cameras().size()][rows * packedInts];
    this.nextFeatures = new int[spaces.cameras().size()][rows * packedInts];
  }

  public int rows() {
    return rows;
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

  public float[] rewards() {
    return rewards;
  }

  /** 0 where the task ended with the transition, 1 elsewhere, truncated transitions included. */
  public float[] masks() {
    return masks;
  }

  /** For each camera packed features, one copy a row. */
  public int[][] features() {
    return features;
  }

  public int[][] nextFeatures() {
    return nextFeatures;
  }
}
