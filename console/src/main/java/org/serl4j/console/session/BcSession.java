package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.bc.BehaviourCloning;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/**
 * Demonstrations, behaviour cloning, evaluation, summary. The run directory holds an agent with the
 * cloned policy, so that it is evaluated and viewed as every other run.
 */
public final class BcSession {
  private static final double NS = 1e-9;
  private static final long AGENT_STREAM = 1;
  private static final long SAMPLE_STREAM = 2;
  private static final long ENCODER_STREAM = 3;
  private static final long DEMO_STREAM = 4;

  private final TrainOptions options;
  private final BcOptions cloningOptions;
  private final Path home;
  private final Progress progress;
  private final long startNs = System.nanoTime();

  /**
   * @param options task, seed, run, demonstrations, cell, evaluation and minutes are taken from it
   * @param home the program's folder, whose commit is noted
   */
  public BcSession(TrainOptions options, BcOptions cloningOptions, Path home, Progress progress) {
    this.options = options;
    this.cloningOptions = cloningOptions;
    this.home = home;
    this.progress = progress;
  }

  /** Runs all of it. */
  public Summary run() throws IOException {
    TaskCatalogue catalogue = new TaskCatalogue();
    catalogue.require(options.task());
    RlpdConfig config = Hyperparameters.with(options.overrides());
    if (config.pixelReplay()) {
      throw new SessionException(
          "--config pixelReplay=true: behaviour cloning learns from stored features; leave it out");
    }
    Cell cell = Cell.read(options.cell());
    if (options.demos() == null || options.evaluationEpisodes() > 0) {
      LearnedReward.requireTruth(
          options.task(),
          cell,
          "give --demos DIR and --evaluation-episodes 0, then './serl4j evaluate RUN --reward FILE'");
    }
    NativeThreads.single();
    TrainOptions placed = options.withFolder();
    TaskOptions taskOptions =
        new TaskOptions(options.randomBoard(), !options.realtime())
            .keepingStops(Objects.requireNonNull(placed.run()).resolve(RunDirectory.STOPS));
    OpenTask open = catalogue.open(options.task(), cell, taskOptions);
    try (Environment environment = open.environment()) {
      RunDirectory run = RunDirectory.create(placed);
      run.markCloning(cloningOptions);
      progress.say("run: " + run.folder());
      RlpdAgent agent = new RlpdAgent(config, environment.spaces(), stream(AGENT_STREAM));
      long updates = train(open, cell, agent, run);
      return conclude(open, agent, run, updates);
    }
  }

  private long train(OpenTask open, Cell cell, RlpdAgent agent, RunDirectory run)
      throws IOException {
    Environment environment = open.environment();
    RlpdConfig config = agent.config();
    Demonstrations.Loaded demos;
    try (FrameEncoder encoder =
        FrameEncoder.open(environment.spaces(), config.encoder(), stream(ENCODER_STREAM))) {
      Path folder = demonstrations(open, cell, run);
      demos =
          Demonstrations.load(
              Demonstrations.open(folder, environment, cell),
              cloningOptions.withFailures()
                  ? Demonstrations.Kept.ALL
                  : Demonstrations.Kept.SUCCESSFUL,
              encoder,
              config,
              progress);
    }
    agent.useCalibration(demos.calibration());
    progress.say(
        "cloning: %d demonstrated transitions of %d episodes (%d of them failed), %d updates, seed %d"
            .formatted(
                demos.replay().size(),
                demos.episodes(),
                demos.failures(),
                cloningOptions.config().updates(),
                options.seed()));
    BehaviourCloning cloning;
    try (BcLog log = new BcLog(run)) {
      cloning =
          new CloningLoop(
                  config,
                  cloningOptions.config(),
                  environment.spaces(),
                  stream(AGENT_STREAM),
                  stream(SAMPLE_STREAM))
              .run(
                  demos.replay(),
                  options.minutes() - wallSeconds() / 60,
                  report -> log.updated(report, wallSeconds()),
                  progress);
    }
    agent.adopt(cloning.policyParameters());
    run.saveCloned(agent);
    return cloning.updates();
  }

  private Path demonstrations(OpenTask open, Cell cell, RunDirectory run) {
    Path given = options.demos();
    if (given != null) {
      return given;
    }
    Demonstrations.Wanted wanted =
        new Demonstrations.Wanted(
            options.demoEpisodes(),
            stream(DEMO_STREAM),
            Demonstrations.EXPERT_NOISE,
            0,
            cloningOptions.withFailures());
    Demonstrations.Demonstrating expert = Demonstrations.Demonstrating.expert(open);
    progress.say(
        Demonstrations.record(open, cell, run.demos(), wanted, expert, progress).summary());
    return run.demos();
  }

  private Summary conclude(OpenTask open, RlpdAgent agent, RunDirectory run, long updates)
      throws IOException {
    progress.say("cloned: %d updates, %s".formatted(updates, Progress.duration(wallSeconds())));
    double robotSeconds = open.environment().robotSeconds();
    Evaluation evaluation =
        EvaluationSession.run(
            open,
            agent,
            Actor.Mode.DETERMINISTIC,
            options.evaluationEpisodes(),
            options.seed(),
            new EvaluationSession.Films(
                options.evaluationEpisodes() == 0 ? null : run.film(), null),
            progress);
    Path given = options.demos();
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("algorithm", "bc");
    chosen.put("updates", updates);
    chosen.put("withFailures", cloningOptions.withFailures());
    chosen.put("demos", given == null ? "recorded first" : given.toString());
    chosen.put("demoEpisodes", options.demoEpisodes());
    chosen.put("cell", options.cell().getFileName().toString());
    chosen.put("randomBoard", options.randomBoard());
    chosen.put("evaluationEpisodes", options.evaluationEpisodes());
    chosen.put("bc", cloningOptions.config());
    chosen.put("agent", agent.config());
    Summary summary =
        new Summary(
            options.task(),
            options.seed(),
            0,
            0,
            wallSeconds(),
            robotSeconds,
            Corrections.none(),
            evaluation,
            null,
            ProgramVersion.commit(home),
            chosen);
    run.writeJson(Summary.FILE, summary);
    progress.say("evaluation: " + evaluation.line());
    progress.say("watch the policy: ./serl4j view " + run.folder());
    return summary;
  }

  private double wallSeconds() {
    return (System.nanoTime() - startNs) * NS;
  }

  private long stream(long number) {
    return RandomStreams.seed(options.seed(), number);
  }
}
