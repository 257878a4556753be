package org.serl4j.console.session;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.rlpd.RlpdConfig;

/**
 * What an operator chooses about a training run.
 *
 * @param task its name
 * @param seed decides everything random
 * @param envSteps environment steps after which training stops
 * @param minutes wall time after which training stops, demonstrations included; infinity for none
 * @param run the run's directory; null for {@code runs/TASK-seedS-TIME}
 * @param demos a recorded data set; null to record one first
 * @param demoEpisodes demonstrations to record
 * @param cell the cell's file
 * @param realtime wall clock and a free-running learner instead of lock-step
 * @param randomBoard whether the fixtures stand elsewhere in every episode
 * @param learnerSteps learner steps for each environment step, in lock-step
 * @param startAfter environment steps before the first update
 * @param untilSuccesses stop when that many episodes in a row succeeded; 0 for never
 * @param evaluationEpisodes evaluation episodes at the end
 * @param checkpointMinutes wall time between two checkpoints; each waits for the end of its
 *     episode, so 0 is one an episode
 * @param operator who may correct the policy; a person only with {@code realtime}
 * @param overrides hyperparameters by name
 * @param reward a success classifier, whose reward and end replace the task's own; null for those
 * @param mistakes which of the classifier's mistakes are kept; null as in older runs
 * @param vice a reward that is learned while the policy is; null for none
 */
