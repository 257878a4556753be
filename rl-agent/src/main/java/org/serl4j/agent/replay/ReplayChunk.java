package org.serl4j.agent.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.serl4j.agent.ActedBy;

/** A stretch of the replay ring's memory: what {@link #ROWS} rows hold, field by field. */
final class ReplayChunk {
  static final int ROWS = 128;

  /** The row has a successor: a step was made from its observation. */
  static final int TRANSITION = 1;

  static final int TERMINATED = 2;
  static final int TRUNCATED = 4;
  static final int SUCCESS = 8;
  static final int EPISODE_START = 16;
  static final int SEGMENT_START = 32;
  private static final int MARKS = EPISODE_START | SEGMENT_START;

  /** A byte in a file is an index into this list. */
  private static final List<ActedBy> ACTED_BY =
      List.of(ActedBy.POLICY, ActedBy.HUMAN, ActedBy.EXPERT);

  private final int stateSize;
  private final int actionSize;
  private final int ints;
  final float[] states;
  final float[] actions;
  final float[] rewards;
  final float[] gripperPenalties;
  private final byte[] flags;
  private final byte[] actors;
  final int[] features;

  ReplayChunk(int rows, int stateSize, int actionSize, int ints) {
    this.stateSize = stateSize;
    this.actionSize = actionSize;
    this.ints = ints;
    states = new float[rows * stateSize];
    actions = new float[rows * actionSize];
    rewards = new float[rows];
    gripperPenalties = new float[rows];
    flags = new byte[rows];
    actors = new byte[rows];
    features = new int[rows * ints];
  }

  /** Bytes of one row, in memory and in a file: features, state, action, two numbers, two bytes. */
  static long rowBytes(int ints, int stateSize, int actionSize) {
    return 4L * (ints + stateSize + actionSize + 2) + 2;
  }

  boolean is(int i, int flag) {
    return (flags[i] & flag) != 0;
  }

  boolean isDone(int i) {
    return is(i, TERMINATED | TRUNCATED);
  }

  ActedBy actedBy(int i) {
    return ACTED_BY.get(actors[i]);
  }

  /** A row without a transition; features are the caller's. */
  void setObservation(int i, int mark, float[] state) {
    System.arraycopy(state, 0, states, i * stateSize, stateSize);
    Arrays.fill(actions, i * actionSize, (i + 1) * actionSize, 0f);
    rewards[i] = 0;
    gripperPenalties[i] = 0;
    flags[i] = (byte) mark;
    actors[i] = 0;
  }

  void setTransition(int i, float[] action, Outcome outcome, ActedBy actedBy) {
    System.arraycopy(action, 0, actions, i * actionSize, actionSize);
    rewards[i] = (float) outcome.reward();
    gripperPenalties[i] = (float) outcome.gripperPenalty();
    flags[i] =
        (byte)
            ((flags[i] & MARKS)
                | TRANSITION
                | (outcome.terminated() ? TERMINATED : 0)
                | (outcome.truncated() ? TRUNCATED : 0)
                | (outcome.success() ? SUCCESS : 0));
    actors[i] = (byte) ACTED_BY.indexOf(actedBy);
  }

  /**
   * @param buffer of {@link #rowBytes}; overwritten
   */
  void save(int i, byte[] buffer, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(flags[i]).put(actors[i]);
    bytes.putFloat(rewards[i]).putFloat(gripperPenalties[i]);
    for (int j = 0; j < stateSize; j++) {
      bytes.putFloat(states[i * stateSize + j]);
    }
    for (int j = 0; j < actionSize; j++) {
      bytes.putFloat(actions[i * actionSize + j]);
    }
    bytes.asIntBuffer().put(features, i * ints, ints);
    out.write(buffer);
  }

  /**
   * @param buffer of {@link #rowBytes}; overwritten
   */
  void load(int i, byte[] buffer, DataInput in) throws IOException {
    in.readFully(buffer);
    ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    flags[i] = bytes.get();
    actors[i] = bytes.get();
    if (actors[i] < 0 || actors[i] >= ACTED_BY.size()) {
      throw new IOException("replay row names an actor that this program does not know");
    }
    rewards[i] = bytes.getFloat();
    gripperPenalties[i] = bytes.getFloat();
    for (int j = 0; j < stateSize; j++) {
      states[i * stateSize + j] = bytes.getFloat();
    }
    for (int j = 0; j < actionSize; j++) {
      actions[i * actionSize + j] = bytes.getFloat();
    }
    bytes.asIntBuffer().get(features, i * ints, ints);
  }
}
