package org.serl4j.console.session;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.agent.roles.TrainingCounters;

/**
 * Where a run goes on: one of its checkpoints, read whole.
 *
 * @param stored counters and log
 * @param agent as it was
 * @param online the online replay as it was
 * @param demos demonstrations and corrections as they were
 * @param over whether training is over, so that only the evaluation is left
 */
record ResumePoint(
    TrainingCheckpoint.Stored stored,
    RlpdAgent agent,
    ReplayBuffer online,
    ReplayBuffer demos,
    boolean over) {

  /**
   * Reads the newest checkpoint that a run can go on from. A run that ended within an episode and
   * is made longer goes on from the checkpoint before, which was taken between episodes.
   *
   * @param lanes who does the agent's updates
   * @param before whether to go back to the one before the newest
   * @return null if the run has no checkpoint yet
   * @throws SessionException with one line if the checkpoint cannot be used, naming the way back
   */
  static @Nullable ResumePoint read(
      RunDirectory run,
      TrainingCheckpoint checkpoints,
      TrainOptions options,
      Spaces spaces,
      Lanes lanes,
      boolean before) {
    int index = before ? 1 : 0;
    try {
      List<Long> numbers = checkpoints.numbers();
      if (numbers.isEmpty()) {
        return null;
      }
      if (before && numbers.size() < 2) {
        throw new SessionException(
            "the run " + run.folder() + " has one checkpoint: there is none before it");
      }
      TrainingCheckpoint.Stored stored = checkpoints.open(numbers.get(index));
      boolean over = isOver(stored, options);
      if (!over && !stored.counters().atEpisodeBorder() && index + 1 < numbers.size()) {
        stored = checkpoints.open(numbers.get(index + 1));
      }
      return load(checkpoints, stored, options, spaces, lanes, over);
    } catch (IOException e) {
      throw new SessionException(
          "the checkpoint of "
              + run.folder()
              + " cannot be used ("
              + e.getMessage()
              + (before
                  ? "): begin a new run"
                  : "): go back to the one before with './serl4j train --resume "
                      + run.folder()
                      + " --previous-checkpoint'"),
          e);
    }
  }

  /**
   * Reads the checkpoint of that number.
   *
   * @throws SessionException with one line if it cannot be used
   */
  static ResumePoint at(
      long number,
      RunDirectory run,
      TrainingCheckpoint checkpoints,
      TrainOptions options,
      Spaces spaces,
      Lanes lanes) {
    try {
      TrainingCheckpoint.Stored stored = checkpoints.open(number);
      return load(checkpoints, stored, options, spaces, lanes, stored.counters().trained());
    } catch (IOException e) {
      throw new SessionException(
          "checkpoint %d of %s cannot be used (%s): begin a new run"
              .formatted(number, run.folder(), e.getMessage()),
          e);
    }
  }

  private static boolean isOver(TrainingCheckpoint.Stored stored, TrainOptions options)
      throws IOException {
    TrainingCounters counters = stored.counters();
    if (options.envSteps() < counters.envSteps()) {
      throw new SessionException(
          "--env-steps %d: the run has made %d already"
              .formatted(options.envSteps(), counters.envSteps()));
    }
    return counters.trained()
        && TrainingLoop.isOver(
            options,
            counters.envSteps(),
            counters.wallSeconds(),
            TrainingLog.successesInARow(stored.log()));
  }

  private static ResumePoint load(
      TrainingCheckpoint checkpoints,
      TrainingCheckpoint.Stored stored,
      TrainOptions options,
      Spaces spaces,
      Lanes lanes,
      boolean over)
      throws IOException {
    RlpdAgent agent = RlpdAgent.load(stored.agentFile(), spaces, lanes);
    int wanted = (int) Math.min(Integer.MAX_VALUE, options.onlineRows());
    // a longer run may bring as many more corrections
    long longer = checkpoints.rows(wanted, 0) - checkpoints.rows(0, 0);
    int wantedDemos =
        options.correctionRows() == 0 ? 0 : Math.toIntExact(checkpoints.demoRows() + longer);
    new ReplayMemory(
            agent.config().replayRowBytes(spaces),
            checkpoints.rows(wanted, wantedDemos),
            0,
            Runtime.getRuntime().maxMemory())
        .require();
    return new ResumePoint(
        stored,
        agent,
        checkpoints.loadOnline(wanted, spaces, agent.config()),
        checkpoints.loadDemos(wantedDemos, spaces, agent.config()),
        over);
  }
}
