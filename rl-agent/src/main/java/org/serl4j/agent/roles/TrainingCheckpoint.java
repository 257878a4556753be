package org.serl4j.agent.roles;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.checkpoint.CheckedFile;
import org.serl4j.agent.checkpoint.CheckpointFolder;
import org.serl4j.agent.checkpoint.CheckpointFolder.StoredFile;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/**
 * A run's checkpoints: agent (networks, optimisers, targets, temperature, calibration, seed), both
 * replay buffers and counters as one unit. The agent is written whole; of a buffer only the rows
 * that are new since the checkpoint before, because rows do not change. Not thread-safe: the
 * learner rests meanwhile.
 */
public final class TrainingCheckpoint {
  private static final String REPLAY_KIND = "replay";
  private static final int REPLAY_VERSION = 1;

  private final CheckpointFolder folder;
  private final Ring online = new Ring("online");
  private final Ring demos = new Ring("demos");

  /**
   * What a checkpoint holds.
   *
   * @param number of the checkpoint
   * @param agentFile what {@link RlpdAgent#load} reads
   * @param counters how far the run was
   * @param log what the caller added
   * @param rewardFile what the learner's {@link RewardModel} wrote; null if it had none
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
  public record Stored(
      long number,
      Path agentFile,
      TrainingCounters counters,
      byte[] log,
      @Nullable Path rewardFile) {}

  /** Files of one buffer that are needed, oldest first. */
  private static final class Ring {
    final String part;
    final List<Stretch> stretches = new ArrayList<>();
    int capacity;
    long written;
    long nextRow;

    Ring(String part) {
      this.part = part;
    }

    /** Adds what is new; forgets files whose rows the ring has overwritten. */
    void save(CheckpointFolder folder, ReplayBuffer buffer) throws IOException {
      long from = Math.max(nextRow, buffer.oldestRow());
      if (stretches.isEmpty() || buffer.writtenRows() > from) {
        StoredFile file =
            folder.write(
                part,
                path ->
                    CheckedFile.write(
                        path, REPLAY_KIND, REPLAY_VERSION, out -> buffer.saveRows(out, from)));
        stretches.add(new Stretch(file, buffer.writtenRows()));
      }
      while (stretches.size() > 1 && stretches.get(0).to <= buffer.oldestRow()) {
        stretches.remove(0);
      }
      nextRow = buffer.finalRows();
      written = buffer.writtenRows();
      capacity = buffer.capacity();
    }

    void describe(DataOutput out) throws IOException {
      out.writeInt(capacity);
      out.writeLong(written);
      out.writeLong(nextRow);
      out.writeInt(stretches.size());
      for (Stretch stretch : stretches) {
        out.writeLong(stretch.to);
      }
    }

    long[] readDescription(DataInput in) throws IOException {
      capacity = in.readInt();
      written = in.readLong();
      nextRow = in.readLong();
      long[] ends = new long[in.readInt()];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = in.readLong();
      }
      return ends;
    }

