package org.serl4j.console.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.console.dataset.EvaluationVideo;
import org.serl4j.console.dataset.EvaluationVideo.View;
import org.serl4j.controller.camera.Frame;
import org.serl4j.tasks.lift.CubeLiftEnvironment;
import org.serl4j.tasks.lift.CubeLiftExpert;

/**
 * SAC from state on SERL's simulated cube, without demonstrations: an evaluation after every so
 * many environment steps, in a {@link LearningCurve}, and a film of the policy at the end.
 */
public final class CubeLiftCurve {
  private static final int START_AFTER = 300;
  private static final double BEST_RETURN = 100;
  private static final String OVERVIEW = "overview";
  private static final int WIDTH = 480;
  private static final int HEIGHT = 360;

  /** Evaluations whose episodes no other has. */
  private static final long FILM = -1;

  private static final long EXPERT_STREAM = 7;

  private final RlpdConfig config;
  private final int envSteps;
  private final int evaluateEvery;
  private final int episodes;
  private final Path folder;
  private final boolean films;
  private final Progress progress;

  /**
   * @param config the agent's
   * @param envSteps environment steps of training
   * @param evaluateEvery environment steps from one evaluation to the next
   * @param episodes of an evaluation
   * @param folder for the curve and the films
   * @param films whether each seed's policy is filmed at the end
   */
  CubeLiftCurve(
      RlpdConfig config,
      int envSteps,
      int evaluateEvery,
      int episodes,
      Path folder,
      boolean films,
      Progress progress) {
    this.config = config;
    this.envSteps = envSteps;
    this.evaluateEvery = evaluateEvery;
    this.episodes = episodes;
    this.folder = folder;
    this.films = films;
    this.progress = progress;
  }

  /**
   * SERL's state agent with networks and batches for one core; docs/decisions/0025-cube-lift.md.
   */
  public static CubeLiftCurve small(Path folder, Progress progress) {
    Map<String, String> small = new TreeMap<>(serl());
    small.put("critics", "2");
    small.put("batch", "128");
    small.put("hidden", "128");
    small.put("learningRate", "5e-4");
    small.put("warmUp", "1000");
    small.put("criticUpdatesPerStep", "4");
    return standard(small, folder, progress);
  }

  /** SERL's state agent with SERL's own hyperparameters: hours of one core. */
  public static CubeLiftCurve asSerl(Path folder, Progress progress) {
    return standard(serl(), folder, progress);
  }

  private static CubeLiftCurve standard(
      Map<String, String> hyperparameters, Path folder, Progress progress) {
    RlpdConfig config = Hyperparameters.with(hyperparameters);
    return new CubeLiftCurve(config, 30_000, 1_000, 10, folder, true, progress);
  }

  /** Where SERL's state agent differs from our defaults. */
  private static Map<String, String> serl() {
    return Map.of(
        "proprio", "0",
        "demoShare", "0",
        "discount", "0.99",
        "warmUp", "2000",
        "splitBatch", "true",
        "criticUpdatesPerStep", "8");
  }

  /**
   * Trains and evaluates with each seed and says a line for each evaluation.
   *
   * @throws IOException if a file cannot be written
   */
  public void run(long firstSeed, int seeds) throws IOException {
    NativeThreads.single();
    double expert = expertReturn(firstSeed);
    progress.say("the scripted expert's mean return: %.1f".formatted(expert));
    LearningCurve curve =
        new LearningCurve(
            folder, "cube-lift from state", envSteps, BEST_RETURN, expert, "scripted expert");
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      run(seed, curve);
    }
    progress.say("curves of all seeds: " + folder.resolve("curve.csv") + " and curve.png");
  }

  private void run(long seed, LearningCurve curve) throws IOException {
    long startNs = System.nanoTime();
    List<LearningCurve.Point> rows = new ArrayList<>();
    try (Yardstick yardstick =
        new Yardstick(CubeLiftCurve::open, config, envSteps, START_AFTER, seed)) {
      while (yardstick.envSteps() < envSteps) {
        yardstick.train((int) Math.min(evaluateEvery, envSteps - yardstick.envSteps()));
        List<Episode> seen = yardstick.evaluate(episodes, yardstick.envSteps());
        LearningCurve.Point row =
            new LearningCurve.Point(
                seed,
                yardstick.envSteps(),
                yardstick.criticUpdates(),
                episodes,
                Yardstick.meanReturn(seen),
                seen.stream().mapToDouble(Episode::total).min().orElse(Double.NaN),
                (int) seen.stream().filter(Episode::success).count(),
                (System.nanoTime() - startNs) / 60e9);
        rows.add(row);
        curve.write(seed, rows);
        double left = row.minutes() * (envSteps - row.envSteps()) / row.envSteps();
        progress.say(
            String.format(
                Locale.ROOT,
                "seed %d: %d env steps, %d critic updates, mean return %.2f, %d of %d lifted;"
                    + " %.1f min, %.0f min left",
                seed,
                row.envSteps(),
                row.criticUpdates(),
                row.meanReturn(),
                row.successes(),
                episodes,
                row.minutes(),
                left));
      }
      if (films) {
        film(yardstick, folder.resolve("seed-" + seed + ".mp4"));
      }
    }
  }

  private static CubeLiftEnvironment open() {
    try {
      return CubeLiftEnvironment.open(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mean return of as many episodes of the scripted expert as an evaluation has. */
  private double expertReturn(long seed) {
    double sum = 0;
    try (CubeLiftEnvironment environment = open()) {
      for (int i = 0; i < episodes; i++) {
        environment.reset(RandomStreams.seed(RandomStreams.seed(seed, EXPERT_STREAM), i));
        CubeLiftExpert expert = CubeLiftExpert.of(environment, 0, i);
        Step step;
        do {
          step = environment.step(expert.get());
          sum += step.reward();
        } while (!step.done());
      }
    }
    return sum / episodes;
  }

  /** Films three episodes of the deterministic policy. */
  private static void film(Yardstick yardstick, Path file) {
    int fps = (int) Math.round(1 / yardstick.stepSeconds());
    try (EvaluationVideo video = new EvaluationVideo(file, fps)) {
      Camera camera = new Camera(video);
      yardstick.evaluate(3, FILM, camera::filming, camera);
    }
  }

  /** Watches an evaluation and films the scene. */
  private static final class Camera implements EpisodeListener {
    private final EvaluationVideo video;
    private @Nullable CubeLiftEnvironment filmed;
    private double total;

    Camera(EvaluationVideo video) {
      this.video = video;
    }

    /** An environment that is looked at from now on. */
    Environment filming() {
      CubeLiftEnvironment opened = open();
      filmed = opened;
      return opened;
    }

    @Override
    public void begun(Observation first) {
      total = 0;
    }

    @Override
    public void stepped(Observation before, Step step) {
      total += step.reward();
      if (filmed != null) {
        Frame picture = filmed.bench().picture(OVERVIEW, WIDTH, HEIGHT);
        video.add(
            List.of(new View(OVERVIEW, picture.rgb(), picture.width(), picture.height())),
            String.format(Locale.ROOT, "reward %.2f   return %.1f", step.reward(), total));
      }
    }
  }
}
