package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.console.dataset.ParquetTable.Column;

/** What is damaged, foreign or does not fit is refused in one line that names it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatasetRefusalTest {
  private final Path template;
  private Path folder;
  private Path dataset;

  DatasetRefusalTest(@TempDir Path shared) {
    template = shared.resolve("template");
    folder = shared;
    dataset = shared;
    try (DatasetWriter writer = DatasetWriter.create(template, RecordedEpisodes.description())) {
      RecordedEpisodes.record(writer, RecordedEpisodes.random(1, 4));
      RecordedEpisodes.record(writer, RecordedEpisodes.random(2, 3));
      writer.finish();
    }
  }

  @BeforeEach
  void newFolder(@TempDir Path ofThisTest) {
    folder = ofThisTest;
    dataset = folder.resolve("demos");
  }

  /** A copy of the template under {@link #dataset}. */
  private void recordTwoEpisodes() throws IOException {
    try (Stream<Path> tree = Files.walk(template)) {
      for (Path path : tree.toList()) {
        Files.copy(path, dataset.resolve(template.relativize(path).toString()));
      }
    }
  }

  private static void assertRefused(Executable action, String... mentioned) {
    DatasetException refused = assertThrows(DatasetException.class, action);
    String line = String.valueOf(refused.getMessage());
    assertEquals(1, line.lines().count(), line);
    for (String words : mentioned) {
      assertTrue(line.contains(words), line);
    }
  }

  @Test
  void shouldNameAMissingFolder() {
    assertRefused(() -> DatasetReader.open(folder.resolve("nowhere")), "nowhere", "record");
  }

  @Test
  void shouldNameAFolderThatIsNoDataset() {
    assertRefused(() -> DatasetReader.open(folder), "is no data set", "meta/info.json");
  }

  @Test
  void shouldNameAnotherVersion() throws Exception {
    recordTwoEpisodes();
    edit(dataset.resolve(DatasetFormat.INFO), text -> text.replace("v3.0", "v2.1"));
    assertRefused(() -> DatasetReader.open(dataset), "v2.1", "v3.0", "convert");
  }

  @Test
  void shouldNameADatasetOfOthers() throws Exception {
    recordTwoEpisodes();
    Files.delete(dataset.resolve(DatasetFormat.RECORDING));
    assertRefused(() -> DatasetReader.open(dataset), "not recorded by serl4j", "not there yet");
  }

  @Test
  void shouldNameADamagedSideFile() throws Exception {
    recordTwoEpisodes();
    edit(dataset.resolve(DatasetFormat.RECORDING), text -> text.substring(0, text.length() / 2));
    assertRefused(() -> DatasetReader.open(dataset), "recording.json");
  }

  @Test
  void shouldNameADamagedTable() throws Exception {
    recordTwoEpisodes();
    Path data = dataset.resolve(DatasetFormat.DATA);
    byte[] bytes = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(() -> DatasetReader.open(dataset), "file-000.parquet");
  }

  @Test
  void shouldNameAMissingColumn() throws Exception {
    recordTwoEpisodes();
    rewriteData(
        table -> {
          int dropped = table.indexOf(DatasetFormat.SUCCESS);
          List<@Nullable Object[]> rows = new ArrayList<>();
          for (@Nullable Object[] row : table.rows()) {
            List<@Nullable Object> kept = new ArrayList<>(Arrays.asList(row));
            kept.remove(dropped);
            rows.add(kept.toArray());
          }
          List<Column> columns = new ArrayList<>(table.columns());
          columns.remove(dropped);
          return new ParquetTable(columns, rows);
        });
    assertRefused(() -> DatasetReader.open(dataset), "no column next.success");
  }

  @Test
  void shouldNameAMissingValue() throws Exception {
    recordTwoEpisodes();
    rewriteData(
        table -> {
          table.rows().get(5)[table.indexOf(DatasetFormat.ACTION)] = null;
          return table;
        });
    assertRefused(() -> DatasetReader.open(dataset), "no value of action in row 5");
  }

  @Test
  void shouldNameAMissingRow() throws Exception {
    recordTwoEpisodes();
    rewriteData(
        table -> {
          List<@Nullable Object[]> rows = new ArrayList<>(table.rows());
          rows.remove(2);
          return new ParquetTable(table.columns(), rows);
        });
    assertRefused(() -> DatasetReader.open(dataset), "row 2", "out of order");
  }

  @Test
  void shouldNotReadAVideoThatIsCutOff() throws Exception {
    recordTwoEpisodes();
    Path video = DatasetFormat.video(dataset, "wrist_2", 1);
    byte[] bytes = Files.readAllBytes(video);
    Files.write(video, Arrays.copyOf(bytes, bytes.length / 2));
    DatasetReader reader = DatasetReader.open(dataset);
    assertRefused(() -> reader.episode(1), video.toString());
    assertFalse(DatasetCheck.of(dataset).isWhole());
  }

  @Test
  void shouldNoticeAVideoOfAnotherEpisode() throws Exception {
    recordTwoEpisodes();
    Files.copy(
        DatasetFormat.video(dataset, "wrist_1", 0),
        DatasetFormat.video(dataset, "wrist_2", 0),
        StandardCopyOption.REPLACE_EXISTING);
    DatasetCheck check = DatasetCheck.of(dataset);
    assertEquals(
        List.of("episode 0: not what was recorded (its digest differs)"), check.problems());
    assertRefused(check::requireWhole, "damaged", "episode 0");
  }

  @Test
  void shouldNoticeOneChangedBitOfOneAction() throws Exception {
    recordTwoEpisodes();
    rewriteData(
        table -> {
          @Nullable Object[] row = table.rows().get(6);
          List<Object> action = new ArrayList<>((List<?>) Objects.requireNonNull(row[1]));
          action.set(0, Math.nextUp((Float) action.get(0)));
          row[1] = action;
          return table;
        });
    assertEquals(
        List.of("episode 1: not what was recorded (its digest differs)"),
        DatasetCheck.of(dataset).problems());
  }

  @Test
  void shouldNoticeAVideoAtAnotherRate() throws Exception {
    recordTwoEpisodes();
    Path video = DatasetFormat.video(dataset, "wrist_1", 0);
    List<byte[]> images = VideoFrames.decode(video).images();
    LosslessVideo.write(video, RecordedEpisodes.IMAGE_SIZE, 15, images);
    List<String> problems = DatasetCheck.of(dataset).problems();
    assertTrue(problems.get(0).contains("frame 1 is shown at"), problems.toString());
  }

  @Test
  void shouldNoticeWrongTotals() throws Exception {
    recordTwoEpisodes();
    edit(
        dataset.resolve(DatasetFormat.INFO),
        text -> text.replace("\"total_frames\" : 7", "\"total_frames\" : 8"));
    assertEquals(List.of("total_frames is 8, expected 7"), DatasetCheck.of(dataset).problems());
  }

  @Test
  void shouldNameWhatDoesNotFitTheTask() throws Exception {
    recordTwoEpisodes();
    DatasetReader reader = DatasetReader.open(dataset);
    DatasetDescription ours = RecordedEpisodes.description();
    Spaces spaces = ours.spaces();
    reader.requireUsableFor(ours);

    assertRefused(() -> reader.requireUsableFor(of("cable-routing", spaces, "hash-1")), "task");
    assertRefused(
        () ->
            reader.requireUsableFor(
                of(
                    ours.task(),
                    new Spaces(
                        VectorLayout.builder().add("tcp_pose", 6, "1", 1).build(),
                        spaces.cameras(),
                        spaces.imageSize(),
                        spaces.action()),
                    "hash-1")),
        "state",
        "gripper_pose");
    assertRefused(
        () ->
            reader.requireUsableFor(
                of(
                    ours.task(),
                    new Spaces(spaces.state(), List.of("front", "wrist_2"), 64, spaces.action()),
                    "hash-1")),
        "cameras",
        "front");
    assertRefused(
        () ->
            reader.requireUsableFor(
                of(
                    ours.task(),
                    new Spaces(spaces.state(), spaces.cameras(), 128, spaces.action()),
                    "hash-1")),
        "image size",
        "128");
    assertRefused(
        () -> reader.requireUsableFor(of(ours.task(), spaces, "other")),
        "crop and resize",
        "other");
  }

  private static DatasetDescription of(String task, Spaces spaces, String hashOfFirst) {
    return new DatasetDescription(
        task,
        "panda",
        10,
        spaces,
        DatasetDescription.cameraSetups(
            spaces,
            Map.of(spaces.cameras().get(0), hashOfFirst, spaces.cameras().get(1), "hash-2"),
            Map.of()));
  }

  @Test
  void shouldNotRecordOverWhatIsThere() throws Exception {
    recordTwoEpisodes();
    assertRefused(
        () -> DatasetWriter.create(dataset, RecordedEpisodes.description()), "exists already");
    Path file = Files.writeString(folder.resolve("taken"), "a file");
    assertRefused(
        () -> DatasetWriter.create(file, RecordedEpisodes.description()), "exists already");
    assertEquals("a file", Files.readString(file));
  }

  @Test
  void shouldSayBeforeAnyWorkThatItCannotWrite() throws Exception {
    Path file = Files.writeString(folder.resolve("taken"), "a file");
    assertRefused(
        () -> DatasetWriter.create(file.resolve("demos"), RecordedEpisodes.description()),
        "cannot record to");
  }

  @Test
  void shouldNotShareATemporaryFolderWithAnotherRecording() {
    try (DatasetWriter first = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      assertRefused(
          () -> DatasetWriter.create(dataset, RecordedEpisodes.description()), "another recording");
      RecordedEpisodes.record(first, RecordedEpisodes.random(1, 2));
      assertTrue(first.finish().isWhole());
    }
  }

  @Test
  void shouldSayThatNoEpisodeWasRecorded() {
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      assertRefused(writer::finish, "no episode");
    }
    assertFalse(Files.exists(dataset));
  }

  @Test
  void shouldKeepEarlierEpisodesWhenOneCannotBeWritten() throws Exception {
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      RecordedEpisodes.record(writer, RecordedEpisodes.random(1, 2));
      Path inTheWay = DatasetFormat.video(folder.resolve("demos.unfinished"), "wrist_2", 1);
      Files.createDirectory(inTheWay);
      assertRefused(
          () -> RecordedEpisodes.record(writer, RecordedEpisodes.random(2, 2)), "episode 1");
      assertEquals(1, writer.finish().episodes());
    }
  }

  private void rewriteData(UnaryOperator<ParquetTable> change) {
    Path file = dataset.resolve(DatasetFormat.DATA);
    change.apply(ParquetTable.read(List.of(file))).write(file, Map.of());
  }

  private static void edit(Path file, UnaryOperator<String> change) throws Exception {
    String before = Files.readString(file);
    String after = change.apply(before);
    assertFalse(after.equals(before), "the edit changed nothing");
    Files.writeString(file, after);
  }
}
