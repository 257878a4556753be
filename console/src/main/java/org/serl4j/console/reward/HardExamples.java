package org.serl4j.console.reward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.Environment;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.console.session.MistakenEpisodes;
import org.serl4j.console.session.MistakenEpisodes.Kind;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.SessionException;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.LabelledFrames;

/**
 * Episodes of training runs in which an earlier classifier was mistaken. They are learned from, and
 * neither validate nor test: what a run found is not a fair sample of anything.
 */
final class HardExamples {
  private final List<Group> groups;

  /** What one run kept of one kind: an episode in each data set. */
  private record Group(Path run, Kind kind, List<RewardData> episodes) {}

  private HardExamples(List<Group> groups) {
    this.groups = groups;
  }

  /**
   * Opens what runs have kept.
   *
   * @param cameras that are looked through
   * @throws SessionException if one of them has kept nothing
   * @throws org.serl4j.console.dataset.DatasetException if it is damaged, or of another task or
   *     cell
   */
  static HardExamples open(
      List<Path> runs, Environment environment, Cell cell, List<String> cameras)
      throws IOException {
    List<Group> groups = new ArrayList<>();
    for (Path run : runs.stream().distinct().toList()) {
      MistakenEpisodes kept = MistakenEpisodes.open(run);
      int before = groups.size();
      for (Kind kind : List.of(Kind.FALSE_REWARD, Kind.MISSED_SUCCESS)) {
        List<RewardData> episodes = new ArrayList<>();
        for (Path folder : kept.folders(kind)) {
          episodes.add(RewardData.open(folder, environment, cell).through(cameras));
        }
        if (!episodes.isEmpty()) {
          groups.add(new Group(run, kind, episodes));
        }
      }
      if (groups.size() == before) {
        throw new SessionException(
            "the run %s has no hard examples: its classifier rewarded no episode wrongly, or it was trained without --reward"
                .formatted(run));
      }
    }
    return new HardExamples(groups);
  }

  /**
   * Encodes them behind the training part, and says how many there are and from where.
   *
   * @param numberedFrom episodes of the data set
   */
  void encode(FrameEncoder encoder, LabelledFrames training, int numberedFrom, Progress progress) {
    if (groups.isEmpty()) {
      return;
    }
    training.beginHardExamples();
    int number = numberedFrom;
    for (Group group : groups) {
      int before = training.size();
      int successes = training.positives();
      for (RewardData episode : group.episodes) {
        episode.encode(episode.all(), number, encoder, training, "hard examples", progress);
        number += episode.all().size();
      }
      progress.say(
          "hard examples: %d episodes from %s, %s (%d observations, %d of success), for training alone"
              .formatted(
                  group.episodes.size(),
                  group.run,
                  group.kind.words(),
                  training.size() - before,
                  training.positives() - successes));
    }
  }
}
