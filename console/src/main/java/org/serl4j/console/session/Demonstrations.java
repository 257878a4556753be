package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
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

/** Records demonstrations by the scripted expert, and reads them back for the agent. */
public final class Demonstrations {
  private static final double EXPERT_NOISE = 0.15;
  private static final int TRIES_PER_EPISODE = 3;
  private static final int CALIBRATION_FRAMES = 300;

  private Demonstrations() {}

  /** What a data set of this task over this cell looks like. */
  static DatasetDescription description(Environment environment, Cell cell) {
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
   * Records successful episodes of the expert and checks them on disk.
   *
   * @throws SessionException if the expert fails too often
   */
  public static DatasetCheck record(
      OpenTask open, Cell cell, Path folder, int episodes, long seed, Progress progress) {
    Environment environment = open.environment();
    SplittableRandom seeds = new SplittableRandom(seed);
    long startNs = System.nanoTime();
    int failures = 0;
    try (DatasetWriter writer = DatasetWriter.create(folder, description(environment, cell))) {
      while (writer.episodes() < episodes) {
        if (failures > TRIES_PER_EPISODE * episodes) {
          throw new SessionException(
              "the expert failed in "
                  + failures
                  + " episodes: check the cell's gains and limits with './serl4j view "
                  + environment.task()
                  + "'");
        }
        writer.beginEpisode();
        if (episode(open, seeds.nextLong(), seeds.nextLong(), writer)) {
          writer.finishEpisode();
        } else {
          writer.discardEpisode();
          failures++;
        }
        report(progress, startNs, writer.episodes(), episodes, failures);
      }
      return writer.finish();
    }
  }

  private static boolean episode(
      OpenTask open, long sceneSeed, long noiseSeed, DatasetWriter writer) {
    Observation seen = open.environment().reset(sceneSeed);
    Supplier<float[]> expert = open.demonstrator().begin(EXPERT_NOISE, noiseSeed);
    while (true) {
      Step step = open.environment().step(expert.get());
      writer.add(seen, step);
      seen = step.observation();
      if (step.done()) {
        return step.success();
      }
    }
  }

  private static void report(
      Progress progress, long startNs, int done, int episodes, int failures) {
    long nowNs = System.nanoTime();
    if (progress.due(nowNs)) {
      double seconds = (nowNs - startNs) * 1e-9;
      double left = done == 0 ? Double.NaN : seconds * (episodes - done) / done;
      progress.show(
          nowNs,
          "demonstrations: %d/%d recorded, %d failed and dropped, %s left"
              .formatted(done, episodes, failures, Progress.duration(left)));
    }
  }

  /**
   * Demonstrations as the agent takes them.
   *
   * @param replay their encoded transitions
   * @param calibration measured on their frames
   */
  record Loaded(ReplayBuffer replay, FeatureCalibration calibration) {}

  /**
   * Reads a data set, calibrates the encoder on it, and encodes it.
   *
   * @param encoder calibrated by this
   */
  static Loaded load(
      Path folder,
      Environment environment,
      Cell cell,
      FrameEncoder encoder,
      RlpdConfig config,
      Progress progress) {
    DatasetReader reader = DatasetReader.open(folder);
    reader.requireUsableFor(description(environment, cell));
    List<RecordedEpisode> episodes = new ArrayList<>();
    List<Observation> frames = new ArrayList<>();
    int every = Math.max(1, reader.steps() / CALIBRATION_FRAMES);
    int seen = 0;
    for (int i = 0; i < reader.episodes(); i++) {
      RecordedEpisode episode = reader.episode(i);
      episodes.add(episode);
      for (Step step : episode.steps()) {
        if (seen++ % every == 0) {
          frames.add(step.observation());
        }
      }
    }
    FeatureCalibration calibration = encoder.calibrate(frames);
    ReplayBuffer replay =
        new ReplayBuffer(
            reader.steps() + reader.episodes() + 1, environment.spaces(), config.encoder());
    for (int i = 0; i < episodes.size(); i++) {
      RecordedEpisode episode = episodes.get(i);
      replay.beginEpisode(encoder.encode(episode.first()));
      for (Step step : episode.steps()) {
        replay.append(
            step.action(), Outcome.of(step), ActedBy.EXPERT, encoder.encode(step.observation()));
      }
      long nowNs = System.nanoTime();
      if (progress.due(nowNs)) {
        progress.show(nowNs, "demonstrations: %d/%d encoded".formatted(i + 1, episodes.size()));
      }
    }
    return new Loaded(replay, calibration);
  }
}
