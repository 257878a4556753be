package org.serl4j.agent.roles;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.rlpd.UpdateReport;

/**
 * How far a training run is, beside what agent and buffers hold themselves.
 *
 * @param envSteps environment steps
 * @param episodes episodes that are over
 * @param learnerSteps learner steps
 * @param owedLearnerSteps part of a learner step that lock-step owes, from 0 to 1
 * @param encodedFrames frames that the encoder has encoded: the next shift's number
 * @param robotSeconds time on the robot's clock in all sessions [s]
 * @param wallSeconds wall time of all sessions [s]
 * @param atEpisodeBorder whether no episode was running: a resumed run then equals an uninterrupted
 *     one
 * @param trained whether training was over, so that only the evaluation is left
 * @param newest the learner's newest report, null before its first step
 */
public record TrainingCounters(
    long envSteps,
    int episodes,
    long learnerSteps,
    double owedLearnerSteps,
    long encodedFrames,
    double robotSeconds,
    double wallSeconds,
    boolean atEpisodeBorder,
    boolean trained,
    @Nullable UpdateReport newest) {

  /** Of a run that has encoded its demonstrations and nothing else. */
  public static TrainingCounters begin(long encodedFrames) {
    return new TrainingCounters(0, 0, 0, 0, encodedFrames, 0, 0, true, false, null);
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(envSteps);
    out.writeInt(episodes);
    out.writeLong(learnerSteps);
    out.writeDouble(owedLearnerSteps);
    out.writeLong(encodedFrames);
    out.writeDouble(robotSeconds);
    out.writeDouble(wallSeconds);
    out.writeBoolean(atEpisodeBorder);
    out.writeBoolean(trained);
    out.writeBoolean(newest != null);
    if (newest != null) {
      out.writeLong(newest.update());
      out.writeDouble(newest.criticLoss());
      out.writeDouble(newest.value());
      out.writeDouble(newest.target());
      out.writeDouble(newest.actorLoss());
      out.writeDouble(newest.temperature());
      out.writeDouble(newest.temperatureLoss());
      out.writeDouble(newest.entropy());
      out.writeDouble(newest.graspLoss());
      out.writeDouble(newest.graspValue());
    }
  }

  static TrainingCounters load(DataInput in) throws IOException {
    return new TrainingCounters(
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readDouble(),
        in.readLong(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean()
            ? new UpdateReport(
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble())
            : null);
  }
}
