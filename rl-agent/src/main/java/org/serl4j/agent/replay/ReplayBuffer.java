package org.serl4j.agent.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureMap;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;

/**
 * A ring of observations, each stored once: the next observation of row r is row r + 1. A row whose
 * observation has no known successor (the last of an episode or of a segment, or the newest)
 * carries no transition and is never sampled. Memory is taken in chunks as the ring fills.
 *
 * <p>Rows are marked where an episode begins, or a segment: a piece out of the middle of an
 * episode, such as a human correction. Pieces are never joined, whatever lies beside them.
 *
 * <p>Every row has a serial number, counted over all rows ever written; it lies at {@code serial %
 * capacity}. What was written before does not change any more, except for the newest row while its
 * piece goes on: {@link #finalRows} says how many will stay, so that a checkpoint adds only new
 * ones. Not thread-safe: one thread owns buffer, batches and learner.
 */
public final class ReplayBuffer {
  private final int capacity;
  private final boolean pixels;
  private final int cameras;
  private final int copies;
  private final int shiftCells;
  private final List<FeatureMap> maps;
  private final int stateSize;
  private final int actionSize;
  private final int copyBytes;
  private final int copyInts;
  private final List<ReplayChunk> chunks = new ArrayList<>();

  /** Rows that were ever written. */
  private long written;

  private int transitions;
  private boolean open;
  private long version;

  /**
   * @param capacity observations that the ring holds: transitions, plus one for each episode and
   *     segment
   */
  public ReplayBuffer(int capacity, Spaces spaces, EncoderConfig encoder) {
    this(capacity, spaces, encoder.copies(), encoder.shiftCells(), encoder.maps(), false);
  }

  private ReplayBuffer(
      int capacity,
      Spaces spaces,
      int copies,
      int shiftCells,
      List<FeatureMap> maps,
      boolean pixels) {
    if (capacity < 2) {
      throw new IllegalArgumentException("replay capacity " + capacity + ", at least 2");
    }
    this.capacity = capacity;
    this.cameras = spaces.cameras().size();
    this.pixels = pixels;
    this.copies = copies;
    this.shiftCells = shiftCells;
    this.maps = List.copyOf(maps);
    this.stateSize = spaces.state().size();
    this.actionSize = spaces.action().size();
    this.copyBytes = FeaturePacking.bytes(maps);
    this.copyInts = copyBytes / 4;
  }

  /**
   * A ring of the images themselves, for {@link PixelSamples}: what a batch points at is pixels
   * until they are encoded.
   */
  public static ReplayBuffer ofPixels(int capacity, Spaces spaces) {
    // packed like a feature map, so that every byte of an image is a byte of the ring
    FeatureMap image = new FeatureMap("pixels", 4, Math.max(1, spaces.imageBytes() / 4), 1);
    return new ReplayBuffer(capacity, spaces, 1, 0, List.of(image), true);
  }

  /** Transitions that can be sampled. */
  public int size() {
    return transitions;
  }

  public int capacity() {
    return capacity;
  }

  /** Bytes of one stored step: features of all cameras and copies, state, action and outcome. */
  public static long rowBytes(Spaces spaces, EncoderConfig encoder) {
    return ReplayChunk.rowBytes(
        spaces.cameras().size() * encoder.frameBytes() / 4,
        spaces.state().size(),
        spaces.action().size());
  }

  /** The same where the images themselves are stored. */
  public static long pixelRowBytes(Spaces spaces) {
    return ReplayChunk.rowBytes(
        spaces.cameras().size() * (spaces.imageBytes() / 4),
        spaces.state().size(),
        spaces.action().size());
  }

  /** Bytes that a full ring takes. */
  public long fullBytes() {
    return capacity * ReplayChunk.rowBytes(rowInts(), stateSize, actionSize);
  }

  /** Counts up with every write; a {@link Batch} is good as long as it stands still. */
  public long version() {
    return version;
  }

  private int rowInts() {
    return cameras * copies * copyInts;
  }

  /** Stores the first observation of an episode; the piece before, if any, ends where it is. */
  public void beginEpisode(EncodedObservation first) {
    write(first, ReplayChunk.EPISODE_START);
    open = true;
  }

  /**
   * Stores the first observation of a segment, a piece that begins in the middle of an episode; the
   * piece before, if any, ends where it is.
   */
  public void beginSegment(EncodedObservation first) {
    write(first, ReplayChunk.SEGMENT_START);
    open = true;
  }

  /** Ends the running piece, if any: no step can be appended before the next begin. */
  public void endSegment() {
    open = false;
  }

  /** Whether a step can be appended. */
  public boolean isOpen() {
    return open;
  }

  /** Stores a step of the policy that is no success and costs the gripper nothing. */
  public void append(
      float[] action,
      double reward,
      boolean terminated,
      boolean truncated,
      EncodedObservation next) {
    append(action, new Outcome(reward, terminated, truncated, false, 0), ActedBy.POLICY, next);
  }

