package org.serl4j.console.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.UpdateReport;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.Training;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.agent.roles.TrainingCounters;

/**
 * Steps until the run's end, with a row of metrics, a line of progress and a checkpoint now and
 * then. Checkpoints are taken between episodes, because an episode depends on its seed alone.
 */
final class TrainingLoop {
  private static final double NS = 1e-9;

  /** What takes part. */
  record Parts(
      RlpdAgent agent,
      Learner learner,
      Actor actor,
      FrameEncoder encoder,
      Environment environment,
      Training training) {}

  private final Parts parts;
  private final TrainOptions options;
  private final TrainingCheckpoint checkpoint;
  private final TrainingLog log;
  private final Progress progress;
  private final long startNs;
  private final double wallBefore;
  private final double robotBefore;
  private long steps;
  private long shownSteps;
  private long shownUpdates;
  private double shownSeconds;

  /**
   * @param from how far the run was before
   * @param startNs when this session began, by {@link System#nanoTime}
   * @param robotNow robot time of this session that is contained in {@code from} [s]
   */
  TrainingLoop(
      Parts parts,
      TrainOptions options,
      TrainingCheckpoint checkpoint,
      TrainingLog log,
      Progress progress,
      TrainingCounters from,
      long startNs,
      double robotNow) {
    this.parts = parts;
    this.options = options;
    this.checkpoint = checkpoint;
    this.log = log;
    this.progress = progress;
    this.startNs = startNs;
    this.wallBefore = from.wallSeconds();
    this.robotBefore = from.robotSeconds() - robotNow;
    this.steps = from.envSteps();
    this.shownSteps = steps;
    this.shownUpdates = parts.training.criticUpdates();
  }

  /**
   * Runs to the end.
   *
   * @param first whether a checkpoint is written before the first step
   * @return how far the run is
   * @throws SessionException if the operator stopped it
   */
  TrainingCounters run(boolean first) throws IOException {
    double checkpointSeconds = wallSeconds();
    shownSeconds = checkpointSeconds;
    if (first) {
      save(false);
    }
    String resume = "'./serl4j train --resume " + options.run() + "'";
    try (StopSignal stop =
        new StopSignal(
            () -> progress.say("stopping at the end of this episode, or in a few seconds"),
            () ->
                progress.say(
                    "stopped within an episode; go on from the last checkpoint: " + resume))) {
      while (!isOver()) {
        advance(resume);
        double seconds = wallSeconds();
        if (atEpisodeStart()) {
          boolean stopped = stop.requested();
          if (stopped || seconds - checkpointSeconds >= 60 * options.checkpointMinutes()) {
            save(false);
            checkpointSeconds = seconds;
          }
          if (stopped) {
            progress.say("stopped at env step %,d; go on: %s".formatted(steps, resume));
            throw new SessionException("the run was stopped before its end");
          }
        }
        show(seconds);
      }
      save(true);
    }
    return counters(true);
  }

  /** One step, with its row of metrics where one is due. */
  void step() {
    @Nullable UpdateReport report = parts.training.advance();
    steps++;
    log.stepped(steps, wallSeconds(), robotSeconds(), parts.training.criticUpdates(), report);
  }

  /** Whether the next step begins an episode. */
  boolean atEpisodeStart() {
    return parts.actor.atEpisodeStart();
  }

  /** Environment steps so far. */
  long steps() {
    return steps;
  }

  int successesInARow() {
    return log.successesInARow();
  }

  /** Success rate of the last episodes, NaN before the first. */
  double successRate() {
    return log.successRate();
  }

  /** How many episodes {@link #successRate} speaks of. */
  int window() {
    return log.window();
  }

  /** One step; if the scene cannot be brought back, the run is saved before it ends. */
  private void advance(String resume) throws IOException {
    try {
      step();
    } catch (ResetFailedException e) {
      save(false);
      throw new SessionException(
          "%s; the run is saved at env step %d, go on: %s".formatted(e.getMessage(), steps, resume),
          e);
    }
  }

  private boolean isOver() {
    return isOver(options, steps, wallSeconds(), log.successesInARow());
  }

  /** Whether a run that is so far has reached one of its ends. */
  static boolean isOver(TrainOptions options, long steps, double wallSeconds, int successesInARow) {
    return steps >= options.envSteps()
        || wallSeconds >= 60 * options.minutes()
        || (options.untilSuccesses() > 0 && successesInARow >= options.untilSuccesses());
  }

  /**
   * Writes a checkpoint.
   *
   * @param trained whether training is over
   * @return its number
   */
  long save(boolean trained) throws IOException {
    long beginNs = System.nanoTime();
    long[] number = new long[1];
    parts.training.whileResting(
        () ->
            number[0] =
                checkpoint.save(
                    parts.agent,
                    parts.learner.online(),
                    parts.learner.demos(),
                    parts.learner.reward(),
                    counters(trained),
                    log.saved()));
    progress.say(
        "checkpoint %d at env step %,d (%.2f s)"
            .formatted(number[0], steps, (System.nanoTime() - beginNs) * NS));
    return number[0];
  }

  /** How far it is. */
  TrainingCounters counters(boolean trained) {
    return new TrainingCounters(
        steps,
        parts.actor.episodes(),
        parts.learner.steps(),
        parts.training.owedLearnerSteps(),
        parts.encoder.frames(),
        robotSeconds(),
        wallSeconds(),
        parts.actor.atEpisodeStart(),
        trained,
        parts.training.newest());
  }

  /** Of all sessions [s]. */
  double wallSeconds() {
    return wallBefore + (System.nanoTime() - startNs) * NS;
  }

  private double robotSeconds() {
    return robotBefore + parts.environment.robotSeconds();
  }

  private void show(double seconds) {
    long nowNs = System.nanoTime();
    if (!progress.due(nowNs)) {
      return;
    }
    double passed = Math.max(1e-9, seconds - shownSeconds);
    double stepRate = (steps - shownSteps) / passed;
    long updates = parts.training.criticUpdates();
    double left =
        Math.min(
            (options.envSteps() - steps) / Math.max(1e-3, stepRate),
            60 * options.minutes() - seconds);
    progress.show(
        nowNs,
        Progress.training(
                steps,
                options.envSteps(),
                stepRate,
                (updates - shownUpdates) / passed,
                log.successRate(),
                log.window(),
                left)
            + (options.operator().who() == OperatorOptions.Who.NONE ? "" : log.control()));
    shownSteps = steps;
    shownUpdates = updates;
    shownSeconds = seconds;
  }
}
