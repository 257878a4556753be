package org.serl4j.console.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.console.dataset.DatasetFormat.Feature;

/**
 * Gives the episodes of a recorded data set back, bit for bit as they were recorded (rewards as and
 * penalties as float). {@link #open} reads and checks the tables; {@link #episode} decodes the
 * videos of one episode, so that memory holds one at a time.
 */
public final class DatasetReader {
  private final Path folder;
  private final int version;
  private final DatasetDescription description;
  private final List<Feature> features;
  private final ParquetTable rows;
  private final ParquetTable lastObservations;

  /** Index of the first row of each episode, and behind the last episode the number of rows. */
  private final List<Integer> firstRows;

  /**
   * @throws DatasetException if there is no data set, it is of another version, was not recorded by
   *     serl4j, or a column or value is missing
   */
  public static DatasetReader open(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    requireOurs(absolute);
    return new DatasetReader(absolute);
  }

  private DatasetReader(Path folder) {
    this.folder = folder;
    RecordingFile recording = RecordingFile.read(folder.resolve(DatasetFormat.RECORDING));
    this.version = recording.version();
    this.description = recording.description();
    this.features = DatasetFormat.features(description, version);
    this.rows = ParquetTable.read(dataFiles(folder));
    this.lastObservations =
        ParquetTable.read(List.of(folder.resolve(DatasetFormat.LAST_OBSERVATIONS)));
    requireComplete();
    this.firstRows = firstRows();
  }

  public DatasetDescription description() {
    return description;
  }

  /** Version of the recording. */
  int version() {
    return version;
  }

  public int episodes() {
    return firstRows.size() - 1;
  }

  /** Steps of all episodes. */
  public int steps() {
    return rows.rows().size();
  }

  /** Steps of one episode. */
  public int steps(int episode) {
    return firstRows.get(episode + 1) - firstRows.get(episode);
  }

  /**
   * Makes sure that these data can train that task: same state, action, cameras, image size and
   * frame path.
   *
   * @throws DatasetException naming the first difference
   */
  public void requireUsableFor(DatasetDescription needed) {
    description.requireUsableFor(needed, folder);
  }

