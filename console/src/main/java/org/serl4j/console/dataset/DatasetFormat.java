package org.serl4j.console.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;

/** Names, paths and columns of LeRobotDataset v3.0, and of our side folder in it. */
final class DatasetFormat {
  static final String VERSION = "v3.0";
  static final int FILES_PER_CHUNK = 1000;
  static final int DATA_FILE_MB = 100;
  static final int VIDEO_FILE_MB = 200;
  static final String DATA_TEMPLATE = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet";
  static final String VIDEO_TEMPLATE =
      "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4";

  static final String INFO = "meta/info.json";
  static final String STATS = "meta/stats.json";
  static final String TASKS = "meta/tasks.parquet";
  static final String EPISODES = "meta/episodes/chunk-000/file-000.parquet";
  static final String DATA = "data/chunk-000/file-000.parquet";

  /** What the format has no place for. */
  static final String RECORDING = "serl4j/recording.json";

  static final String LAST_OBSERVATIONS = "serl4j/last-observations.parquet";

  /** What is written. */
  static final int RECORDING_VERSION = 2;

  /**
   * Oldest version that is read. Version 1 knows neither the gripper's penalty nor who acted: its
   * episodes are read with a penalty of 0 and as the scripted expert's, because nobody else could
   * record then.
   */
  static final int OLDEST_RECORDING_VERSION = 1;

  /** The first version with {@link #GRIPPER_PENALTY} and {@link #ACTED_BY}. */
  private static final int WITH_ACTOR = 2;

  static final String STATE = "observation.state";
  static final String IMAGES = "observation.images.";
  static final String ACTION = "action";
  static final String REWARD = "next.reward";
  static final String DONE = "next.done";
  static final String TERMINATED = "next.terminated";
  static final String TRUNCATED = "next.truncated";
  static final String SUCCESS = "next.success";

  /** LeRobot's name for it. */
  static final String GRIPPER_PENALTY = "complementary_info.discrete_penalty";

  /** A number of {@link #code}. */
  static final String ACTED_BY = "complementary_info.acted_by";

  static final String TIMESTAMP = "timestamp";
  static final String FRAME_INDEX = "frame_index";
  static final String EPISODE_INDEX = "episode_index";
  static final String INDEX = "index";
  static final String TASK_INDEX = "task_index";

  private DatasetFormat() {}

  /**
   * @param dtype of the format: float32, int64, bool or video
   * @param names of the elements or axes, or null
   */
  record Feature(String name, String dtype, List<Integer> shape, @Nullable List<String> names) {
    boolean isVideo() {
      return dtype.equals("video");
    }

    /** DuckDB's type of its column in the data file. */
    String sqlType() {
      String element =
          switch (dtype) {
            case "float32" -> "FLOAT";
            case "int64" -> "BIGINT";
            case "bool" -> "BOOLEAN";
            default -> throw new IllegalStateException("no column for " + dtype);
          };
      return isVector() ? element + "[]" : element;
    }

    /** A shape of [1] is a scalar column. */
    boolean isVector() {
      return shape.get(0) > 1;
    }
  }

  /** Whether recordings of that version have {@link #GRIPPER_PENALTY} and {@link #ACTED_BY}. */
  static boolean hasActor(int recordingVersion) {
    return recordingVersion >= WITH_ACTOR;
  }

  /** The number in the column of who acted; it never changes. */
  static long code(ActedBy actedBy) {
    return switch (actedBy) {
      case POLICY -> 0;
      case HUMAN -> 1;
      case EXPERT -> 2;
    };
  }

  /** Who has that number, or null. */
  static @Nullable ActedBy actedBy(long code) {
    for (ActedBy one : ActedBy.values()) {
      if (code(one) == code) {
        return one;
      }
    }
    return null;
  }

  /** All features of a recording of that version, in the order in which they are written. */
  static List<Feature> features(DatasetDescription description, int recordingVersion) {
    List<Feature> features = new ArrayList<>();
    features.add(vector(STATE, DatasetDescription.elementNames(description.spaces().state())));
    int size = description.spaces().imageSize();
    for (String camera : description.spaces().cameras()) {
      features.add(
          new Feature(
              IMAGES + camera,
              "video",
              List.of(size, size, 3),
              List.of("height", "width", "channels")));
    }
    features.add(vector(ACTION, DatasetDescription.elementNames(description.spaces().action())));
    features.add(scalar(REWARD, "float32"));
    for (String flag : List.of(DONE, TERMINATED, TRUNCATED, SUCCESS)) {
      features.add(scalar(flag, "bool"));
    }
    if (hasActor(recordingVersion)) {
      features.add(vector(GRIPPER_PENALTY, List.of("discrete_penalty")));
      features.add(scalar(ACTED_BY, "int64"));
    }
    features.add(scalar(TIMESTAMP, "float32"));
    for (String number : List.of(FRAME_INDEX, EPISODE_INDEX, INDEX, TASK_INDEX)) {
      features.add(scalar(number, "int64"));
    }
    return features;
  }

  private static Feature vector(String name, List<String> elements) {
    return new Feature(name, "float32", List.of(elements.size()), elements);
  }

  private static Feature scalar(String name, String dtype) {
    return new Feature(name, dtype, List.of(1), null);
  }

  static int chunk(int file) {
    return file / FILES_PER_CHUNK;
  }

  static int fileInChunk(int file) {
    return file % FILES_PER_CHUNK;
  }

  /** One file an episode and camera. */
  static Path video(Path folder, String camera, int episode) {
    return folder.resolve(
        String.format(
            Locale.ROOT,
            "videos/%s%s/chunk-%03d/file-%03d.mp4",
            IMAGES,
            camera,
            chunk(episode),
            fileInChunk(episode)));
  }
}
