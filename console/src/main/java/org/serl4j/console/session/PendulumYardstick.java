package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.yardstick.Pendulum;

/**
 * SAC from state on {@link Pendulum}: an examination of some episodes after every so many
 * environment steps; training ends with the first one passed, or with the steps. What counts is a
 * last evaluation on other episodes, since the best of several examinations flatters.
 */
public final class PendulumYardstick {
  /** Mean return that counts as solved. */
  public static final double SOLVED = -200;

  private static final int START_AFTER = 200;

  private final RlpdConfig config;
  private final int envSteps;
  private final int examineEvery;
  private final int episodes;
  private final Path home;
  private final Progress progress;

  /**
   * @param config the agent's
   * @param envSteps most environment steps
   * @param examineEvery environment steps from one examination to the next
   * @param episodes of an examination, and of the evaluation
   * @param home the program's folder, whose commit is noted
   */
  PendulumYardstick(
      RlpdConfig config,
      int envSteps,
      int examineEvery,
      int episodes,
      Path home,
      Progress progress) {
    this.config = config;
    this.envSteps = envSteps;
    this.examineEvery = examineEvery;
    this.episodes = episodes;
    this.home = home;
    this.progress = progress;
  }

  /** As docs/results.md has it: 10,000 steps at most, 20 episodes. */
  public static PendulumYardstick standard(Path home, Progress progress) {
    return new PendulumYardstick(standardConfig(), 10_000, 500, 20, home, progress);
  }

  /**
   * The state agent of SERL (no layer in front of the state, ten critics, two drawn) with smaller
   * networks and batches, two critic updates a step on fresh batches and three times the learning
   * rate: solved within a minute of one core.
   */
  static RlpdConfig standardConfig() {
    Map<String, String> small = new TreeMap<>();
    small.put("proprio", "0");
    small.put("demoShare", "0");
    small.put("batch", "64");
    small.put("hidden", "128");
    small.put("discount", "0.99");
    small.put("learningRate", "1e-3");
    small.put("warmUp", "200");
    small.put("criticUpdatesPerStep", "2");
    return Hyperparameters.with(small);
  }

  /**
   * What a seed led to.
   *
   * @param envSteps environment steps of training
   * @param minutes wall time of training and examinations
   * @param meanReturn of the evaluation
   * @param worstReturn of its worst episode
   */
  public record Result(
      long seed,
      long envSteps,
      long criticUpdates,
      double minutes,
      int episodes,
      double meanReturn,
      double worstReturn) {
    public boolean solved() {
      return meanReturn > SOLVED;
    }
  }

  /** Trains and evaluates with each seed and says a row for each. */
  public List<Result> run(long firstSeed, int seeds) {
    NativeThreads.single();
    List<Result> results = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      results.add(run(seed));
    }
    progress.say("rows for docs/results.md:");
    String commit = ProgramVersion.commit(home);
    for (Result result : results) {
      progress.say(row(result, commit));
    }
    long solved = results.stream().filter(Result::solved).count();
    progress.say("mean return over %.0f: %d of %d seeds".formatted(SOLVED, solved, results.size()));
    return results;
  }

  private Result run(long seed) {
    long startNs = System.nanoTime();
    try (Yardstick yardstick = new Yardstick(Pendulum::new, config, envSteps, START_AFTER, seed)) {
      boolean passed = false;
      while (yardstick.envSteps() < envSteps && !passed) {
        yardstick.train((int) Math.min(examineEvery, envSteps - yardstick.envSteps()));
        double mean = Yardstick.meanReturn(yardstick.evaluate(episodes, yardstick.envSteps()));
        passed = mean > SOLVED;
        progress.say(
            "seed %d: %d env steps, %d critic updates, mean return %.0f"
                .formatted(seed, yardstick.envSteps(), yardstick.criticUpdates(), mean));
      }
      double minutes = (System.nanoTime() - startNs) / 60e9;
      // a number that no examination has
      List<Episode> evaluated = yardstick.evaluate(episodes, -1);
      return new Result(
          seed,
          yardstick.envSteps(),
          yardstick.criticUpdates(),
          minutes,
          episodes,
          Yardstick.meanReturn(evaluated),
          evaluated.stream().mapToDouble(Episode::total).min().orElse(Double.NaN));
    }
  }

  static String row(Result result, String commit) {
    return String.format(
        Locale.ROOT,
        "| pendulum | %d | %d | %d | %.1f | %d | %.1f | %.1f | %s |",
        result.seed,
        result.envSteps,
        result.criticUpdates,
        result.minutes,
        result.episodes,
        result.meanReturn,
        result.worstReturn,
        commit.substring(0, Math.min(7, commit.length())));
  }
}
