package org.serl4j.agent.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureMap;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FloatStream;

/**
 * A ring of observations, each stored once: the next observation of row r is row r + 1. A row whose
 * observation has no known successor (the last of an episode, or the newest) carries no transition
 * and is never sampled. Memory is taken in chunks as the ring fills.
 */
public final class ReplayBuffer {
  private static final int CHUNK_ROWS = 128;

  private final int capacity;
  private final int cameras;
  private final int copies;
  private final List<FeatureMap> maps;
  private final int stateSize;
  private final int actionSize;
  private final int copyBytes;
  private final int copyInts;
  private final List<Chunk> chunks = new ArrayList<>();

  /** Row that the next observation goes to. */
  private int head;

  /** Rows that were ever written. */
  private int filled;

  private int transitions;
  private boolean inEpisode;

  private static final class Chunk {
    final float[] states;
    final float[] actions;
    final float[] rewards;
    final boolean[] terminated;
    final boolean[] sampled;
    final int[] features;

    Chunk(int rows, int state, int action, int ints) {
      states = new float[rows * state];
      actions = new float[rows * action];
      rewards = new float[rows];
      terminated = new boolean[rows];
      sampled = new boolean[rows];
      features = new int[rows * ints];
    }
  }

  /**
   * @param capacity observations that the ring holds: transitions, plus one for each episode
   */
  public ReplayBuffer(int capacity, Spaces spaces, EncoderConfig encoder) {
    if (capacity < 2) {
      throw new IllegalArgumentException("replay capacity " + capacity + ", at least 2");
    }
    this.capacity = capacity;
    this.cameras = spaces.cameras().size();
    this.copies = encoder.copies();
    this.maps = encoder.maps();
    this.stateSize = spaces.state().size();
    this.actionSize = spaces.action().size();
    this.copyBytes = encoder.copyBytes();
    this.copyInts = copyBytes / 4;
  }

  /** Transitions that can be sampled. */
  public int size() {
    return transitions;
  }

  /** Bytes that a full ring takes. */
  public long fullBytes() {
    return (long) capacity * (4L * (rowInts() + stateSize + actionSize + 1) + 2);
  }

  private int rowInts() {
    return cameras * copies * copyInts;
  }

  /** Stores the first observation of an episode; the one before, if any, ends where it is. */
  public void beginEpisode(EncodedObservation first) {
    write(first);
    inEpisode = true;
  }

  /**
   * Stores a step from the last observation.
   *
   * @param action not modified
   * @param truncated the episode was cut here: the next call is {@link #beginEpisode}, as after
   *     {@code terminated}
   */
  public void append(
      float[] action,
      double reward,
      boolean terminated,
      boolean truncated,
      EncodedObservation next) {
    if (!inEpisode) {
      throw new IllegalStateException("append after the episode's end: call beginEpisode first");
    }
    int row = (head + capacity - 1) % capacity;
    write(next);
    Chunk chunk = chunk(row);
    int i = row % CHUNK_ROWS;
    System.arraycopy(action, 0, chunk.actions, i * actionSize, actionSize);
    chunk.rewards[i] = (float) reward;
    chunk.terminated[i] = terminated;
    chunk.sampled[i] = true;
    transitions++;
    inEpisode = !terminated && !truncated;
  }

  /** Writes an observation at the head; the transition that began in its place is gone. */
  private void write(EncodedObservation observation) {
    if (head / CHUNK_ROWS == chunks.size()) {
      int rows = Math.min(CHUNK_ROWS, capacity - head);
      chunks.add(new Chunk(rows, stateSize, actionSize, rowInts()));
    }
    Chunk chunk = chunk(head);
    int i = head % CHUNK_ROWS;
    if (chunk.sampled[i]) {
      chunk.sampled[i] = false;
      transitions--;
    }
    System.arraycopy(observation.state(), 0, chunk.states, i * stateSize, stateSize);
    for (int camera = 0; camera < cameras; camera++) {
      byte[] features = observation.features().get(camera);
      if (features.length != copies * copyBytes) {
        throw new IllegalArgumentException(
            "camera "
                + camera
                + " gives "
                + features.length
                + " feature bytes, expected "
                + copies * copyBytes);
      }
      for (int copy = 0; copy < copies; copy++) {
        int at = i * rowInts() + (camera * copies + copy) * copyInts;
        FeaturePacking.pack(maps, features, copy * copyBytes, chunk.features, at);
      }
    }
    head = (head + 1) % capacity;
    filled = Math.min(capacity, filled + 1);
  }

