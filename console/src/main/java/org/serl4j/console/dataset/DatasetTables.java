package org.serl4j.console.dataset;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.console.dataset.DatasetFormat.Feature;
import org.serl4j.console.dataset.ParquetTable.Column;

/**
 * Everything of a data set but its videos: the rows, the episodes, the statistics and what lies in
 * the side folder. Collected in memory (a row is some 200 bytes), written at the end.
 */
final class DatasetTables {
  /** Without it, pandas takes the task's text for a column and readers find a number. */
  private static final String PANDAS_INDEX_OF_TASKS =
      """
      {"index_columns":["task"],"column_indexes":[],"columns":[\
      {"name":"task_index","field_name":"task_index","pandas_type":"int64","numpy_type":"int64","metadata":null},\
      {"name":"task","field_name":"task","pandas_type":"unicode","numpy_type":"object","metadata":null}]}""";

  private final DatasetDescription description;
  private final List<Feature> features;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private final List<@Nullable Object[]> episodeRows = new ArrayList<>();
  private final List<@Nullable Object[]> lastObservations = new ArrayList<>();
  private final List<Map<String, FeatureStatistics>> statistics = new ArrayList<>();

  DatasetTables(DatasetDescription description) {
    this.description = description;
    this.features = DatasetFormat.features(description, DatasetFormat.RECORDING_VERSION);
  }

  int episodes() {
    return episodeRows.size();
  }

  void add(RecordedEpisode episode) {
    int firstRow = rows.size();
    for (int t = 0; t < episode.steps().size(); t++) {
      rows.add(row(episode, t));
    }
    Map<String, FeatureStatistics> ofEpisode = statistics(episode, firstRow);
    statistics.add(ofEpisode);
    lastObservations.add(lastObservation(episode));
    episodeRows.add(episodeRow(episode, firstRow, ofEpisode));
  }

  private @Nullable Object[] row(RecordedEpisode episode, int t) {
    Step step = episode.steps().get(t);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(DatasetFormat.STATE, vector(episode.before(t).state()));
    values.put(DatasetFormat.ACTION, vector(step.action()));
    values.put(DatasetFormat.REWARD, (float) step.reward());
    values.put(DatasetFormat.DONE, step.done());
    values.put(DatasetFormat.TERMINATED, step.terminated());
    values.put(DatasetFormat.TRUNCATED, step.truncated());
    values.put(DatasetFormat.SUCCESS, step.success());
    values.put(DatasetFormat.GRIPPER_PENALTY, (float) step.gripperPenalty());
    values.put(DatasetFormat.ACTED_BY, DatasetFormat.code(episode.actedBy().get(t)));
    values.put(DatasetFormat.TIMESTAMP, (float) ((double) t / description.fps()));
    values.put(DatasetFormat.FRAME_INDEX, (long) t);
    values.put(DatasetFormat.EPISODE_INDEX, (long) episodes());
    values.put(DatasetFormat.INDEX, (long) rows.size());
    values.put(DatasetFormat.TASK_INDEX, 0L);
    return features.stream()
        .filter(feature -> !feature.isVideo())
        .map(feature -> values.get(feature.name()))
        .toArray();
  }

  private static Object vector(float[] values) {
    return values.length == 1 ? (Object) values[0] : list(values);
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private Map<String, FeatureStatistics> statistics(RecordedEpisode episode, int firstRow) {
    Map<String, FeatureStatistics> found = new LinkedHashMap<>();
    int column = 0;
    int camera = 0;
    for (Feature feature : features) {
      if (feature.isVideo()) {
        List<byte[]> images = new ArrayList<>();
        for (int t = 0; t < episode.steps().size(); t++) {
          images.add(episode.before(t).images().get(camera));
        }
        found.put(feature.name(), FeatureStatistics.ofImages(images));
        camera++;
      } else {
        List<double[]> values = new ArrayList<>();
        for (@Nullable Object[] row : rows.subList(firstRow, rows.size())) {
          values.add(numbers(row[column]));
        }
        found.put(feature.name(), FeatureStatistics.ofRows(values));
        column++;
      }
    }
    return found;
  }

  private static double[] numbers(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().mapToDouble(element -> ((Number) element).doubleValue()).toArray();
    }
    if (value instanceof Boolean flag) {
      return new double[] {flag ? 1 : 0};
    }
    if (value instanceof Number number) {
      return new double[] {number.doubleValue()};
    }
    throw new IllegalStateException("no number: " + value);
  }

