package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.Outcome;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.console.dataset.DatasetCheck;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.dataset.DatasetWriter;
import org.serl4j.console.dataset.RecordedEpisode;
import org.serl4j.controller.camera.FramePreprocessor;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;

/** Records demonstrations by the scripted expert or a person, and reads them back for the agent. */
public final class Demonstrations {
  /** Standard deviation that is added to each element of the expert's actions. */
  public static final double EXPERT_NOISE = 0.15;

  private static final int TRIES_PER_EPISODE = 3;

  /** What a mistaken demonstrator adds to the motion, sideways, in each step. */
  private static final double MISTAKE = 0.5;

  private static final int CALIBRATION_FRAMES = 300;

  private Demonstrations() {}

  /**
   * Refuses a run that would record demonstrations of a script where none can act.
   *
   * @throws SessionException with the remedy
   */
  static void requireScript(TrainOptions options, Cell cell) {
    boolean scripted = options.operator().who() == OperatorOptions.Who.SCRIPTED;
    if (options.demos() == null || scripted) {
      requireScript(
          options.task(),
          cell,
          scripted
              ? "choose another --operator"
              : "record demonstrations first (./serl4j record "
                  + options.task()
                  + " --by keyboard) and give them with --demos DIR");
    }
  }

  /**
   * Refuses a script where none can act.
   *
   * @param remedy what helps
   * @throws SessionException unless the task has a script over that cell
   */
  public static void requireScript(String task, Cell cell, String remedy) {
    if (!new TaskCatalogue().demonstratesItself(task, cell)) {
      throw new SessionException(
          "at cell '%s' no script can play %s, nothing sees what it would grasp: %s"
              .formatted(cell.name(), task, remedy));
    }
  }

  /**
   * What to record.
   *
   * @param episodes successful episodes
   * @param seed decides everything random
   * @param noise standard deviation of what is added to each element of the expert's actions
   * @param mistakes probability that the demonstrator of an episode aims beside the goal and fails
   * @param withFailures whether failed episodes are kept too, beside the successful ones
   */
  public record Wanted(
      int episodes, long seed, double noise, double mistakes, boolean withFailures) {
    public Wanted {
      if (episodes < 1) {
        throw new IllegalArgumentException("--episodes " + episodes + ": at least 1");
      }
      if (!(noise >= 0 && noise <= 2)) {
        throw new IllegalArgumentException("--noise " + noise + ": from 0 to 2");
      }
      if (!(mistakes >= 0 && mistakes <= 0.5)) {
        throw new IllegalArgumentException("--mistakes " + mistakes + ": from 0 to 0.5");
      }
    }

    /** Successful episodes only, with the usual noise. */
    static Wanted successes(int episodes, long seed) {
      return new Wanted(episodes, seed, EXPERT_NOISE, 0, false);
    }
  }

  /**
   * Who demonstrates.
   *
   * @param demonstrator gives one action before each step
   * @param actedBy noted with every step
   */
  public record Demonstrating(OpenTask.Demonstrator demonstrator, ActedBy actedBy) {
    /** The task's scripted expert. */
    public static Demonstrating expert(OpenTask open) {
      return new Demonstrating(open.demonstrator(), ActedBy.EXPERT);
    }

    static Demonstrating person(OpenTask.Demonstrator demonstrator) {
      return new Demonstrating(demonstrator, ActedBy.HUMAN);
    }

    /** People may fail as often as they like. */
    private boolean failsTooOften(int failures, int episodes) {
      return actedBy == ActedBy.EXPERT && failures > TRIES_PER_EPISODE * episodes;
    }
  }

  /** Which episodes of a data set are learned from. */
  enum Kept {
    /** Failures included, if it has any. */
    ALL,
    /** Those that reached the goal. */
    SUCCESSFUL
  }

  /** What a data set of this task over this cell looks like. */
  public static DatasetDescription description(Environment environment, Cell cell) {
    Map<String, String> hashes = new TreeMap<>();
    Map<String, String> settings = new TreeMap<>();
    for (CameraConfig camera : cell.cameras()) {
      FramePreprocessor preprocessor = FramePreprocessor.of(camera);
      hashes.put(camera.name(), preprocessor.settingsHash());
      settings.put(camera.name(), preprocessor.settings());
    }
    return new DatasetDescription(
        environment.task(),
        cell.arm().model().name().toLowerCase(Locale.ROOT),
        (int) Math.round(1 / environment.stepSeconds()),
        environment.spaces(),
        DatasetDescription.cameraSetups(environment.spaces(), hashes, settings));
  }