    void load(CheckpointFolder folder, ReplayBuffer into) throws IOException {
      for (Stretch stretch : stretches) {
        CheckedFile.read(folder.path(stretch.file), REPLAY_KIND, REPLAY_VERSION, into::load);
      }
      if (into.writtenRows() != written) {
        throw new IOException(
            "the " + part + " replay has " + into.writtenRows() + " of " + written + " rows");
      }
    }
  }

  /** Rows of a buffer in one file, up to the serial number {@code to}. */
  private record Stretch(StoredFile file, long to) {}

  /**
   * @param folder of this run alone
   * @throws IOException if it cannot be listed
   */
  public TrainingCheckpoint(Path folder) throws IOException {
    this.folder = new CheckpointFolder(folder);
  }

  /**
   * Writes a checkpoint, whole or not at all; it and the one before are kept.
   *
   * @param log written by the caller, given back in {@link Stored#log}
   * @return its number
   */
  public long save(
      RlpdAgent agent,
      ReplayBuffer onlineReplay,
      ReplayBuffer demoReplay,
      TrainingCounters counters,
      byte[] log)
      throws IOException {
    return save(agent, onlineReplay, demoReplay, null, counters, log);
  }

  /**
   * The same with a learned reward.
   *
   * @param reward null for none
   */
  public long save(
      RlpdAgent agent,
      ReplayBuffer onlineReplay,
      ReplayBuffer demoReplay,
      @Nullable RewardModel reward,
      TrainingCounters counters,
      byte[] log)
      throws IOException {
    long number = folder.begin();
    List<StoredFile> files = new ArrayList<>();
    files.add(folder.write("agent", agent::save));
    online.save(folder, onlineReplay);
    demos.save(folder, demoReplay);
    online.stretches.forEach(stretch -> files.add(stretch.file));
    demos.stretches.forEach(stretch -> files.add(stretch.file));
    if (reward != null) {
      files.add(folder.write("reward", reward::save));
    }
    folder.commit(
        files,
        out -> {
          counters.save(out);
          online.describe(out);
          demos.describe(out);
          out.writeInt(log.length);
          out.write(log);
        });
    return number;
  }

  /** Numbers of the checkpoints that are there, newest first. */
  public List<Long> numbers() throws IOException {
    return folder.numbers();
  }

  /**
   * Opens a checkpoint; {@link #loadOnline} and {@link #loadDemos} then give the buffers, and
   * {@link #save} goes on behind it.
   *
   * @throws IOException with one line if a file of it is missing, truncated, damaged or foreign
   */
  public Stored open(long number) throws IOException {
    TrainingCounters[] counters = new TrainingCounters[1];
    long[][] ends = new long[2][];
    byte[][] log = new byte[1][];
    List<StoredFile> files =
        folder.open(
            number,
            in -> {
              counters[0] = TrainingCounters.load(in);
              ends[0] = online.readDescription(in);
              ends[1] = demos.readDescription(in);
              log[0] = new byte[in.readInt()];
              in.readFully(log[0]);
            });
    int buffers = 1 + ends[0].length + ends[1].length;
    if (files.size() != buffers && files.size() != buffers + 1) {
      throw new IOException("checkpoint " + number + " names " + files.size() + " files");
    }
    fill(online, files.subList(1, 1 + ends[0].length), ends[0]);
    fill(demos, files.subList(1 + ends[0].length, buffers), ends[1]);
    return new Stored(
        number,
        folder.path(files.get(0)),
        counters[0],
        log[0],
        files.size() == buffers ? null : folder.path(files.get(buffers)));
  }

  private static void fill(Ring ring, List<StoredFile> files, long[] ends) {
    ring.stretches.clear();
    for (int i = 0; i < ends.length; i++) {
      ring.stretches.add(new Stretch(files.get(i), ends[i]));
    }
  }

  /**
   * The opened checkpoint's online replay.
   *
   * @param wantedCapacity rows that a longer run needs; kept as it was if the ring has already
   *     overwritten rows
   * @throws IOException with one line if a file is damaged or of other spaces
   */
  public ReplayBuffer loadOnline(int wantedCapacity, Spaces spaces, RlpdConfig config)
      throws IOException {
    return load(online, wantedCapacity, spaces, config);
  }

  /** The opened checkpoint's demonstrations, corrections included; as {@link #loadOnline}. */
  public ReplayBuffer loadDemos(int wantedCapacity, Spaces spaces, RlpdConfig config)
      throws IOException {
    return load(demos, wantedCapacity, spaces, config);
  }

  private ReplayBuffer load(Ring ring, int wanted, Spaces spaces, RlpdConfig config)
      throws IOException {
    ReplayBuffer buffer = config.replay(capacity(ring, wanted), spaces);
    ring.load(folder, buffer);
    return buffer;
  }

  private static int capacity(Ring ring, int wanted) {
    return ring.written > ring.capacity ? ring.capacity : Math.max(wanted, ring.capacity);
  }

  /** Rows that {@link #loadOnline} and {@link #loadDemos} will make room for, together. */
  public long rows(int wantedOnline, int wantedDemos) {
    return (long) capacity(online, wantedOnline) + capacity(demos, wantedDemos);
  }

  /** Rows of the opened checkpoint's demonstrations, used or not. */
  public long demoRows() {
    return demos.capacity;
  }

  /**
   * The newest checkpoint's agent, for an evaluation; null if there is no checkpoint.
   *
   * @throws IOException if the checkpoint is incomplete or damaged
   */
  public @Nullable Path newestAgent() throws IOException {
    List<Long> numbers = numbers();
    return numbers.isEmpty() ? null : open(numbers.get(0)).agentFile();
  }
}