  private @Nullable Object[] lastObservation(RecordedEpisode episode) {
    Observation last = episode.last();
    List<Object> row = new ArrayList<>();
    row.add((long) episodes());
    row.add(list(last.state()));
    for (byte[] rgb : last.images()) {
      row.add(PngImage.encode(rgb, description.spaces().imageSize()));
    }
    row.add(episode.steps().get(episode.steps().size() - 1).note());
    row.add(episode.digest(DatasetFormat.RECORDING_VERSION));
    return row.toArray();
  }

  private @Nullable Object[] episodeRow(
      RecordedEpisode episode, int firstRow, Map<String, FeatureStatistics> ofEpisode) {
    long index = episodes();
    long length = episode.steps().size();
    List<Object> row = new ArrayList<>();
    row.add(index);
    row.add(List.of(description.task()));
    row.add(length);
    row.add(0L);
    row.add(0L);
    row.add((long) firstRow);
    row.add(firstRow + length);
    for (int camera = 0; camera < description.cameras().size(); camera++) {
      row.add((long) DatasetFormat.chunk(episodes()));
      row.add((long) DatasetFormat.fileInChunk(episodes()));
      row.add(0.0);
      row.add((double) length / description.fps());
    }
    for (Feature feature : features) {
      FeatureStatistics stats = ofEpisode.get(feature.name());
      if (stats != null) {
        for (String quantity : FeatureStatistics.QUANTITIES) {
          row.add(stats.nested(quantity));
        }
        row.add(List.of(stats.count()));
      }
    }
    row.add(0L);
    row.add(0L);
    return row.toArray();
  }

