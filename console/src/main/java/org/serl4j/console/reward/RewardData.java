package org.serl4j.console.reward;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.CameraSelection;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.dataset.RecordedEpisode;
import org.serl4j.console.session.Demonstrations;
import org.serl4j.console.session.LearnedReward;
import org.serl4j.console.session.Progress;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.EpisodeSplit;
import org.serl4j.rewards.classifier.LabelledFrames;
import org.serl4j.rewards.classifier.RewardDataException;
import org.serl4j.rewards.classifier.SceneIdentity;

/** A labelled data set of one task over one cell. */
final class RewardData {
  private static final int CALIBRATION_FRAMES = 300;

  private final DatasetReader reader;
  private final SceneIdentity scene;
  private final CameraSelection cameras;

  private RewardData(DatasetReader reader, SceneIdentity scene, CameraSelection cameras) {
    this.reader = reader;
    this.scene = scene;
    this.cameras = cameras;
  }

  /**
   * Opens a data set.
   *
   * @throws org.serl4j.console.dataset.DatasetException if it is missing, damaged, or does not fit
   *     the task and the cell
   */
  static RewardData open(Path folder, Environment environment, Cell cell) {
    DatasetReader reader = DatasetReader.open(folder);
    DatasetDescription here = Demonstrations.description(environment, cell);
    reader.requireUsableFor(here);
    return new RewardData(reader, LearnedReward.scene(here), CameraSelection.all(here.spaces()));
  }

  /**
   * The same, seen through some of the cameras.
   *
   * @throws RewardDataException if there is no such camera
   */
  RewardData through(List<String> names) {
    try {
      return new RewardData(
          reader, scene.through(names), CameraSelection.of(cameras.spaces(), names));
    } catch (IllegalArgumentException e) {
      throw new RewardDataException(String.valueOf(e.getMessage()));
    }
  }

  DatasetReader reader() {
    return reader;
  }

  /** Likewise. */
  SceneIdentity scene() {
    return scene;
  }

  /** With the cameras that are looked through. */
  Spaces spaces() {
    return cameras.spaces();
  }

  /** The split of these episodes under a seed. */
  EpisodeSplit split(long seed) {
    List<Boolean> successes = new ArrayList<>();
    int positives = 0;
    for (int episode = 0; episode < reader.episodes(); episode++) {
      int seen = 0;
      for (boolean success : reader.successes(episode)) {
        seen += success ? 1 : 0;
      }
      successes.add(seen > 0);
      positives += seen;
    }
    LabelledFrames.requireBothClasses(
        "data set " + reader.folder(), positives, reader.steps() - positives);
    return new EpisodeSplit(successes, seed);
  }

  /** All episodes. */
  List<Integer> all() {
    List<Integer> episodes = new ArrayList<>();
    for (int episode = 0; episode < reader.episodes(); episode++) {
      episodes.add(episode);
    }
    return episodes;
  }

  /** Observations from some of the episodes, evenly, on which the features are calibrated. */
  List<Observation> calibrationFrames(List<Integer> episodes) {
    int steps = episodes.stream().mapToInt(reader::steps).sum();
    int every = Math.max(1, steps / CALIBRATION_FRAMES);
    List<Observation> frames = new ArrayList<>();
    int seen = 0;
    for (int episode : episodes) {
      boolean wanted = (seen + reader.steps(episode)) / every > seen / every;
      RecordedEpisode read = wanted ? reader.episode(episode) : null;
      for (int t = 0; t < reader.steps(episode); t++) {
        if (++seen % every == 0 && read != null) {
          frames.add(cameras.of(read.steps().get(t).observation()));
        }
      }
    }
    return frames;
  }

  /**
   * Encodes episodes. Every observation but the first of an episode, which nobody scores, with the
   * label of the step that led to it.
   *
   * @param encoder calibrated, of the same configuration
   */
  LabelledFrames encode(
      List<Integer> episodes,
      FrameEncoder encoder,
      EncoderConfig config,
      String what,
      Progress progress) {
    LabelledFrames frames = new LabelledFrames(config, spaces().cameras().size());
    encode(episodes, 0, encoder, frames, what, progress);
    return frames;
  }

  /**
   * The same behind what was encoded before.
   *
   * @param numberedFrom what is added to the numbers of the episodes, so that no other data set's
   *     episode has the same
   */
  void encode(
      List<Integer> episodes,
      int numberedFrom,
      FrameEncoder encoder,
      LabelledFrames into,
      String what,
      Progress progress) {
    for (int i = 0; i < episodes.size(); i++) {
      int episode = episodes.get(i);
      List<Step> steps = reader.verifiedEpisode(episode).steps();
      for (int t = 0; t < steps.size(); t++) {
        Step step = steps.get(t);
        into.add(
            encoder.encode(cameras.of(step.observation())),
            new LabelledFrames.Frame(
                numberedFrom + episode, t + 1, step.success(), step.observation().state()));
      }
      long nowNs = System.nanoTime();
      if (progress.due(nowNs)) {
        progress.show(nowNs, "%s: %d/%d episodes encoded".formatted(what, i + 1, episodes.size()));
      }
    }
  }
}
