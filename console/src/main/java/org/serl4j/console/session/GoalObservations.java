package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.vice.GoalImages;

/**
 * Goal images out of a data set of {@code reward collect}, {@code record}, or any other recording:
 * the observations whose {@code next.success} is true. Of demonstrations these are the last ones.
 * Every fifth episode with success, drawn at random, is held back.
 */
final class GoalObservations {
  private static final int HELD_BACK_EVERY = 5;

  /** Fewest episodes with success: one to learn from, and one to hold back. */
  private static final int FEWEST = 2;

  private final DatasetReader reader;
  private final List<Integer> episodes;

  private GoalObservations(DatasetReader reader, List<Integer> episodes) {
    this.reader = reader;
    this.episodes = episodes;
  }

  /**
   * Opens a data set.
   *
   * @throws org.serl4j.console.dataset.DatasetException if it is missing, damaged, or of another
   *     task, camera or crop
   * @throws SessionException if it shows too little success
   */
  static GoalObservations open(Path folder, Environment environment, Cell cell) {
    DatasetReader reader = Demonstrations.open(folder, environment, cell);
    if (environment.spaces().cameras().isEmpty()) {
      throw new SessionException(
          "--vice: the task '%s' has no camera, and goals are images"
              .formatted(environment.task()));
    }
    List<Integer> episodes = new ArrayList<>();
    for (int episode = 0; episode < reader.episodes(); episode++) {
      boolean any = false;
      for (boolean success : reader.successes(episode)) {
        any |= success;
      }
      if (any) {
        episodes.add(episode);
      }
    }
    if (episodes.size() < FEWEST) {
      throw new SessionException(
          "--vice %s: %d of its %d episodes show success, at least %d must, one of them to be held back: make goals with './serl4j reward collect %s'"
              .formatted(folder, episodes.size(), reader.episodes(), FEWEST, environment.task()));
    }
    return new GoalObservations(reader, episodes);
  }

  /**
   * Encodes the goals as the run's replay is encoded.
   *
   * @param calibration of the run's features
   * @param seed decides which are held back, and the shifted copies
   */
  GoalImages encode(
      EncoderConfig config,
      @Nullable FeatureCalibration calibration,
      long seed,
      Progress progress) {
    if (calibration == null) {
      throw new IllegalStateException("goals are encoded with the agent's calibration");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> left = new ArrayList<>(episodes);
    List<Integer> held = new ArrayList<>();
    while (held.size() < Math.max(1, episodes.size() / HELD_BACK_EVERY)) {
      held.add(left.remove(random.nextInt(left.size())));
    }
    GoalImages goals = new GoalImages(config, reader.description().spaces().cameras().size());
    try (FrameEncoder encoder = FrameEncoder.open(reader.description().spaces(), config, seed)) {
      encoder.useCalibration(calibration);
      for (int episode : episodes) {
        for (Step step : reader.verifiedEpisode(episode).steps()) {
          if (step.success()) {
            goals.add(encoder.encode(step.observation()), held.contains(episode));
          }
        }
      }
    }
    progress.say(
        "goals: %d images to learn from, %d held back, of %d episodes of %s"
            .formatted(goals.learned(), goals.heldBack(), episodes.size(), reader.folder()));
    return goals;
  }
}