  private List<Column> episodeColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("episode_index", "BIGINT"));
    columns.add(new Column("tasks", "VARCHAR[]"));
    for (String name :
        List.of(
            "length",
            "data/chunk_index",
            "data/file_index",
            "dataset_from_index",
            "dataset_to_index")) {
      columns.add(new Column(name, "BIGINT"));
    }
    for (String camera : description.spaces().cameras()) {
      String key = "videos/" + DatasetFormat.IMAGES + camera;
      columns.add(new Column(key + "/chunk_index", "BIGINT"));
      columns.add(new Column(key + "/file_index", "BIGINT"));
      columns.add(new Column(key + "/from_timestamp", "DOUBLE"));
      columns.add(new Column(key + "/to_timestamp", "DOUBLE"));
    }
    for (Feature feature : features) {
      String key = "stats/" + feature.name() + "/";
      for (String quantity : FeatureStatistics.QUANTITIES) {
        columns.add(new Column(key + quantity, feature.isVideo() ? "DOUBLE[][][]" : "DOUBLE[]"));
      }
      columns.add(new Column(key + "count", "BIGINT[]"));
    }
    columns.add(new Column("meta/episodes/chunk_index", "BIGINT"));
    columns.add(new Column("meta/episodes/file_index", "BIGINT"));
    return columns;
  }

  private List<Column> lastObservationColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(DatasetFormat.EPISODE_INDEX, "BIGINT"));
    columns.add(new Column(DatasetFormat.STATE, "FLOAT[]"));
    for (String camera : description.spaces().cameras()) {
      columns.add(new Column(DatasetFormat.IMAGES + camera, "BLOB"));
    }
    columns.add(new Column("note", "VARCHAR"));
    columns.add(new Column("sha256", "VARCHAR"));
    return columns;
  }

  /**
   * @throws IOException if a file cannot be written; info.json is the last and appears whole
   */
  void write(Path folder) throws IOException {
    for (String file :
        List.of(DatasetFormat.DATA, DatasetFormat.EPISODES, DatasetFormat.RECORDING)) {
      Files.createDirectories(folder.resolve(file).resolveSibling("."));
    }
    List<Column> columns =
        features.stream()
            .filter(feature -> !feature.isVideo())
            .map(feature -> new Column(feature.name(), feature.sqlType()))
            .toList();
    new ParquetTable(columns, rows).write(folder.resolve(DatasetFormat.DATA), Map.of());
    new ParquetTable(episodeColumns(), episodeRows)
        .write(folder.resolve(DatasetFormat.EPISODES), Map.of());
    new ParquetTable(lastObservationColumns(), lastObservations)
        .write(folder.resolve(DatasetFormat.LAST_OBSERVATIONS), Map.of());
    List<@Nullable Object[]> tasks = new ArrayList<>();
    tasks.add(new Object[] {0L, description.task()});
    new ParquetTable(
            List.of(new Column("task_index", "BIGINT"), new Column("task", "VARCHAR")), tasks)
        .write(folder.resolve(DatasetFormat.TASKS), Map.of("pandas", PANDAS_INDEX_OF_TASKS));
    writeJson(folder.resolve(DatasetFormat.STATS), stats());
    writeJson(folder.resolve(DatasetFormat.RECORDING), RecordingFile.toJson(description));
    writeJson(folder.resolve(DatasetFormat.INFO), info());
  }

  private ObjectNode stats() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode all = mapper.createObjectNode();
    for (Feature feature : features) {
      List<FeatureStatistics> ofEpisodes = new ArrayList<>();
      for (Map<String, FeatureStatistics> episode : statistics) {
        FeatureStatistics ofEpisode = episode.get(feature.name());
        if (ofEpisode != null) {
          ofEpisodes.add(ofEpisode);
        }
      }
      FeatureStatistics joined = FeatureStatistics.join(ofEpisodes);
      ObjectNode node = all.putObject(feature.name());
      for (String quantity : FeatureStatistics.QUANTITIES) {
        node.set(quantity, mapper.valueToTree(joined.nested(quantity)));
      }
      node.putArray("count").add(joined.count());
    }
    return all;
  }

  private ObjectNode info() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode info = mapper.createObjectNode();
    info.put("codebase_version", DatasetFormat.VERSION);
    info.put("robot_type", description.robotType());
    info.put("total_episodes", episodes());
    info.put("total_frames", rows.size());
    info.put("total_tasks", 1);
    info.put("chunks_size", DatasetFormat.FILES_PER_CHUNK);
    info.put("data_files_size_in_mb", DatasetFormat.DATA_FILE_MB);
    info.put("video_files_size_in_mb", DatasetFormat.VIDEO_FILE_MB);
    info.put("fps", description.fps());
    info.putObject("splits").put("train", "0:" + episodes());
    info.put("data_path", DatasetFormat.DATA_TEMPLATE);
    info.put("video_path", description.cameras().isEmpty() ? null : DatasetFormat.VIDEO_TEMPLATE);
    ObjectNode all = info.putObject("features");
    for (Feature feature : features) {
      ObjectNode node = all.putObject(feature.name());
      node.put("dtype", feature.dtype());
      node.set("shape", mapper.valueToTree(feature.shape()));
      node.set("names", mapper.valueToTree(feature.names()));
      if (feature.isVideo()) {
        node.set("info", videoInfo(mapper));
      }
    }
    return info;
  }

  private ObjectNode videoInfo(ObjectMapper mapper) {
    ObjectNode video = mapper.createObjectNode();
    video.put("video.height", description.spaces().imageSize());
    video.put("video.width", description.spaces().imageSize());
    video.put("video.codec", LosslessVideo.CODEC);
    video.put("video.pix_fmt", LosslessVideo.PIXEL_FORMAT);
    video.put("video.fps", description.fps());
    video.put("video.channels", 3);
    video.put("video.g", LosslessVideo.KEY_FRAME_EVERY);
    video.put("video.crf", 0);
    video.put("video.is_depth_map", false);
    video.put("is_depth_map", false);
    video.put("has_audio", false);
    return video;
  }

  private static void writeJson(Path file, JsonNode json) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("    ", "\n"));
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(
        temporary, new ObjectMapper().writer(printer).writeValueAsString(json) + "\n");
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
