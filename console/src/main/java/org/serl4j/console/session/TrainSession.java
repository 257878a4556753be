package org.serl4j.console.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.FreeRun;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.LockStep;
import org.serl4j.agent.roles.Training;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.agent.roles.TrainingCounters;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.ClassifiedEnvironment;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.vice.GoalImages;
import org.serl4j.rewards.vice.Vice;
import org.serl4j.rewards.vice.ViceReport;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** Demonstrations, training, evaluation, summary: from a task's name to a run directory. */
public final class TrainSession {
  private static final long LEARNER_DEADLINE_MS = 120_000;
  private static final int QUEUE = 1000;
  private static final double NS = 1e-9;
  private static final long AGENT_STREAM = 1;
  private static final long LEARNER_STREAM = 2;
  private static final long ENCODER_STREAM = 3;
  private static final long DEMO_STREAM = 4;
  private static final long ACTOR_STREAM = 5;
  private static final long GOAL_STREAM = 6;
  private static final long VICE_STREAM = 7;

  private TrainOptions options;
  private final Path home;
  private final Progress progress;
  private final Lanes lanes = Lanes.of(NativeThreads.learnerLanes());
  private final EpisodeListener watcher;
  private final long startNs = System.nanoTime();
  private double wallBefore;

  /** What a learned reward says of the newest observation; null with the task's own. */
  private @Nullable DoubleSupplier rewardProbability;

  /** A reward that is learned while the policy is, once the goals are encoded. */
  private @Nullable Vice vice;

  /** Observations in a row that a learned reward asks for. */
  private int holdSteps = 1;

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
    if (options.demos() != null) {
      DatasetReader.open(options.demos());
    }
    Cell cell = Cell.read(options.cell());
    OpenTask open = open(cell);
    try (lanes;
        Environment environment = open.environment()) {
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
      try (OperatorSeat seat = seat(open)) {
        RunDirectory run = createRun();
        progress.say("run: " + run.folder());
        progress.say(memory.line());
        try (Closeable alone = run.lock()) {
          return train(new Place(open, cell, seat), config, run, null);
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
      OpenTask open = open(cell);
      try (lanes;
          Environment environment = open.environment();
          OperatorSeat seat = seat(open)) {
        Place place = new Place(open, cell, seat);
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
                open,
                from.agent(),
                run,
                new Trained(counters, TrainingLog.corrections(from.stored().log())),
                config)
            : train(place, config, run, new Resumed(from, checkpoints));
      }
    }
  }

  private RlpdConfig check() {
    new TaskCatalogue().require(options.task());
    RlpdConfig config = Hyperparameters.with(options.overrides());
    NativeThreads.single();
    return config;
  }

  private OpenTask open(Cell cell) throws IOException {
    TaskOptions taskOptions = new TaskOptions(options.randomBoard(), !options.realtime());
    Path file = options.reward();
    if (file == null) {
      // what is learned meanwhile cannot end an episode: it may change its mind
      TaskOptions ending = options.vice() == null ? taskOptions : taskOptions.goingOn();
      return TerminalAttendant.attending(
          new TaskCatalogue().open(options.task(), cell, ending), progress);
    }
    SuccessClassifier classifier = SuccessClassifier.load(file);
    OpenTask task = new TaskCatalogue().open(options.task(), cell, taskOptions.goingOn());
    ClassifiedEnvironment learned = LearnedReward.over(task, cell, classifier, file.toString());
    rewardProbability = learned::probability;
    holdSteps = classifier.rule().holdSteps();
    progress.say("reward: " + file + ", " + classifier.rule().line());
    return TerminalAttendant.attending(task.behind(learned), progress);
  }

  private OperatorSeat seat(OpenTask open) {
    return OperatorSeat.open(options.operator().who(), open, progress);
  }

  /** Where training happens. */
  private record Place(OpenTask open, Cell cell, OperatorSeat seat) {}

  /** What training led to. */
  private record Trained(TrainingCounters counters, Corrections corrections) {}

  /** A checkpoint and the folder that it came from, which goes on behind it. */
  private record Resumed(ResumePoint point, TrainingCheckpoint checkpoints) {}

  /** What training begins with. */
  private record Beginning(
      RlpdAgent agent, ReplayBuffer online, ReplayBuffer demos, TrainingCounters counters) {}

  private RunDirectory createRun() {
    options = options.withFolder();
    return RunDirectory.create(options);
  }