  /**
   * Refuses demonstrations that carry another reward than a run's.
   *
   * @param classifier of the run; null for the task's own reward
   * @throws SessionException naming both
   */
  static void requireRewardedBy(Path folder, @Nullable Path classifier) {
    String recorded = DatasetReader.open(folder).description().reward();
    if (!recorded.equals(LearnedReward.identity(classifier))) {
      throw new SessionException(
          "%s with --demos: demonstrations carry the reward they were recorded with, %s has %s: leave --demos out, or record them %s"
              .formatted(
                  classifier == null ? "the task's own reward" : "--reward",
                  folder,
                  recorded.isEmpty() ? "the task's own" : "another classifier's",
                  classifier == null
                      ? "without --reward"
                      : "with './serl4j record TASK --reward " + classifier + "'"));
    }
  }

  /**
   * Records episodes with the task's own reward and checks them on disk.
   *
   * @throws SessionException if the expert fails too often
   */
  public static DatasetCheck record(
      OpenTask open, Cell cell, Path folder, Wanted wanted, Demonstrating by, Progress progress) {
    return record(open, cell, folder, wanted, by, "", progress);
  }

  /**
   * Records episodes and checks them on disk.
   *
   * @param reward identity of the classifier whose rewards these are; empty with the task's own
   * @throws SessionException if the expert fails too often
   */
  public static DatasetCheck record(
      OpenTask open,
      Cell cell,
      Path folder,
      Wanted wanted,
      Demonstrating by,
      String reward,
      Progress progress) {
    Environment environment = open.environment();
    int episodes = wanted.episodes();
    SplittableRandom seeds = new SplittableRandom(wanted.seed());
    long startNs = System.nanoTime();
    int successes = 0;
    int failures = 0;
    try (DatasetWriter writer =
        DatasetWriter.create(folder, description(environment, cell).rewardedBy(reward))) {
      while (successes < episodes) {
        if (by.failsTooOften(failures, episodes)) {
          throw new SessionException(
              "the expert failed in "
                  + failures
                  + " episodes: check the cell's gains and limits with './serl4j view "
                  + environment.task()
                  + "'");
        }
        writer.beginEpisode();
        long sceneSeed = seeds.nextLong();
        long noiseSeed = seeds.nextLong();
        Observation first = environment.reset(sceneSeed);
        Supplier<float[]> hand = by.demonstrator.begin(wanted.noise(), noiseSeed);
        SplittableRandom random = RandomStreams.of(noiseSeed, 1);
        if (by.actedBy == ActedBy.EXPERT && random.nextDouble() < wanted.mistakes()) {
          hand = mistaken(hand, environment.spaces(), random);
        }
        boolean success = episode(environment, first, hand, by.actedBy, writer);
        successes += success ? 1 : 0;
        failures += success ? 0 : 1;
        if (success || wanted.withFailures()) {
          writer.finishEpisode();
        } else {
          writer.discardEpisode();
        }
        report(progress, startNs, successes, wanted, failures);
      }
      return writer.finish(progress::readBack);
    }
  }

  private static boolean episode(
      Environment environment,
      Observation first,
      Supplier<float[]> hand,
      ActedBy actedBy,
      DatasetWriter writer) {
    Observation seen = first;
    while (true) {
      Step step = environment.step(hand.get());
      writer.add(seen, step, actedBy);
      seen = step.observation();
      if (step.done()) {
        return step.success();
      }
    }
  }

  /** The expert with an eye that sees the goal a few millimetres beside where it is. */
  private static Supplier<float[]> mistaken(
      Supplier<float[]> expert, Spaces spaces, SplittableRandom random) {
    int xyz = spaces.action().slice("xyz").from();
    double direction = random.nextDouble(2 * Math.PI);
    return () -> {
      float[] action = expert.get();
      double x = action[xyz] + MISTAKE * Math.cos(direction);
      double y = action[xyz + 1] + MISTAKE * Math.sin(direction);
      action[xyz] = (float) Math.max(-1, Math.min(1, x));
      action[xyz + 1] = (float) Math.max(-1, Math.min(1, y));
      return action;
    };
  }

