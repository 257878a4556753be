package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

class DatasetRoundTripTest {
  private final Path folder;

  DatasetRoundTripTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldGiveEpisodesBackBitForBit() {
    List<RecordedEpisode> recorded =
        List.of(RecordedEpisodes.random(1, 7), RecordedEpisodes.random(2, 1));
    Path dataset = folder.resolve("demos");
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      recorded.forEach(episode -> RecordedEpisodes.record(writer, episode));
      assertTrue(writer.finish().isWhole());
    }

    DatasetReader reader = DatasetReader.open(dataset);

    assertEquals(RecordedEpisodes.description(), reader.description());
    assertEquals(2, reader.episodes());
    assertEquals(8, reader.steps());
    for (int i = 0; i < recorded.size(); i++) {
      assertSame(recorded.get(i), reader.episode(i));
    }
    assertTrue(reader.episode(1).success());
  }

  private static void assertSame(RecordedEpisode expected, RecordedEpisode found) {
    assertEquals(expected.steps().size(), found.steps().size());
    assertSame(expected.first(), found.first());
    assertEquals(expected.actedBy(), found.actedBy());
    for (int t = 0; t < expected.steps().size(); t++) {
      Step a = expected.steps().get(t);
      Step b = found.steps().get(t);
      assertSame(a.observation(), b.observation());
      assertArrayEquals(a.action(), b.action());
      assertEquals(a.reward(), b.reward());
      assertEquals(a.gripperPenalty(), b.gripperPenalty());
      assertEquals(
          List.of(a.terminated(), a.truncated(), a.success(), a.note()),
          List.of(b.terminated(), b.truncated(), b.success(), b.note()));
    }
  }

  private static void assertSame(Observation expected, Observation found) {
    assertArrayEquals(expected.state(), found.state());
    assertEquals(expected.images().size(), found.images().size());
    for (int i = 0; i < expected.images().size(); i++) {
      assertArrayEquals(expected.images().get(i), found.images().get(i));
    }
  }

  @Test
  void shouldShowTheFinalNameOnlyWhenWhole() throws Exception {
    Path dataset = folder.resolve("demos");
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      RecordedEpisodes.record(writer, RecordedEpisodes.random(1, 3));
      assertFalse(Files.exists(dataset));
      assertEquals(List.of("demos.unfinished"), names(folder));
      writer.finish();
      assertEquals(List.of("demos"), names(folder));
    }
    assertEquals(List.of("demos"), names(folder));
  }

  @Test
  void shouldLeaveNothingWhenClosedWithoutFinishing() throws Exception {
    try (DatasetWriter writer =
        DatasetWriter.create(folder.resolve("demos"), RecordedEpisodes.description())) {
      RecordedEpisodes.record(writer, RecordedEpisodes.random(1, 3));
    }
    assertEquals(List.of(), names(folder));
  }

  @Test
  void shouldTakeOverWhatAKilledRecordingLeft() throws Exception {
    Path leftover = folder.resolve("demos.unfinished/videos/observation.images.wrist_1");
    Files.createDirectories(leftover);
    Files.writeString(leftover.resolve("file-000.mp4"), "half a video");
    Path dataset = folder.resolve("demos");
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      RecordedEpisodes.record(writer, RecordedEpisodes.random(4, 3));
      writer.finish();
    }
    assertTrue(DatasetCheck.of(dataset).isWhole());
    assertEquals(List.of("demos"), names(folder));
  }

  @Test
  void shouldDropADiscardedEpisode() {
    Path dataset = folder.resolve("demos");
    try (DatasetWriter writer = DatasetWriter.create(dataset, RecordedEpisodes.description())) {
      RecordedEpisode failed = RecordedEpisodes.random(1, 3);
      writer.beginEpisode();
      writer.add(failed.first(), failed.steps().get(0), ActedBy.EXPERT);
      writer.discardEpisode();
      RecordedEpisodes.record(writer, RecordedEpisodes.random(2, 3));
      assertEquals(1, writer.finish().episodes());
    }
  }

  @Test
  void shouldRefuseAStepThatDoesNotContinueTheEpisode() {
    try (DatasetWriter writer =
        DatasetWriter.create(folder.resolve("demos"), RecordedEpisodes.description())) {
      RecordedEpisode episode = RecordedEpisodes.random(1, 3);
      writer.beginEpisode();
      writer.add(episode.before(0), episode.steps().get(0), ActedBy.HUMAN);
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.add(episode.before(2), episode.steps().get(2), ActedBy.HUMAN));
    }
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.map(path -> path.getFileName().toString()).toList();
    }
  }
}
