package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.rlpd.UpdateReport;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.FreeRun;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.LockStep;
import org.serl4j.agent.roles.Training;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.hardware.Cell;
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

  private final TrainOptions options;
  private final Path home;
  private final Progress progress;
  private final EpisodeListener watcher;
  private final long startNs = System.nanoTime();

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

  /** Runs all of it. */
  public Summary run() throws IOException {
    TaskCatalogue catalogue = new TaskCatalogue();
    catalogue.require(options.task());
    RlpdConfig config = Hyperparameters.with(options.overrides());
    Cell cell = Cell.read(options.cell());
    if (options.demos() != null) {
      DatasetReader.open(options.demos());
    }
    NativeThreads.single();
    TaskOptions taskOptions = new TaskOptions(options.randomBoard(), !options.realtime());
    OpenTask open = catalogue.open(options.task(), cell, taskOptions);
    try (Environment environment = open.environment()) {
      RunDirectory run = createRun();
      progress.say("run: " + run.folder());
      return train(open, environment, cell, config, run);
    }
  }

  private RunDirectory createRun() {
    Path folder = options.run();
    if (folder == null) {
      String time =
          DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
              .format(LocalDateTime.now(ZoneId.systemDefault()));
      folder = Path.of("runs", options.task() + "-seed" + options.seed() + "-" + time);
    }
    return RunDirectory.create(
        folder,
        new RunDirectory.Facts(
            RunDirectory.Facts.VERSION, options.task(), options.seed(), options.randomBoard()),
        options.cell());
  }

  private Summary train(
      OpenTask open, Environment environment, Cell cell, RlpdConfig config, RunDirectory run)
      throws IOException {
    RlpdAgent agent = new RlpdAgent(config, environment.spaces(), stream(AGENT_STREAM));
    Made made;
    try (FrameEncoder encoder =
            FrameEncoder.open(environment.spaces(), config.encoder(), stream(ENCODER_STREAM));
        TrainingLog log = new TrainingLog(run, watcher)) {
      Demonstrations.Loaded demos =
          Demonstrations.load(
              demonstrations(open, cell, run), environment, cell, encoder, config, progress);
      agent.useCalibration(demos.calibration());
      Actor actor =
          new Actor(
              environment,
              encoder,
              new Policy(config, environment.spaces()),
              Actor.Mode.SAMPLED,
              stream(ACTOR_STREAM),
              log);
      Learner learner =
          new Learner(
              agent,
              environment.spaces(),
              demos.replay(),
              new LearnerConfig(
                  options.envSteps() + options.envSteps() / 10 + 200,
                  options.startAfter(),
                  LearnerConfig.defaults().demoShare()),
              stream(LEARNER_STREAM));
      progress.say(
          "training: %d demonstrated transitions, %d env steps, seed %d"
              .formatted(demos.replay().size(), options.envSteps(), options.seed()));
      try (Training training =
          options.realtime()
              ? new FreeRun(actor, learner, QUEUE, LEARNER_DEADLINE_MS)
              : new LockStep(actor, learner, options.learnerSteps(), LEARNER_DEADLINE_MS)) {
        made = loop(training, environment, agent, run, log);
      }
    }
    run.save(agent);
    progress.say(
        "trained: %d env steps, %d critic updates, %s; %s"
            .formatted(
                made.envSteps,
                agent.updates(),
                Progress.duration(wallSeconds()),
                open.report().get()));
    return conclude(open, agent, run, made, config);
  }

  private Path demonstrations(OpenTask open, Cell cell, RunDirectory run) {
    Path given = options.demos();
    if (given != null) {
      return given;
    }
    progress.say(
        Demonstrations.record(
                open,
                cell,
                run.demos(),
                Demonstrations.Wanted.successes(options.demoEpisodes(), stream(DEMO_STREAM)),
                progress)
            .summary());
    return run.demos();
  }

  /** What the training loop did. */
  private record Made(long envSteps, double robotSeconds) {}

  private Made loop(
      Training training,
      Environment environment,
      RlpdAgent agent,
      RunDirectory run,
      TrainingLog log)
      throws IOException {
    double beganSeconds = wallSeconds();
    double checkpointSeconds = beganSeconds;
    long lastShown = 0;
    long lastUpdates = 0;
    double lastSeconds = beganSeconds;
    long steps = 0;
    while (steps < options.envSteps()
        && wallSeconds() < 60 * options.minutes()
        && !(options.untilSuccesses() > 0 && log.successesInARow() >= options.untilSuccesses())) {
      UpdateReport report = training.advance();
      steps++;
      double seconds = wallSeconds();
      log.stepped(steps, seconds, environment.robotSeconds(), training.criticUpdates(), report);
      if (seconds - checkpointSeconds > 60 * options.checkpointMinutes()) {
        training.whileResting(() -> run.save(agent));
        checkpointSeconds = seconds;
      }
      long nowNs = System.nanoTime();
      if (progress.due(nowNs)) {
        double passed = Math.max(1e-9, seconds - lastSeconds);
        double stepRate = (steps - lastShown) / passed;
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
                (training.criticUpdates() - lastUpdates) / passed,
                log.successRate(),
                log.window(),
                left));
        lastShown = steps;
        lastUpdates = training.criticUpdates();
        lastSeconds = seconds;
      }
    }
    return new Made(steps, environment.robotSeconds());
  }

  private Summary conclude(
      OpenTask open, RlpdAgent agent, RunDirectory run, Made made, RlpdConfig config)
      throws IOException {
    Evaluation evaluation =
        EvaluationSession.run(
            open,
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
            made.envSteps,
            agent.updates(),
            wallSeconds(),
            made.robotSeconds,
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
    chosen.put("evaluationEpisodes", options.evaluationEpisodes());
    chosen.put("agent", config);
    return chosen;
  }

  private static String describe(@Nullable Path demos) {
    return demos == null ? "recorded first" : demos.toString();
  }

  private double wallSeconds() {
    return (System.nanoTime() - startNs) * NS;
  }

  private long stream(long number) {
    return RandomStreams.seed(options.seed(), number);
  }
}