  /**
   * Decodes one episode.
   *
   * @throws DatasetException if a video is damaged or does not fit its rows
   */
  public RecordedEpisode episode(int episode) {
    int from = firstRows.get(episode);
    int length = steps(episode);
    List<List<byte[]>> videos = new ArrayList<>();
    for (String camera : description.spaces().cameras()) {
      videos.add(frames(camera, episode, length));
    }
    List<Observation> seen = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      int k = t;
      seen.add(
          new Observation(
              floats(rows, from + t, DatasetFormat.STATE),
              videos.stream().map(frames -> frames.get(k)).toList()));
    }
    seen.add(lastObservation(episode));
    List<Step> steps = new ArrayList<>();
    List<ActedBy> actedBy = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      actedBy.add(actor(from + t));
      boolean last = t == length - 1;
      steps.add(
          new Step(
              seen.get(t + 1),
              floats(rows, from + t, DatasetFormat.ACTION),
              floats(rows, from + t, DatasetFormat.REWARD)[0],
              flag(from + t, DatasetFormat.TERMINATED),
              flag(from + t, DatasetFormat.TRUNCATED),
              flag(from + t, DatasetFormat.SUCCESS),
              gripperPenalty(from + t),
              last ? text(episode, "note") : ""));
    }
    return new RecordedEpisode(seen.get(0), steps, actedBy);
  }

  /**
   * Decodes one episode and makes sure that every bit is as it was recorded.
   *
   * @throws DatasetException if one is not
   */
  public RecordedEpisode verifiedEpisode(int episode) {
    RecordedEpisode read = episode(episode);
    if (!read.digest(version).equals(recordedDigest(episode))) {
      throw new DatasetException(
          "episode %d of the data set %s is not what was recorded: copy the data set again"
              .formatted(episode, folder));
    }
    return read;
  }

  /** Whether that is what was recorded, bit for bit; decodes nothing. */
  public boolean recorded(int episode, RecordedEpisode other) {
    return other.digest(version).equals(recordedDigest(episode));
  }

  /** For each step of an episode whether what was seen after it shows success; decodes nothing. */
  public boolean[] successes(int episode) {
    boolean[] successes = new boolean[steps(episode)];
    for (int t = 0; t < successes.length; t++) {
      successes[t] = flag(firstRows.get(episode) + t, DatasetFormat.SUCCESS);
    }
    return successes;
  }

  /** What was noted at the end of an episode; decodes nothing. */
  public String note(int episode) {
    return text(episode, "note");
  }

  /** Tells these episodes, in their order, from all others. */
  public String fingerprint() {
    StringBuilder digests = new StringBuilder();
    for (int episode = 0; episode < episodes(); episode++) {
      digests.append(recordedDigest(episode)).append('\n');
    }
    return RecordedEpisode.sha256(digests.toString());
  }

  private double gripperPenalty(int row) {
    return DatasetFormat.hasActor(version)
        ? floats(rows, row, DatasetFormat.GRIPPER_PENALTY)[0]
        : 0;
  }

  private ActedBy actor(int row) {
    if (!DatasetFormat.hasActor(version)) {
      return ActedBy.EXPERT;
    }
    long code = number(row, DatasetFormat.ACTED_BY);
    ActedBy actor = DatasetFormat.actedBy(code);
    if (actor == null) {
      throw new DatasetException(
          "row %d of the data set %s was acted by number %d, which this program does not know"
              .formatted(row, folder, code));
    }
    return actor;
  }

  /** Digest of the episode when it was recorded. */
  String recordedDigest(int episode) {
    return text(episode, "sha256");
  }

  public Path folder() {
    return folder;
  }

  private List<byte[]> frames(String camera, int episode, int length) {
    Path file = DatasetFormat.video(folder, camera, episode);
    VideoFrames video = VideoFrames.decode(file);
    int size = description.spaces().imageSize();
    if (video.images().size() != length || video.width() != size || video.height() != size) {
      throw new DatasetException(
          "%s has %d frames of %d x %d px, its episode has %d of %d x %d: copy the data set again"
              .formatted(
                  file, video.images().size(), video.width(), video.height(), length, size, size));
    }
    return video.images();
  }

  private Observation lastObservation(int episode) {
    List<byte[]> images = new ArrayList<>();
    for (String camera : description.spaces().cameras()) {
      byte[] png = (byte[]) required(lastObservations, episode, DatasetFormat.IMAGES + camera);
      byte[] rgb = PngImage.decode(png, description.spaces().imageSize());
      if (rgb == null) {
        throw new DatasetException(
            "the last image of episode %d, camera %s in %s is damaged: copy the data set again"
                .formatted(episode, camera, folder));
      }
      images.add(rgb);
    }
    return new Observation(floats(lastObservations, episode, DatasetFormat.STATE), images);
  }

  private void requireComplete() {
    for (Feature feature : features) {
      if (!feature.isVideo()) {
        requireColumn(rows, feature.name(), feature.isVector() ? feature.shape().get(0) : 0);
      }
    }
    requireColumn(lastObservations, DatasetFormat.EPISODE_INDEX, 0);
    requireColumn(lastObservations, DatasetFormat.STATE, description.spaces().state().size());
    for (String camera : description.spaces().cameras()) {
      requireColumn(lastObservations, DatasetFormat.IMAGES + camera, 0);
    }
    requireColumn(lastObservations, "note", 0);
    requireColumn(lastObservations, "sha256", 0);
  }

  /**
   * @param length of the lists, or 0 for a column of scalars
   */
  private void requireColumn(ParquetTable table, String name, int length) {
    int column = table.indexOf(name);
    if (column < 0) {
      throw new DatasetException(
          "the data set %s has no column %s: copy it again or leave it out"
              .formatted(folder, name));
    }
    for (int i = 0; i < table.rows().size(); i++) {
      Object value = table.rows().get(i)[column];
      boolean holes = value == null || (value instanceof List<?> list && list.contains(null));
      if (holes) {
        throw new DatasetException(
            "the data set %s has no value of %s in row %d: copy it again or leave it out"
                .formatted(folder, name, i));
      }
      if (length > 0
          && !(value instanceof List<?> list && list.size() == length)
          && !(length == 1 && value instanceof Float)) {
        throw new DatasetException(
            "the data set %s has not %d values of %s in row %d: copy it again or leave it out"
                .formatted(folder, length, name, i));
      }
    }
  }

  private List<Integer> firstRows() {
    List<Integer> first = new ArrayList<>();
    long previous = -1;
    for (int i = 0; i < rows.rows().size(); i++) {
      long episode = number(i, DatasetFormat.EPISODE_INDEX);
      long frame = number(i, DatasetFormat.FRAME_INDEX);
      boolean begins = episode == previous + 1 && frame == 0;
      boolean continues =
          episode == previous && !first.isEmpty() && frame == i - first.get(first.size() - 1);
      if (!(begins || continues) || number(i, DatasetFormat.INDEX) != i) {
        throw new DatasetException(
            "row %d of the data set %s is out of order (episode %d, frame %d): copy it again"
                .formatted(i, folder, episode, frame));
      }
      if (begins) {
        first.add(i);
        previous = episode;
      }
    }
    if (first.size() != lastObservations.rows().size()) {
      throw new DatasetException(
          "the data set %s has %d episodes and %d last observations: copy it again"
              .formatted(folder, first.size(), lastObservations.rows().size()));
    }
    first.add(rows.rows().size());
    return first;
  }

  private static float[] floats(ParquetTable table, int row, String column) {
    Object value = required(table, row, column);
    if (value instanceof Float single) {
      return new float[] {single};
    }
    List<?> list = (List<?>) value;
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ((Number) list.get(i)).floatValue();
    }
    return floats;
  }

  private boolean flag(int row, String column) {
    return (Boolean) required(rows, row, column);
  }

  private long number(int row, String column) {
    return ((Number) required(rows, row, column)).longValue();
  }

  private String text(int episode, String column) {
    return (String) required(lastObservations, episode, column);
  }

  private static Object required(ParquetTable table, int row, String column) {
    @Nullable Object value = table.rows().get(row)[table.indexOf(column)];
    if (value == null) {
      throw new IllegalStateException("no " + column + " in row " + row);
    }
    return value;
  }

  private static void requireOurs(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "there is no data set %s: give the folder of a recording, or make one with './serl4j record'"
              .formatted(folder));
    }
    Path info = folder.resolve(DatasetFormat.INFO);
    if (!Files.isRegularFile(info)) {
      throw new DatasetException(
          "%s is no data set: it has no %s".formatted(folder, DatasetFormat.INFO));
    }
    String version;
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readString(info));
      version = json.path("codebase_version").asText("unknown");
    } catch (IOException e) {
      throw new DatasetException(
          "cannot read %s: %s; copy the data set again".formatted(info, DatasetException.reason(e)),
          e);
    }
    if (!version.equals(DatasetFormat.VERSION)) {
      throw new DatasetException(
          "%s is a LeRobotDataset %s, this program reads %s: convert it with LeRobot's own converter"
              .formatted(folder, version, DatasetFormat.VERSION));
    }
    if (!Files.isRegularFile(folder.resolve(DatasetFormat.RECORDING))) {
      throw new DatasetException(
          "%s was not recorded by serl4j (it has no %s); importing others' data sets is not there yet"
              .formatted(folder, DatasetFormat.RECORDING));
    }
  }

  private static List<Path> dataFiles(Path folder) {
    try (Stream<Path> tree = Files.walk(folder.resolve("data"))) {
      List<Path> files =
          tree.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      if (!files.isEmpty()) {
        return files;
      }
    } catch (IOException e) {
      // Said below: for the reader it is the same as an empty folder.
    }
    throw new DatasetException(
        "the data set %s has no data/*/*.parquet: copy it again".formatted(folder));
  }
}
