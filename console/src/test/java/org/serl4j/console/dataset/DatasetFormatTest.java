package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.dataset.ParquetTable.Column;

/**
 * What other tools' readers of LeRobotDataset v3.0 demand of the files. The readers themselves were
 * tried with docs/reproduce/read_dataset.py.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatasetFormatTest {
  private static final int LENGTH_OF_FIRST = 4;
  private static final int LENGTH_OF_SECOND = 3;

  private final Path dataset;
  private final JsonNode info;

  DatasetFormatTest(@TempDir Path folder) throws Exception {
    dataset = folder.resolve("demos");
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      RecordedEpisodes.record(writer, RecordedEpisodes.random(1, LENGTH_OF_FIRST));
      RecordedEpisodes.record(writer, RecordedEpisodes.random(2, LENGTH_OF_SECOND));
      writer.finish();
    }
    info = json(DatasetFormat.INFO);
  }

  @Test
  void shouldHaveTheKeysOfInfo() {
    assertEquals("v3.0", info.path("codebase_version").asText());
    assertEquals(10, info.path("fps").asInt());
    assertEquals(2, info.path("total_episodes").asInt());
    assertEquals(7, info.path("total_frames").asInt());
    assertEquals(1, info.path("total_tasks").asInt());
    assertEquals("0:2", info.path("splits").path("train").asText());
    assertEquals(
        "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        info.path("data_path").asText());
    assertEquals(
        "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4",
        info.path("video_path").asText());
  }

  @Test
  void shouldDeclareExactlyTheColumnsOfTheDataFile() throws Exception {
    List<String> declared = new ArrayList<>();
    info.path("features")
        .properties()
        .forEach(
            feature -> {
              if (!feature.getValue().path("dtype").asText().equals("video")) {
                declared.add(feature.getKey());
              }
            });
    ParquetTable data = ParquetTable.read(List.of(dataset.resolve(DatasetFormat.DATA)));
    assertEquals(declared, data.columns().stream().map(Column::name).toList());
    assertEquals(
        List.of("timestamp", "frame_index", "episode_index", "index", "task_index"),
        declared.subList(declared.size() - 5, declared.size()));
    assertEquals("FLOAT[]", data.columns().get(0).sqlType());
    int timestamp = data.indexOf("timestamp");
    for (int i = 0; i < data.rows().size(); i++) {
      int frame = i < LENGTH_OF_FIRST ? i : i - LENGTH_OF_FIRST;
      assertEquals(frame / 10f, data.rows().get(i)[timestamp]);
    }
  }

  @Test
  void shouldNameEveryElementOfAVector() {
    JsonNode state = info.path("features").path("observation.state");
    assertEquals(10, state.path("shape").get(0).asInt());
    assertEquals(
        "[\"gripper_pose\",\"tcp_force_x\",\"tcp_force_y\",\"tcp_force_z\",\"tcp_pose_x\","
            + "\"tcp_pose_y\",\"tcp_pose_z\",\"tcp_pose_rx\",\"tcp_pose_ry\",\"tcp_pose_rz\"]",
        state.path("names").toString());
    assertEquals(
        "[\"height\",\"width\",\"channels\"]",
        info.path("features").path("observation.images.wrist_1").path("names").toString());
  }

  @Test
  void shouldTellPandasThatTheTaskIsTheIndex() throws Exception {
    Path tasks = dataset.resolve(DatasetFormat.TASKS);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet footer =
            statement.executeQuery(
                "SELECT value FROM parquet_kv_metadata('" + tasks + "') WHERE key = 'pandas'")) {
      assertTrue(footer.next());
      Blob blob = footer.getBlob(1);
      byte[] value = blob.getBytes(1, (int) blob.length());
      JsonNode pandas = new ObjectMapper().readTree(new String(value, StandardCharsets.UTF_8));
      assertEquals("[\"task\"]", pandas.path("index_columns").toString());
      assertEquals(2, pandas.path("columns").size());
    }
    assertEquals("peg-insertion", ParquetTable.read(List.of(tasks)).rows().get(0)[1]);
  }

  @Test
  void shouldLocateEachEpisodeInItsFiles() {
    ParquetTable episodes = ParquetTable.read(List.of(dataset.resolve(DatasetFormat.EPISODES)));
    Map<String, Object> second =
        Map.of(
            "episode_index", 1L,
            "tasks", List.of("peg-insertion"),
            "length", 3L,
            "dataset_from_index", 4L,
            "dataset_to_index", 7L,
            "videos/observation.images.wrist_2/chunk_index", 0L,
            "videos/observation.images.wrist_2/file_index", 1L,
            "videos/observation.images.wrist_2/from_timestamp", 0.0,
            "videos/observation.images.wrist_2/to_timestamp", 0.3,
            "meta/episodes/file_index", 0L);
    second.forEach(
        (column, value) ->
            assertEquals(value, episodes.rows().get(1)[episodes.indexOf(column)], column));
    assertEquals(
        "DOUBLE[][][]",
        episodes
            .columns()
            .get(episodes.indexOf("stats/observation.images.wrist_1/mean"))
            .sqlType());
  }

  @Test
  void shouldHaveStatisticsOfEveryFeature() throws Exception {
    JsonNode stats = json(DatasetFormat.STATS);
    List<String> features = new ArrayList<>();
    info.path("features").fieldNames().forEachRemaining(features::add);
    List<String> described = new ArrayList<>();
    stats.fieldNames().forEachRemaining(described::add);
    assertEquals(new TreeSet<>(features), new TreeSet<>(described));
    assertEquals(7, stats.path("action").path("count").get(0).asInt());
    assertEquals(6, stats.path("action").path("q99").size());
    JsonNode mean = stats.path("observation.images.wrist_1").path("mean");
    assertEquals(3, mean.size());
    double red = mean.get(0).get(0).get(0).asDouble();
    assertTrue(red > 0.5 && red < 0.7, "red " + red);
  }

  @Test
  void shouldPutAThousandVideosInAFolder() {
    assertEquals(
        "videos/observation.images.wrist_1/chunk-001/file-234.mp4",
        DatasetFormat.video(Path.of(""), "wrist_1", 1234).toString());
  }

  @Test
  void shouldRefuseACameraWithoutAHash() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            DatasetDescription.cameraSetups(
                RecordedEpisodes.SPACES, Map.of("wrist_1", "hash"), Map.of()));
  }

  private JsonNode json(String file) throws Exception {
    return new ObjectMapper().readTree(Files.readString(dataset.resolve(file)));
  }
}
