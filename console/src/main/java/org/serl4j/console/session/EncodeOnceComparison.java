package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Proportion;
import org.serl4j.agent.RateDifference;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.yardstick.DiscToCentre;

/**
 * Whether a frame that is encoded once, and moved by cells of its map when it is sampled, teaches
 * as much as one that is shifted and encoded anew whenever it is sampled. Both learn {@link
 * DiscToCentre} with the same seeds and environment steps and are examined on the same episodes.
 */
public final class EncodeOnceComparison {
  private static final int START_AFTER = 50;

  private final Map<String, String> overrides;
  private final int envSteps;
  private final int episodes;
  private final Path home;
  private final Progress progress;

  /**
   * @param overrides hyperparameters that both share
   * @param envSteps environment steps of each training
   * @param episodes of each evaluation
   * @param home the program's folder, whose commit is noted
   */
  EncodeOnceComparison(
      Map<String, String> overrides, int envSteps, int episodes, Path home, Progress progress) {
    this.overrides = overrides;
    this.envSteps = envSteps;
    this.episodes = episodes;
    this.home = home;
    this.progress = progress;
  }

  /** As docs/results.md has it. */
  public static EncodeOnceComparison standard(Path home, Progress progress) {
    return new EncodeOnceComparison(standardOverrides(), 1250, 100, home, progress);
  }

  /** Small enough for a backbone that takes 2 ms an image: 64 images an update. */
  static Map<String, String> standardOverrides() {
    Map<String, String> small = new TreeMap<>();
    small.put("batch", "32");
    small.put("hidden", "64");
    small.put("bottleneck", "32");
    small.put("proprio", "8");
    small.put("discount", "0.9");
    small.put("tau", "0.02");
    small.put("learningRate", "1e-3");
    small.put("initialTemperature", "0.02");
    small.put("criticUpdatesPerStep", "1");
    small.put("demoShare", "0");
    return small;
  }

  /** How the features of a sampled frame come about. */
  enum Mode {
    ENCODE_ONCE("encode once"),
    ENCODE_SAMPLES("encode samples");

    final String words;

    Mode(String words) {
      this.words = words;
    }

    private RlpdConfig config(Map<String, String> shared) {
      Map<String, String> all = new TreeMap<>(shared);
      if (this == ENCODE_SAMPLES) {
        all.put("pixelReplay", "true");
        all.put("encoder.copies", "1");
        all.put("encoder.shiftCells", "0");
      }
      return Hyperparameters.with(all);
    }
  }

  /**
   * What a training came to.
   *
   * @param minutes wall time
   * @param meanReturn over the evaluation's episodes
   */
  record Result(
      Mode mode,
      long seed,
      long criticUpdates,
      double minutes,
      int successes,
      int episodes,
      double meanReturn) {}

  /** Trains both ways with each seed and says rows and verdict. */
  public void run(long firstSeed, int seeds) {
    NativeThreads.single();
    List<Result> results = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      for (Mode mode : Mode.values()) {
        Result result = train(mode, seed);
        results.add(result);
        progress.say(row(result));
      }
    }
    progress.say("rows for docs/results.md:");
    for (Result result : results) {
      progress.say(row(result));
    }
    progress.say(verdict(results));
  }

  private Result train(Mode mode, long seed) {
    RlpdConfig config = mode.config(overrides);
    long startNs = System.nanoTime();
    try (Yardstick yardstick =
        new Yardstick(DiscToCentre::new, config, envSteps, START_AFTER, seed)) {
      while (yardstick.envSteps() < envSteps) {
        yardstick.train(1);
        long nowNs = System.nanoTime();
        if (progress.due(nowNs)) {
          progress.show(
              nowNs,
              "%s, seed %d: %d/%d env steps"
                  .formatted(mode.words, seed, yardstick.envSteps(), envSteps));
        }
      }
      double minutes = (System.nanoTime() - startNs) / 60e9;
      List<Episode> evaluated = yardstick.evaluate(episodes, 0);
      return new Result(
          mode,
          seed,
          yardstick.criticUpdates(),
          minutes,
          (int) evaluated.stream().filter(Episode::success).count(),
          episodes,
          Yardstick.meanReturn(evaluated));
    }
  }

  private String row(Result result) {
    String commit = ProgramVersion.commit(home);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %.1f | %d/%d | %.1f to %.1f %% | %.3f | %s |",
        result.mode.words,
        result.seed,
        envSteps,
        result.criticUpdates,
        result.minutes,
        result.successes,
        result.episodes,
        100 * new Proportion(result.successes, result.episodes).low(),
        100 * new Proportion(result.successes, result.episodes).high(),
        result.meanReturn,
        commit.substring(0, Math.min(7, commit.length())));
  }

  /**
   * The difference of the success rates over all seeds with its 95 % interval, and whether encoding
   * once is worse by more than it.
   */
  static String verdict(List<Result> results) {
    int[] successes = new int[2];
    int[] episodes = new int[2];
    double[] returns = new double[2];
    for (Result result : results) {
      int i = result.mode == Mode.ENCODE_ONCE ? 0 : 1;
      successes[i] += result.successes;
      episodes[i] += result.episodes;
      returns[i] += result.meanReturn * result.episodes;
    }
    Proportion once = new Proportion(successes[0], episodes[0]);
    Proportion anew = new Proportion(successes[1], episodes[1]);
    RateDifference difference = RateDifference.independent(once, anew);
    return String.format(
        Locale.ROOT,
        "success %d/%d encoding once, %d/%d encoding samples; difference %.1f points, 95 %% interval"
            + " %.1f to %.1f; mean return %.3f and %.3f: encoding once is %s",
        once.count(),
        once.total(),
        anew.count(),
        anew.total(),
        100 * difference.difference(),
        100 * difference.low(),
        100 * difference.high(),
        returns[0] / episodes[0],
        returns[1] / episodes[1],
        difference.high() >= 0 ? "no worse within the interval" : "worse");
  }
}