  private Chunk chunk(int row) {
    return chunks.get(row / CHUNK_ROWS);
  }

  /**
   * Draws transitions uniformly, with replacement. Each observation and each next observation takes
   * one of its copies at random, the same for all cameras.
   *
   * @param into overwritten in rows {@code fromRow} to {@code fromRow + rows}
   */
  public void sample(SplittableRandom rng, Batch into, int fromRow, int rows) {
    if (transitions == 0) {
      throw new IllegalStateException("nothing to sample: the replay buffer has no transition yet");
    }
    for (int row = fromRow; row < fromRow + rows; row++) {
      int source = rng.nextInt(filled);
      while (!chunk(source).sampled[source % CHUNK_ROWS]) {
        source = rng.nextInt(filled);
      }
      Chunk chunk = chunk(source);
      int i = source % CHUNK_ROWS;
      System.arraycopy(chunk.actions, i * actionSize, into.actions, row * actionSize, actionSize);
      into.rewards[row] = chunk.rewards[i];
      into.masks[row] = chunk.terminated[i] ? 0 : 1;
      copyObservation(source, rng, into.states, into.features, row);
      copyObservation((source + 1) % capacity, rng, into.nextStates, into.nextFeatures, row);
    }
  }

  private void copyObservation(
      int source, SplittableRandom rng, float[] states, int[][] features, int row) {
    Chunk chunk = chunk(source);
    int i = source % CHUNK_ROWS;
    System.arraycopy(chunk.states, i * stateSize, states, row * stateSize, stateSize);
    if (cameras == 0) {
      return;
    }
    int copy = rng.nextInt(copies);
    for (int camera = 0; camera < cameras; camera++) {
      int at = i * rowInts() + (camera * copies + copy) * copyInts;
      System.arraycopy(chunk.features, at, features[camera], row * copyInts, copyInts);
    }
  }

  /** Writes shapes and contents. */
  public void save(DataOutput out) throws IOException {
    for (int number : shape()) {
      out.writeInt(number);
    }
    out.writeInt(head);
    out.writeInt(filled);
    out.writeBoolean(inEpisode);
    for (Chunk chunk : chunks) {
      FloatStream.write(out, chunk.states);
      FloatStream.write(out, chunk.actions);
      FloatStream.write(out, chunk.rewards);
      for (int i = 0; i < chunk.sampled.length; i++) {
        out.writeByte((chunk.sampled[i] ? 1 : 0) | (chunk.terminated[i] ? 2 : 0));
      }
      byte[] bytes = new byte[4 * rowInts()];
      for (int i = 0; i < chunk.sampled.length; i++) {
        ByteBuffer.wrap(bytes).asIntBuffer().put(chunk.features, i * rowInts(), rowInts());
        out.write(bytes);
      }
    }
  }

  private int[] shape() {
    return new int[] {capacity, cameras, copies, copyBytes, stateSize, actionSize};
  }

  /**
   * Reads what {@link #save} wrote into this empty buffer.
   *
   * @throws IOException if it was written by a buffer of another shape
   */
  public void load(DataInput in) throws IOException {
    for (int expected : shape()) {
      int stored = in.readInt();
      if (stored != expected) {
        throw new IOException(
            "replay was written with another shape ("
                + stored
                + " where "
                + expected
                + " is expected); resume with the run's own options");
      }
    }
    head = in.readInt();
    filled = in.readInt();
    inEpisode = in.readBoolean();
    chunks.clear();
    transitions = 0;
    for (int from = 0; from < filled; from += CHUNK_ROWS) {
      int rows = Math.min(CHUNK_ROWS, capacity - from);
      chunks.add(loadChunk(in, rows));
    }
  }

  private Chunk loadChunk(DataInput in, int rows) throws IOException {
    Chunk chunk = new Chunk(rows, stateSize, actionSize, rowInts());
    FloatStream.read(in, chunk.states);
    FloatStream.read(in, chunk.actions);
    FloatStream.read(in, chunk.rewards);
    for (int i = 0; i < rows; i++) {
      int flags = in.readByte();
      chunk.sampled[i] = (flags & 1) != 0;
      chunk.terminated[i] = (flags & 2) != 0;
      transitions += flags & 1;
    }
    byte[] bytes = new byte[4 * rowInts()];
    for (int i = 0; i < rows; i++) {
      in.readFully(bytes);
      ByteBuffer.wrap(bytes).asIntBuffer().get(chunk.features, i * rowInts(), rowInts());
    }
    return chunk;
  }
}