  private Summary train(Place place, RlpdConfig config, RunDirectory run, @Nullable Resumed resumed)
      throws IOException {
    OpenTask open = place.open;
    Environment environment = open.environment();
    ResumePoint from = resumed == null ? null : resumed.point;
    TrainingCheckpoint checkpoints = resumed == null ? run.checkpoints() : resumed.checkpoints;
    Trained made;
    Beginning beginning;
    MistakeRecorder mistakes = options.reward() == null ? null : recorder(place, run);
    try (FrameEncoder encoder =
            FrameEncoder.open(environment.spaces(), config.encoder(), stream(ENCODER_STREAM));
        TrainingLog log =
            new TrainingLog(
                run,
                mistakes == null ? watcher : mistakes,
                rewardProbability,
                options.vice() == null ? null : this::viceReport,
                open.resetRetries(),
                from == null ? null : from.stored())) {
      beginning =
          from == null ? begin(open, place.cell, config, run, encoder) : begin(from, encoder);
      Actor actor =
          new Actor(
              environment,
              encoder,
              new Policy(config, environment.spaces()),
              Actor.Mode.SAMPLED,
              stream(ACTOR_STREAM),
              place.seat.intervention(open, options.operator().handOverSteps()),
              log);
      actor.resumeAfter(beginning.counters.episodes());
      Learner learner = learner(environment, beginning);
      ViceOptions wanted = options.vice();
      if (wanted != null) {
        learner.rewardedBy(vice(wanted, place, run, beginning, from));
      }
      progress.say(NativeThreads.single() + ", learner lanes " + lanes.count());
      progress.say(
          "training: %d demonstrated transitions, %d env steps, seed %d"
              .formatted(beginning.demos.size(), options.envSteps(), options.seed()));
      try (Training training =
          options.realtime()
              ? new FreeRun(actor, learner, QUEUE, LEARNER_DEADLINE_MS)
              : new LockStep(actor, learner, options.learnerSteps(), LEARNER_DEADLINE_MS)) {
        training.resume(beginning.counters.owedLearnerSteps(), beginning.counters.newest());
        TrainingLoop loop =
            new TrainingLoop(
                new TrainingLoop.Parts(
                    beginning.agent, learner, actor, encoder, environment, training),
                options,
                checkpoints,
                log,
                progress,
                beginning.counters,
                startNs,
                from == null ? 0 : environment.robotSeconds());
        made = new Trained(loop.run(from == null), log.corrections());
      }
    }
    progress.say(
        "trained: %d env steps, %d critic updates, %s; %s"
            .formatted(
                made.counters.envSteps(),
                beginning.agent.updates(),
                Progress.duration(wallSeconds()),
                open.report().get()));
    if (mistakes != null && !mistakes.advice(options.task()).isEmpty()) {
      progress.say(mistakes.advice(options.task()));
    }
    return conclude(open, beginning.agent, run, made, config);
  }

  private @Nullable ViceReport viceReport() {
    return vice == null ? null : vice.report();
  }

  /** The reward that is learned meanwhile; goals are encoded once and kept by the run. */
  private Vice vice(
      ViceOptions wanted,
      Place place,
      RunDirectory run,
      Beginning beginning,
      @Nullable ResumePoint from)
      throws IOException {
    RlpdConfig config = beginning.agent.config();
    Environment environment = place.open.environment();
    int cameras = environment.spaces().cameras().size();
    if (from == null) {
      GoalObservations.open(wanted.goals(), environment, place.cell)
          .encode(config.encoder(), beginning.agent.calibration(), stream(GOAL_STREAM), progress)
          .save(run.goals());
    }
    Vice made =
        new Vice(
            wanted.config(),
            GoalImages.load(run.goals(), config.encoder(), cameras),
            environment.spaces(),
            config.rowsPerSample(),
            stream(VICE_STREAM),
            lanes);
    if (from != null) {
      Path stored = from.stored().rewardFile();
      if (stored == null) {
        throw new SessionException("the run's checkpoint has no learned reward: begin a new run");
      }
      made.load(stored);
    }
    vice = made;
    return made;
  }

  /** The task where it is watched: ended at its goal, whatever ends it in training. */
  private OpenTask watched(OpenTask open) {
    return options.vice() == null ? open : open.behind(new EndedAtGoal(open.environment()));
  }

  private MistakeRecorder recorder(Place place, RunDirectory run) {
    return new MistakeRecorder(
        watcher,
        MistakenEpisodes.of(run),
        Demonstrations.description(place.open.environment(), place.cell),
        Objects.requireNonNullElse(options.mistakes(), MistakeOptions.defaults()),
        holdSteps,
        progress);
  }

