package org.serl4j.console.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a whole data set back: totals of info.json against the tables, each video's
 * frame count and time stamps, and every state, action, flag and pixel against the digest that was
 * taken when it was recorded.
 *
 * @param folder the data set
 * @param episodes read
 * @param steps read
 * @param bytes on disk
 * @param problems one line each; empty if the data set is whole
 */
public record DatasetCheck(
    Path folder, int episodes, int steps, long bytes, List<String> problems) {
  /** A reader seeks a frame by its time and refuses one that is off by more. */
  private static final double TIME_TOLERANCE_SECONDS = 1e-4;

  private static final double BYTES_PER_MEGABYTE = 1e6;

  public DatasetCheck {
    problems = List.copyOf(problems);
  }

  /**
   * Reads everything.
   *
   * @throws DatasetException if the folder is no data set of ours at all
   */
  public static DatasetCheck of(Path folder) {
    return of(folder, (checked, episodes) -> {});
  }

  /** Sees how far the reading is. */
  @FunctionalInterface
  public interface Watcher {
    /** So many episodes of all were read. */
    void checked(int checked, int episodes);
  }

  /**
   * Reads everything, which takes seconds for each hundred episodes.
   *
   * @throws DatasetException if the folder is no data set of ours at all
   */
  public static DatasetCheck of(Path folder, Watcher watcher) {
    DatasetReader reader = DatasetReader.open(folder);
    List<String> problems = new ArrayList<>();
    checkTotals(reader, problems);
    checkEpisodesTable(reader, problems);
    for (int episode = 0; episode < reader.episodes(); episode++) {
      checkEpisode(reader, episode, problems);
      watcher.checked(episode + 1, reader.episodes());
    }
    return new DatasetCheck(
        reader.folder(), reader.episodes(), reader.steps(), size(reader.folder()), problems);
  }

  public boolean isWhole() {
    return problems.isEmpty();
  }

  /**
   * @throws DatasetException with the first problem
   */
  public void requireWhole() {
    if (!isWhole()) {
      throw new DatasetException(
          "the data set %s is damaged (%d problems): %s"
              .formatted(folder, problems.size(), problems.get(0)));
    }
  }

  /** One line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s: %d episodes, %d steps, %.1f MB, %s",
        folder,
        episodes,
        steps,
        bytes / BYTES_PER_MEGABYTE,
        isWhole() ? "every bit as recorded" : problems.size() + " problems");
  }

  /** The same result for the folder's new name. */
  DatasetCheck in(Path renamed) {
    return new DatasetCheck(renamed, episodes, steps, bytes, problems);
  }

  private static void checkTotals(DatasetReader reader, List<String> problems) {
    JsonNode info;
    try {
      info =
          new ObjectMapper()
              .readTree(Files.readString(reader.folder().resolve(DatasetFormat.INFO)));
    } catch (IOException e) {
      problems.add(DatasetFormat.INFO + ": " + DatasetException.reason(e));
      return;
    }
    compare("total_episodes", info.path("total_episodes").asLong(-1), reader.episodes(), problems);
    compare("total_frames", info.path("total_frames").asLong(-1), reader.steps(), problems);
    compare("fps", info.path("fps").asLong(-1), reader.description().fps(), problems);
  }

  private static void checkEpisodesTable(DatasetReader reader, List<String> problems) {
    ParquetTable table;
    try {
      table = ParquetTable.read(List.of(reader.folder().resolve(DatasetFormat.EPISODES)));
    } catch (DatasetException e) {
      problems.add(DatasetException.reason(e));
      return;
    }
    compare("rows of the episodes table", table.rows().size(), reader.episodes(), problems);
    long to = 0;
    for (int episode = 0; episode < Math.min(table.rows().size(), reader.episodes()); episode++) {
      String where = "episode " + episode + " ";
      @Nullable Object[] row = table.rows().get(episode);
      compare(where + "index", number(table, row, "episode_index"), episode, problems);
      compare(where + "length", number(table, row, "length"), reader.steps(episode), problems);
      compare(where + "dataset_from_index", number(table, row, "dataset_from_index"), to, problems);
      to += reader.steps(episode);
      compare(where + "dataset_to_index", number(table, row, "dataset_to_index"), to, problems);
    }
  }

  private static long number(ParquetTable table, @Nullable Object[] row, String column) {
    int index = table.indexOf(column);
    return index >= 0 && row[index] instanceof Number number ? number.longValue() : -1;
  }

  private static void checkEpisode(DatasetReader reader, int episode, List<String> problems) {
    int fps = reader.description().fps();
    try {
      for (String camera : reader.description().spaces().cameras()) {
        Path file = DatasetFormat.video(reader.folder(), camera, episode);
        VideoFrames video = VideoFrames.decode(file);
        for (int k = 0; k < video.seconds().size(); k++) {
          double expected = (double) k / fps;
          if (!(Math.abs(video.seconds().get(k) - expected) <= TIME_TOLERANCE_SECONDS)) {
            problems.add(
                "%s: frame %d is shown at %s s, expected %s s"
                    .formatted(file, k, video.seconds().get(k), expected));
            break;
          }
        }
        if (!(Math.abs(video.framesPerSecond() - fps) <= TIME_TOLERANCE_SECONDS * fps)) {
          problems.add(
              "%s: %s frames a second, expected %d".formatted(file, video.framesPerSecond(), fps));
        }
      }
      if (!reader
          .episode(episode)
          .digest(reader.version())
          .equals(reader.recordedDigest(episode))) {
        problems.add("episode " + episode + ": not what was recorded (its digest differs)");
      }
    } catch (DatasetException e) {
      problems.add(DatasetException.reason(e));
    }
  }

  private static void compare(String what, long found, long expected, List<String> problems) {
    if (found != expected) {
      problems.add(what + " is " + found + ", expected " + expected);
    }
  }

  private static long size(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
