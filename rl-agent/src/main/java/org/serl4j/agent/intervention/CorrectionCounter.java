package org.serl4j.agent.intervention;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import org.serl4j.agent.ActedBy;

/**
 * How much help the policy needed. A correction is a run of steps in which the operator held on; it
 * ends with the episode at the latest. Not thread-safe.
 *
 * <pre>
 *   share = corrected steps / steps           over the last finished episodes
 *   mean length = corrected steps / corrections [steps]     since the start
 * </pre>
 */
public final class CorrectionCounter {
  /** Steps of one episode, and how many of them were corrected. */
  private record Counted(int steps, int corrected) {}

  private final int window;
  private final ArrayDeque<Counted> latest = new ArrayDeque<>();
  private long corrections;
  private long correctedSteps;
  private int episodeSteps;
  private int episodeCorrected;
  private ActedBy newest = ActedBy.POLICY;

  /**
   * @param window finished episodes over which the share is taken, at least 1
   */
  public CorrectionCounter(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window = " + window + " episodes, at least 1");
    }
    this.window = window;
  }

  /** One step. */
  public void acted(ActedBy actedBy) {
    episodeSteps++;
    if (actedBy == ActedBy.HUMAN) {
      if (newest != ActedBy.HUMAN) {
        corrections++;
      }
      correctedSteps++;
      episodeCorrected++;
    }
    newest = actedBy;
  }

  /** The episode is over. */
  public void finished() {
    if (latest.size() == window) {
      latest.removeFirst();
    }
    latest.addLast(new Counted(episodeSteps, episodeCorrected));
    episodeSteps = 0;
    episodeCorrected = 0;
    newest = ActedBy.POLICY;
  }

  /** Who acts now; the policy between episodes. */
  public ActedBy newest() {
    return newest;
  }

  /** Share of corrected steps in the last finished episodes, in [0, 1]; NaN before the first. */
  public double share() {
    int steps = latest.stream().mapToInt(Counted::steps).sum();
    int corrected = latest.stream().mapToInt(Counted::corrected).sum();
    return steps == 0 ? Double.NaN : (double) corrected / steps;
  }

  /** Corrections since the start, one that goes on included. */
  public long corrections() {
    return corrections;
  }

  /** Corrected steps since the start. */
  public long correctedSteps() {
    return correctedSteps;
  }

  /** Mean length of a correction [steps], one that goes on included; NaN before the first. */
  public double meanSteps() {
    return corrections == 0 ? Double.NaN : (double) correctedSteps / corrections;
  }

  /** Writes everything but a running episode. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(corrections);
    out.writeLong(correctedSteps);
    out.writeInt(latest.size());
    for (Counted counted : latest) {
      out.writeInt(counted.steps());
      out.writeInt(counted.corrected());
    }
  }

  /** Goes on where {@link #write} was called between two episodes. */
  public void read(DataInput in) throws IOException {
    corrections = in.readLong();
    correctedSteps = in.readLong();
    latest.clear();
    int kept = in.readInt();
    for (int i = 0; i < kept; i++) {
      latest.addLast(new Counted(in.readInt(), in.readInt()));
    }
  }
}