  /**
   * Stores a step from the last observation. After a terminated or truncated one the next call is
   * {@link #beginEpisode} or {@link #beginSegment}.
   *
   * @param action not modified
   * @throws IllegalStateException if no piece is open
   */
  public void append(float[] action, Outcome outcome, ActedBy actedBy, EncodedObservation next) {
    if (!open) {
      throw new IllegalStateException(
          "append behind the end of an episode or segment: call beginEpisode or beginSegment"
              + " first");
    }
    int row = slot(written - 1);
    write(next, 0);
    chunk(row).setTransition(row % ReplayChunk.ROWS, action, outcome, actedBy);
    transitions++;
    open = !outcome.done();
  }

  /** Writes an observation at the head; the transition that began in its place is gone. */
  private void write(EncodedObservation observation, int mark) {
    requireShape(observation);
    int row = slot(written);
    ReplayChunk chunk = chunkToWrite(row);
    int i = row % ReplayChunk.ROWS;
    if (chunk.is(i, ReplayChunk.TRANSITION)) {
      transitions--;
    }
    chunk.setObservation(i, mark, observation.state());
    for (int camera = 0; camera < cameras; camera++) {
      byte[] features = stored(observation).get(camera);
      for (int copy = 0; copy < copies; copy++) {
        int at = featuresAt(i, camera, copy);
        FeaturePacking.pack(maps, features, copy * copyBytes, chunk.features, at);
      }
    }
    written++;
    version++;
  }

  private List<byte[]> stored(EncodedObservation observation) {
    return pixels ? observation.pixels() : observation.features();
  }

  private void requireShape(EncodedObservation observation) {
    if (stored(observation).size() != cameras) {
      throw new IllegalArgumentException(
          (pixels ? "pixels of " : "features of ")
              + stored(observation).size()
              + " cameras, expected "
              + cameras);
    }
    for (int camera = 0; camera < cameras; camera++) {
      byte[] features = stored(observation).get(camera);
      if (features.length != copies * copyBytes) {
        throw new IllegalArgumentException(
            "camera "
                + camera
                + " gives "
                + features.length
                + " feature bytes, expected "
                + copies * copyBytes);
      }
    }
  }

  private int featuresAt(int i, int camera, int copy) {
    return i * rowInts() + (camera * copies + copy) * copyInts;
  }

  private int slot(long serial) {
    return (int) (serial % capacity);
  }

  /** Serial number of what lies in a slot. */
  private long serial(int slot) {
    long newest = written - 1;
    return newest - Math.floorMod(newest - slot, (long) capacity);
  }

  private int filled() {
    return (int) Math.min(capacity, written);
  }

  private ReplayChunk chunk(int row) {
    return chunks.get(row / ReplayChunk.ROWS);
  }

  private ReplayChunk chunkToWrite(int row) {
    if (row / ReplayChunk.ROWS == chunks.size()) {
      int rows = Math.min(ReplayChunk.ROWS, capacity - row);
      chunks.add(new ReplayChunk(rows, stateSize, actionSize, rowInts()));
    }
    return chunk(row);
  }

  private boolean hasTransition(int row) {
    return chunk(row).is(row % ReplayChunk.ROWS, ReplayChunk.TRANSITION);
  }

  /**
   * Draws transitions uniformly, with replacement, each of up to the batch's n steps. Each
   * observation and each next observation takes one of its copies at random and is moved by a
   * random number of cells, the same for all cameras.
   *
   * @param into overwritten in rows {@code fromRow} to {@code fromRow + rows}; its features are
   *     good until the next write to this buffer
   */
  public void sample(SplittableRandom rng, Batch into, int fromRow, int rows) {
    if (transitions == 0) {
      throw new IllegalStateException("nothing to sample: the replay buffer has no transition yet");
    }
    int filled = filled();
    for (int row = fromRow; row < fromRow + rows; row++) {
      int source = rng.nextInt(filled);
      while (!hasTransition(source)) {
        source = rng.nextInt(filled);
      }
      int last = gather(source, into, row);
      into.drawn(row, this, version);
      pointObservation(source, rng, into, row, false);
      pointObservation((last + 1) % capacity, rng, into, row, true);
    }
  }

  /**
   * Gathers what a row holds beside its observations.
   *
   * <pre>
   * R = sum over k = 0 .. m-1 of gamma^k r_k,   P likewise of the gripper's penalties
   * </pre>
   *
   * @return where the last of its steps lies
   */
  private int gather(int source, Batch into, int row) {
    ReplayChunk chunk = chunk(source);
    int i = source % ReplayChunk.ROWS;
    System.arraycopy(chunk.actions, i * actionSize, into.actions, row * actionSize, actionSize);
    into.actedBy[row] = chunk.actedBy(i);
    double sum = chunk.rewards[i];
    double penalties = chunk.gripperPenalties[i];
    double power = 1;
    int length = 1;
    int last = source;
    while (length < into.nStep && !chunk.isDone(i)) {
      int next = (last + 1) % capacity;
      if (!hasTransition(next)) {
        break;
      }
      last = next;
      chunk = chunk(last);
      i = last % ReplayChunk.ROWS;
      power *= into.discount;
      sum += power * chunk.rewards[i];
      penalties += power * chunk.gripperPenalties[i];
      length++;
    }
    into.rewards[row] = (float) sum;
    into.gripperPenalties[row] = (float) penalties;
    into.lengths[row] = length;
    into.masks[row] = chunk.is(i, ReplayChunk.TERMINATED) ? 0 : 1;
    into.truncations[row] = chunk.is(i, ReplayChunk.TRUNCATED);
    into.successes[row] = chunk.is(i, ReplayChunk.SUCCESS);
    return last;
  }