public record TrainOptions(
    String task,
    long seed,
    int envSteps,
    double minutes,
    @Nullable Path run,
    @Nullable Path demos,
    int demoEpisodes,
    Path cell,
    boolean realtime,
    boolean randomBoard,
    double learnerSteps,
    int startAfter,
    int untilSuccesses,
    int evaluationEpisodes,
    double checkpointMinutes,
    OperatorOptions operator,
    Map<String, String> overrides,
    @Nullable Path reward,
    @Nullable MistakeOptions mistakes,
    @Nullable ViceOptions vice) {
  public static final int ENV_STEPS = 8_000;
  public static final int DEMO_EPISODES = 20;
  public static final double LEARNER_STEPS = 0.5;

  /** SERL's. */
  public static final int START_AFTER = 100;

  public static final int EVALUATION_EPISODES = 100;
  public static final double CHECKPOINT_MINUTES = 2;

  public TrainOptions {
    overrides = new TreeMap<>(overrides);
    atLeast("env-steps", envSteps, 1);
    atLeast("demo-episodes", demoEpisodes, 1);
    atLeast("start-after", startAfter, 1);
    atLeast("until-successes", untilSuccesses, 0);
    atLeast("evaluation-episodes", evaluationEpisodes, 0);
    if (!(minutes > 0)) {
      throw new IllegalArgumentException("--minutes " + minutes + ": greater than 0");
    }
    if (!(checkpointMinutes >= 0)) {
      throw new IllegalArgumentException(
          "--checkpoint-minutes " + checkpointMinutes + ": at least 0");
    }
    if (operator.who().isPerson() && !realtime) {
      throw new IllegalArgumentException(
          "--operator "
              + operator.who().word()
              + ": a person can follow the wall clock only, add --realtime");
    }
    if (!(learnerSteps >= 0 && learnerSteps <= 100)) {
      throw new IllegalArgumentException("--learner-steps " + learnerSteps + ": from 0 to 100");
    }
    if (reward == null && mistakes != null && mistakes.asksForMore()) {
      throw new IllegalArgumentException(
          "--missed-successes and --keep-rewarded go with --reward FILE: they speak of its classifier");
    }
    if (reward != null && vice != null) {
      throw new IllegalArgumentException(
          "--vice with --reward: a run has one reward, leave one out");
    }
  }

  /** A run that keeps the false rewards of its classifier, if it has one, and no more. */
  public TrainOptions(
      String task,
      long seed,
      int envSteps,
      double minutes,
      @Nullable Path run,
      @Nullable Path demos,
      int demoEpisodes,
      Path cell,
      boolean realtime,
      boolean randomBoard,
      double learnerSteps,
      int startAfter,
      int untilSuccesses,
      int evaluationEpisodes,
      double checkpointMinutes,
      OperatorOptions operator,
      Map<String, String> overrides,
      @Nullable Path reward) {
    this(
        task,
        seed,
        envSteps,
        minutes,
        run,
        demos,
        demoEpisodes,
        cell,
        realtime,
        randomBoard,
        learnerSteps,
        startAfter,
        untilSuccesses,
        evaluationEpisodes,
        checkpointMinutes,
        operator,
        overrides,
        reward,
        MistakeOptions.defaults(),
        null);
  }

  /** The same run with a reward that is learned while the policy is. */
  public TrainOptions learningFrom(ViceOptions goals) {
    return with(task, seed, envSteps, minutes, run, demos, cell, reward, goals);
  }

  /** The same run with a classifier's reward, or with the task's own. */
  public TrainOptions rewardedBy(@Nullable Path classifier) {
    return with(task, seed, envSteps, minutes, run, demos, cell, classifier, vice);
  }

  /** The same choices for a task with its own seed, directory, demonstrations and reward. */
  public TrainOptions forTask(
      String itsTask,
      long itsSeed,
      @Nullable Path itsRun,
      @Nullable Path itsDemos,
      @Nullable Path itsReward) {
    return with(itsTask, itsSeed, envSteps, minutes, itsRun, itsDemos, cell, itsReward, vice);
  }

  private TrainOptions with(
      String itsTask,
      long itsSeed,
      int itsEnvSteps,
      double itsMinutes,
      @Nullable Path itsRun,
      @Nullable Path itsDemos,
      Path itsCell,
      @Nullable Path itsReward,
      @Nullable ViceOptions itsVice) {
    return new TrainOptions(
        itsTask,
        itsSeed,
        itsEnvSteps,
        itsMinutes,
        itsRun,
        itsDemos,
        demoEpisodes,
        itsCell,
        realtime,
        randomBoard,
        learnerSteps,
        startAfter,
        untilSuccesses,
        evaluationEpisodes,
        checkpointMinutes,
        operator,
        overrides,
        itsReward,
        mistakes,
        itsVice);
  }

  /** A whole training run as {@code ./serl4j train TASK} does it. */
  public static TrainOptions defaults(
      String task, long seed, Path cell, @Nullable Path run, Map<String, String> overrides) {
    return new TrainOptions(
        task,
        seed,
        ENV_STEPS,
        Double.POSITIVE_INFINITY,
        run,
        null,
        DEMO_EPISODES,
        cell,
        false,
        false,
        LEARNER_STEPS,
        START_AFTER,
        0,
        EVALUATION_EPISODES,
        CHECKPOINT_MINUTES,
        OperatorOptions.none(),
        overrides,
        null);
  }

  /** The same run with other ends; null leaves an end as it is. */
  public TrainOptions until(@Nullable Integer otherEnvSteps, @Nullable Double otherMinutes) {
    return with(
        task,
        seed,
        otherEnvSteps == null ? envSteps : otherEnvSteps,
        otherMinutes == null ? minutes : otherMinutes,
        run,
        demos,
        cell,
        reward,
        vice);
  }

  /** The same run with a directory: the given one, or {@code runs/TASK-seedS-TIME}. */
  TrainOptions withFolder() {
    if (run != null) {
      return this;
    }
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    return in(Path.of("runs", task + "-seed" + seed + "-" + time), cell);
  }

  /** The same run with its own directory and copy of the cell. */
  TrainOptions in(Path itsRun, Path itsCell) {
    return with(task, seed, envSteps, minutes, itsRun, demos, itsCell, reward, vice);
  }

  /** Rows that the online replay needs: a step each, and one more for each episode. */
  long onlineRows() {
    return envSteps + envSteps / 10L + 200;
  }

  /**
   * Rows that corrections may add to the demonstrations: every step may be one, and every segment
   * begins with a row that is either an episode's first or takes the place of a step of the policy.
   */
  long correctionRows() {
    return operator.who() == OperatorOptions.Who.NONE ? 0 : onlineRows();
  }

  /**
   * Refuses overrides of unknown hyperparameters or with values out of range.
   *
   * @throws IllegalArgumentException with one line
   */
  public void requireKnownHyperparameters() {
    RlpdConfig config = Hyperparameters.with(overrides);
    if (vice != null) {
      vice.config();
      if (config.nStep() != 1 || config.pixelReplay()) {
        throw new IllegalArgumentException(
            "--vice with --config nStep or pixelReplay: it judges single steps by stored features");
      }
    }
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("--" + option + " " + value + ": at least " + least);
    }
  }
}
