package org.serl4j.console.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.agent.roles.TrainingCounters;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** Demonstrations, training, evaluation, summary: from a task's name to a run directory. */
public final class TrainSession {
  private static final double NS = 1e-9;

  private TrainOptions options;
  private final Path home;
  private final Progress progress;
  private final Lanes lanes = Lanes.of(NativeThreads.learnerLanes());
  private final EpisodeListener watcher;
  private final long startNs = System.nanoTime();
  private double wallBefore;

  /**
   * @param home the program's folder, whose commit is noted
   */
  public TrainSession(TrainOptions options, Path home, Progress progress) {
    this(options, home, progress, EpisodeListener.NONE);
  }

  /**
   * @param watcher sees every step of training, on the actor's thread
   */
  TrainSession(TrainOptions options, Path home, Progress progress, EpisodeListener watcher) {
    this.watcher = watcher;
    this.options = options;
    this.home = home;
    this.progress = progress;
  }

  /** A new run: demonstrations, training, evaluation. */
  @SuppressWarnings("try") // the lock is held, not used
  public Summary run() throws IOException {
    RlpdConfig config = check();
    Path demos = options.demos();
    if (demos != null && options.vice() == null) {
      Demonstrations.requireRewardedBy(demos, options.reward());
    } else if (demos != null) {
      DatasetReader.open(demos); // VICE gives them its own reward
    }
    Cell cell = Cell.read(options.cell());
    RewardedTask task = open(cell);
    try (lanes;
        Environment environment = task.open().environment()) {
      ReplayMemory memory =
          new ReplayMemory(
              config.replayRowBytes(environment.spaces()),
              options.onlineRows(),
              Demonstrations.rows(options, environment),
              Runtime.getRuntime().maxMemory());
      memory.require();
      ViceOptions wanted = options.vice();
      if (wanted != null) {
        GoalObservations.open(wanted.goals(), environment, cell); // refused before the run is made
      }
      try (OperatorSeat seat = seat(task.open())) {
        RunDirectory run = RunDirectory.create(options);
        progress.say("run: " + run.folder());
        progress.say(memory.line());
        try (Closeable alone = run.lock()) {
          return train(place(task, cell, seat), config, run, null);
        }
      }
    }
  }

  /**
   * Goes on with a run from its newest checkpoint, or from the beginning if it has none; only
   * evaluates if training is over.
   *
   * @param run the directory of the session's options
   * @param before whether to go on from the checkpoint before the newest
   * @throws SessionException if the run is finished, in use, or its checkpoint damaged
   */
  @SuppressWarnings("try") // the lock is held, not used
  public Summary resume(RunDirectory run, boolean before) throws IOException {
    RlpdConfig config = check();
    Cell cell = Cell.read(options.cell());
    try (Closeable alone = run.lock()) {
      RewardedTask task = open(cell);
      try (lanes;
          Environment environment = task.open().environment();
          OperatorSeat seat = seat(task.open())) {
        PolicyTraining.Place place = place(task, cell, seat);
        TrainingCheckpoint checkpoints = run.checkpoints();
        ResumePoint from =
            ResumePoint.read(run, checkpoints, options, environment.spaces(), lanes, before);
        if (from == null) {
          progress.say("the run has no checkpoint yet: it begins anew");
          run.forgetBeginning();
          return train(place, config, run, null);
        }
        TrainingCounters counters = from.stored().counters();
        if (from.over() && run.isConcluded()) {
          throw new SessionException(
              "the run is finished after %d env steps: raise --env-steps or --minutes to go on"
                  .formatted(counters.envSteps()));
        }
        run.save(options);
        progress.say(
            "resumed: checkpoint %d at env step %,d, %,d critic updates"
                .formatted(from.stored().number(), counters.envSteps(), from.agent().updates()));
        wallBefore = counters.wallSeconds();
        return from.over()
            ? conclude(
                task.open(),
                run,
                new Conclusion.Trained(
                    from.agent(), counters, TrainingLog.corrections(from.stored().log())),
                config)
            : train(place, config, run, new PolicyTraining.Resumed(from, checkpoints));
      }
    }
  }

  private RlpdConfig check() {
    new TaskCatalogue().require(options.task());
    RlpdConfig config = Hyperparameters.with(options.overrides());
    NativeThreads.single();
    return config;
  }

  private RewardedTask open(Cell cell) throws IOException {
    options = options.withFolder();
    TaskOptions taskOptions =
        new TaskOptions(options.randomBoard(), !options.realtime())
            .keepingStops(Objects.requireNonNull(options.run()).resolve(RunDirectory.STOPS));
    requireJudge(cell);
    Demonstrations.requireScript(options, cell);
    Path file = options.reward();
    RewardedTask rewarded;
    if (file == null) {
      // what is learned meanwhile cannot end an episode: it may change its mind
      TaskOptions ending = options.vice() == null ? taskOptions : taskOptions.goingOn();
      rewarded = RewardedTask.byItself(new TaskCatalogue().open(options.task(), cell, ending));
    } else {
      SuccessClassifier classifier = SuccessClassifier.load(file);
      OpenTask task = new TaskCatalogue().open(options.task(), cell, taskOptions.goingOn());
      rewarded = RewardedTask.by(classifier, task, cell, file);
      progress.say("reward: " + rewarded.words());
    }
    return rewarded.with(TerminalAttendant.attending(rewarded.open(), progress));
  }

  private void requireJudge(Cell cell) {
    boolean unwatched = options.demos() != null && options.evaluationEpisodes() == 0;
    if (options.reward() == null && !(options.vice() != null && unwatched)) {
      LearnedReward.requireTruth(
          options.task(),
          cell,
          options.vice() == null
              ? "give --reward FILE, a classifier of its images (./serl4j reward collect "
                  + options.task()
                  + " --by keyboard, then reward train), or --vice GOALS"
              : "with --vice give --demos DIR and --evaluation-episodes 0");
    }
  }

  private OperatorSeat seat(OpenTask open) {
    return OperatorSeat.open(options.operator().who(), open, progress);
  }

  private PolicyTraining.Place place(RewardedTask task, Cell cell, OperatorSeat seat) {
    return new PolicyTraining.Place(task, cell, seat, watcher, lanes, progress, startNs);
  }

  private Summary train(
      PolicyTraining.Place place,
      RlpdConfig config,
      RunDirectory run,
      PolicyTraining.@Nullable Resumed resumed)
      throws IOException {
    Conclusion.Trained made;
    String advice;
    try (PolicyTraining training = PolicyTraining.open(place, options, config, run, resumed)) {
      TrainingCounters counters = training.loop().run(resumed == null);
      made = new Conclusion.Trained(training.agent(), counters, training.corrections());
      advice = training.advice();
    }
    progress.say(
        "trained: %d env steps, %d critic updates, %s; %s"
            .formatted(
                made.counters().envSteps(),
                made.agent().updates(),
                Progress.duration(wallSeconds()),
                place.open().report().get()));
    if (!advice.isEmpty()) {
      progress.say(advice);
    }
    return conclude(place.open(), run, made, config);
  }

  private Summary conclude(
      OpenTask open, RunDirectory run, Conclusion.Trained made, RlpdConfig config)
      throws IOException {
    return new Conclusion(options, config, home, progress)
        .of(PolicyTraining.watched(open, options), run, made, wallSeconds());
  }

  private double wallSeconds() {
    return wallBefore + (System.nanoTime() - startNs) * NS;
  }
}
