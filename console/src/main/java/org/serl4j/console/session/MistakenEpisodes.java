package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.serl4j.agent.Step;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.dataset.DatasetWriter;
import org.serl4j.console.dataset.RecordedEpisode;

/**
 * What a run keeps of its learned reward's mistakes: one LeRobotDataset v3.0 an episode, labelled
 * like what {@code reward collect} records.
 *
 * <pre>
 * RUN/false-rewards/episode-000012       RUN/missed-successes/...       RUN/rewarded/...
 * </pre>
 *
 * One data set each, because a data set appears whole when it is finished: whatever ends the
 * process, what was kept before can be used.
 */
public final class MistakenEpisodes {
  /** What is wrong with an episode. */
  public enum Kind {
    /** Rewarded without success. */
    FALSE_REWARD("false-rewards", "rewarded without success"),
    /** Successful without reward. */
    MISSED_SUCCESS("missed-successes", "its success was not seen"),
    /** Nothing that is known: an operator may say otherwise. */
    REWARDED("rewarded", "rewarded");

    private final String folder;
    private final String words;

    Kind(String folder, String words) {
      this.folder = folder;
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** An episode's number, and behind it another one where a resumed run repeated that number. */
  private static final Pattern NAME = Pattern.compile("episode-\\d{6}(-\\d+)?");

  private final Path run;

  private MistakenEpisodes(Path run) {
    this.run = run;
  }

  /** Of that run. */
  static MistakenEpisodes of(RunDirectory run) {
    return new MistakenEpisodes(run.folder());
  }

  /**
   * Of the run in that folder.
   *
   * @throws SessionException if it is no run
   */
  public static MistakenEpisodes open(Path run) {
    return of(RunDirectory.open(run));
  }

  Path run() {
    return run;
  }

  /** The data sets of a kind, by number of the episode. */
  public List<Path> folders(Kind kind) throws IOException {
    Path parent = run.resolve(kind.folder);
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(parent)) {
      return inside
          .filter(folder -> NAME.matcher(folder.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /**
   * Writes an episode, unless it is there already, bit for bit: a run in lock-step that is resumed
   * makes its episodes again.
   *
   * @return where it is
   */
  Path write(Kind kind, int index, RecordedEpisode episode, DatasetDescription description)
      throws IOException {
    Files.createDirectories(run.resolve(kind.folder));
    Path folder = folder(kind, index);
    for (int again = 2; Files.exists(folder); again++) {
      if (DatasetReader.open(folder).recorded(0, episode)) {
        return folder;
      }
      folder = folder.resolveSibling(name(index) + "-" + again);
    }
    try (DatasetWriter writer = DatasetWriter.create(folder, description)) {
      writer.beginEpisode();
      for (int t = 0; t < episode.steps().size(); t++) {
        writer.add(episode.before(t), episode.steps().get(t), episode.actedBy().get(t));
      }
      writer.finishEpisode();
      writer.finish();
    }
    return folder;
  }

  /** Removes all but the newest of a kind. */
  void keepNewest(Kind kind, int count) throws IOException {
    List<Path> folders = folders(kind);
    for (Path old : folders.subList(0, Math.max(0, folders.size() - count))) {
      RunDirectory.deleteTree(old);
    }
  }

  /**
   * Takes an operator's word that a rewarded episode was no success in any of its observations: it
   * becomes a false reward.
   *
   * @param index number of the episode
   * @return where it is now
   * @throws SessionException if the run has not kept it
   */
  public Path flag(int index) throws IOException {
    Path from = folder(Kind.REWARDED, index);
    if (!Files.isDirectory(from)) {
      throw new SessionException(
          "the run %s has kept no rewarded episode %d: it keeps the newest ones with './serl4j train TASK --reward FILE --keep-rewarded N'"
              .formatted(run, index));
    }
    DatasetReader reader = DatasetReader.open(from);
    RecordedEpisode read = reader.verifiedEpisode(0);
    List<Step> steps = read.steps().stream().map(MistakenEpisodes::withoutSuccess).toList();
    Path flagged =
        write(
            Kind.FALSE_REWARD,
            index,
            new RecordedEpisode(read.first(), steps, read.actedBy()),
            reader.description());
    RunDirectory.deleteTree(from);
    return flagged;
  }

  private static Step withoutSuccess(Step step) {
    return new Step(
        step.observation(),
        step.action(),
        step.reward(),
        step.terminated(),
        step.truncated(),
        false,
        step.gripperPenalty(),
        step.done() ? "an operator says that this is no success" : "");
  }

  private Path folder(Kind kind, int index) {
    return run.resolve(kind.folder).resolve(name(index));
  }

  private static String name(int index) {
    return String.format(Locale.ROOT, "episode-%06d", index);
  }
}