  private static void report(
      Progress progress, long startNs, int done, Wanted wanted, int failures) {
    int episodes = wanted.episodes();
    long nowNs = System.nanoTime();
    if (progress.due(nowNs)) {
      double seconds = (nowNs - startNs) * 1e-9;
      double left = done == 0 ? Double.NaN : seconds * (episodes - done) / done;
      progress.show(
          nowNs,
          "demonstrations: %d/%d recorded, %d failed and %s, %s left"
              .formatted(
                  done,
                  episodes,
                  failures,
                  wanted.withFailures() ? "kept" : "dropped",
                  Progress.duration(left)));
    }
  }

  /** Rows of replay that a run's demonstrations take, at most if they are yet to be recorded. */
  static long rows(TrainOptions options, Environment environment) {
    Path given = options.demos();
    long corrections = options.correctionRows();
    if (given == null) {
      return corrections + (long) options.demoEpisodes() * (environment.maxEpisodeSteps() + 1) + 1;
    }
    DatasetReader reader = DatasetReader.open(given);
    return corrections + reader.steps() + reader.episodes() + 1;
  }

  /**
   * Demonstrations as the agent takes them.
   *
   * @param replay their encoded transitions
   * @param calibration measured on the frames of the whole data set
   * @param episodes episodes that were kept
   * @param failures those of them that did not reach the goal
   */
  record Loaded(ReplayBuffer replay, FeatureCalibration calibration, int episodes, int failures) {}

  /**
   * Calibrates the encoder on a whole data set, and encodes it.
   *
   * @param spareRows room for corrections
   * @param encoder calibrated by this
   */
  static Loaded load(
      DatasetReader reader,
      long spareRows,
      FrameEncoder encoder,
      RlpdConfig config,
      Progress progress) {
    return load(reader, Kept.ALL, spareRows, encoder, config, progress);
  }

  /**
   * Opens a data set for this task over this cell.
   *
   * @throws org.serl4j.console.dataset.DatasetException if it does not fit them
   */
  static DatasetReader open(Path folder, Environment environment, Cell cell) {
    DatasetReader reader = DatasetReader.open(folder);
    reader.requireUsableFor(description(environment, cell));
    return reader;
  }

  /**
   * Calibrates the encoder on a data set, and encodes those of its episodes that are kept.
   *
   * @param encoder calibrated by this
   */
  static Loaded load(
      DatasetReader reader, Kept kept, FrameEncoder encoder, RlpdConfig config, Progress progress) {
    return load(reader, kept, 0, encoder, config, progress);
  }

  private static Loaded load(
      DatasetReader reader,
      Kept kept,
      long spareRows,
      FrameEncoder encoder,
      RlpdConfig config,
      Progress progress) {
    List<RecordedEpisode> episodes = new ArrayList<>();
    List<Observation> frames = new ArrayList<>();
    int every = Math.max(1, reader.steps() / CALIBRATION_FRAMES);
    int seen = 0;
    int rows = 1;
    int failures = 0;
    for (int i = 0; i < reader.episodes(); i++) {
      RecordedEpisode episode = reader.episode(i);
      for (Step step : episode.steps()) {
        if (seen++ % every == 0) {
          frames.add(step.observation());
        }
      }
      if (kept == Kept.ALL || episode.success()) {
        episodes.add(episode);
        rows += episode.steps().size() + 1;
        failures += episode.success() ? 0 : 1;
      }
    }
    if (episodes.isEmpty()) {
      throw new SessionException(
          "no episode of the data set reached the goal: record others, or learn from the failures"
              + " too with --with-failures");
    }
    FeatureCalibration calibration = encoder.calibrate(frames);
    ReplayBuffer replay =
        config.replay(Math.toIntExact(rows + spareRows), reader.description().spaces());
    for (int i = 0; i < episodes.size(); i++) {
      RecordedEpisode episode = episodes.get(i);
      replay.beginEpisode(encoder.encode(episode.first()));
      for (int t = 0; t < episode.steps().size(); t++) {
        Step step = episode.steps().get(t);
        replay.append(
            step.action(),
            Outcome.of(step),
            episode.actedBy().get(t),
            encoder.encode(step.observation()));
      }
      long nowNs = System.nanoTime();
      if (progress.due(nowNs)) {
        progress.show(nowNs, "demonstrations: %d/%d encoded".formatted(i + 1, episodes.size()));
      }
    }
    return new Loaded(replay, calibration, episodes.size(), failures);
  }
}