  private void pointObservation(
      int source, SplittableRandom rng, Batch into, int row, boolean next) {
    ReplayChunk chunk = chunk(source);
    int i = source % ReplayChunk.ROWS;
    float[] states = next ? into.nextStates : into.states;
    System.arraycopy(chunk.states, i * stateSize, states, row * stateSize, stateSize);
    (next ? into.nextSerials : into.serials)[row] = serial(source);
    if (cameras == 0) {
      return;
    }
    FeatureRows features = next ? into.nextFeatures : into.features;
    int copy = rng.nextInt(copies);
    for (int camera = 0; camera < cameras; camera++) {
      features.point(camera, row, chunk.features, featuresAt(i, camera, copy));
    }
    // without a shift nothing is drawn, and the stream of random numbers stays what it was
    if (shiftCells > 0) {
      int right = rng.nextInt(-shiftCells, shiftCells + 1);
      int down = rng.nextInt(-shiftCells, shiftCells + 1);
      features.move(row, right, down);
    }
  }

  /** Serial number behind the newest row: rows that were ever written. */
  public long writtenRows() {
    return written;
  }

  /** Serial number of the oldest row in the ring. */
  public long oldestRow() {
    return written - filled();
  }

  /** Serial number behind the newest row that will not change any more. */
  public long finalRows() {
    return open ? written - 1 : written;
  }

  /** Writes shape and all rows. */
  public void save(DataOutput out) throws IOException {
    saveRows(out, oldestRow());
  }

  /**
   * Writes the shape and the rows from a serial number on.
   *
   * @param from from {@link #oldestRow} to {@link #writtenRows}
   */
  public void saveRows(DataOutput out, long from) throws IOException {
    if (from < oldestRow() || from > written) {
      throw new IllegalArgumentException(
          "replay: rows from " + from + ", the ring has " + oldestRow() + " to " + written);
    }
    out.writeInt(capacity);
    for (int number : shape()) {
      out.writeInt(number);
    }
    out.writeLong(from);
    out.writeLong(written);
    out.writeBoolean(open);
    byte[] buffer = new byte[(int) ReplayChunk.rowBytes(rowInts(), stateSize, actionSize)];
    for (long serial = from; serial < written; serial++) {
      int row = slot(serial);
      chunk(row).save(row % ReplayChunk.ROWS, buffer, out);
    }
  }

  private int[] shape() {
    return new int[] {cameras, copies, copyBytes, stateSize, actionSize};
  }

  /**
   * Reads what {@link #save} or {@link #saveRows} wrote, behind the rows that this buffer has; its
   * newest row may be replaced. A further part of the same recording therefore continues it
   * exactly.
   *
   * @throws IOException if it was written by a buffer of another shape, or rows are missing between
   */
  public void load(DataInput in) throws IOException {
    int storedCapacity = in.readInt();
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
    long from = in.readLong();
    long to = in.readLong();
    boolean openBehind = in.readBoolean();
    if (storedCapacity != capacity && to > Math.min(storedCapacity, capacity)) {
      throw new IOException(
          "replay of "
              + to
              + " rows was written by a ring of "
              + storedCapacity
              + ", this one holds "
              + capacity);
    }
    if (from > to || (written > 0 && from != finalRows())) {
      throw new IOException(
          "replay rows "
              + from
              + " to "
              + to
              + " do not follow the "
              + finalRows()
              + " rows before");
    }
    byte[] buffer = new byte[(int) ReplayChunk.rowBytes(rowInts(), stateSize, actionSize)];
    // a ring whose oldest rows are gone: its chunks exist from slot 0 on all the same
    for (int row = 0; written == 0 && from > 0 && row < capacity; row += ReplayChunk.ROWS) {
      chunkToWrite(row);
    }
    for (long serial = from; serial < to; serial++) {
      int row = slot(serial);
      ReplayChunk chunk = chunkToWrite(row);
      int i = row % ReplayChunk.ROWS;
      transitions -= chunk.is(i, ReplayChunk.TRANSITION) ? 1 : 0;
      chunk.load(i, buffer, in);
      transitions += chunk.is(i, ReplayChunk.TRANSITION) ? 1 : 0;
    }
    written = to;
    open = openBehind;
    version++;
  }
}