  private Learner learner(Environment environment, Beginning beginning) {
    return new Learner(
        beginning.agent,
        environment.spaces(),
        beginning.online,
        beginning.demos,
        new LearnerConfig(
            beginning.online.capacity(),
            options.startAfter(),
            beginning.agent.config().demoShare()),
        stream(LEARNER_STREAM),
        beginning.counters.learnerSteps());
  }

  /** A new run: demonstrations first. */
  private Beginning begin(
      OpenTask open, Cell cell, RlpdConfig config, RunDirectory run, FrameEncoder encoder) {
    Environment environment = open.environment();
    RlpdAgent agent = new RlpdAgent(config, environment.spaces(), stream(AGENT_STREAM), lanes);
    Demonstrations.Loaded demos =
        Demonstrations.load(
            Demonstrations.open(demonstrations(open, cell, run), environment, cell),
            options.correctionRows(),
            encoder,
            config,
            progress);
    agent.useCalibration(demos.calibration());
    int rows = Math.toIntExact(options.onlineRows());
    return new Beginning(
        agent,
        config.replay(rows, environment.spaces()),
        demos.replay(),
        TrainingCounters.begin(encoder.frames()));
  }

  private static Beginning begin(ResumePoint from, FrameEncoder encoder) {
    FeatureCalibration calibration = from.agent().calibration();
    if (calibration != null) {
      encoder.useCalibration(calibration);
    }
    TrainingCounters counters = from.stored().counters();
    encoder.resumeAfter(counters.encodedFrames());
    return new Beginning(from.agent(), from.online(), from.demos(), counters);
  }

  private Path demonstrations(OpenTask open, Cell cell, RunDirectory run) {
    Path given = options.demos();
    if (given != null) {
      return given;
    }
    progress.say(
        Demonstrations.record(
                watched(open),
                cell,
                run.demos(),
                Demonstrations.Wanted.successes(options.demoEpisodes(), stream(DEMO_STREAM)),
                Demonstrations.Demonstrating.expert(open),
                progress)
            .summary());
    return run.demos();
  }

  private Summary conclude(
      OpenTask open, RlpdAgent agent, RunDirectory run, Trained made, RlpdConfig config)
      throws IOException {
    Evaluation evaluation =
        EvaluationSession.run(
            watched(open),
            agent,
            Actor.Mode.DETERMINISTIC,
            options.evaluationEpisodes(),
            options.seed(),
            options.evaluationEpisodes() == 0 ? null : run.film(),
            progress);
    Summary summary =
        new Summary(
            options.task(),
            options.seed(),
            made.counters.envSteps(),
            agent.updates(),
            wallSeconds(),
            made.counters.robotSeconds(),
            made.corrections,
            evaluation,
            ProgramVersion.commit(home),
            chosen(config));
    run.writeJson(Summary.FILE, summary);
    progress.say("evaluation: " + evaluation.line());
    if (Files.exists(run.film())) {
      progress.say("film of the first episodes: " + run.film());
    }
    progress.say("watch the policy: ./serl4j view " + run.folder());
    return summary;
  }

  private Map<String, Object> chosen(RlpdConfig config) {
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("envSteps", options.envSteps());
    chosen.put("minutes", Double.isFinite(options.minutes()) ? options.minutes() : "unlimited");
    chosen.put("demos", describe(options.demos()));
    chosen.put("demoEpisodes", options.demoEpisodes());
    chosen.put("cell", options.cell().getFileName().toString());
    chosen.put("mode", options.realtime() ? "realtime" : "lock-step");
    chosen.put("randomBoard", options.randomBoard());
    chosen.put("learnerSteps", options.learnerSteps());
    chosen.put("startAfter", options.startAfter());
    chosen.put("untilSuccesses", options.untilSuccesses());
    chosen.put("operator", options.operator());
    chosen.put(
        "reward",
        options.vice() != null
            ? options.vice().config()
            : options.reward() == null ? "the task's own" : "learned");
    chosen.put("evaluationEpisodes", options.evaluationEpisodes());
    chosen.put("agent", config);
    return chosen;
  }

  private static String describe(@Nullable Path demos) {
    return demos == null ? "recorded first" : demos.toString();
  }

  private double wallSeconds() {
    return wallBefore + (System.nanoTime() - startNs) * NS;
  }

  private long stream(long number) {
    return RandomStreams.seed(options.seed(), number);
  }
}
