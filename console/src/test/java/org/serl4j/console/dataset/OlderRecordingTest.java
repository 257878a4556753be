package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Step;

/**
 * The data set {@code recorded-v1} in the resources was written by the program before version 2 of
 * the recording (commit 356a09c): two episodes of three steps, one camera.
 */
class OlderRecordingTest {
  private static Path recorded() throws URISyntaxException {
    URL info = OlderRecordingTest.class.getResource("recorded-v1/meta/info.json");
    return Path.of(Objects.requireNonNull(info).toURI()).resolveSibling("..").normalize();
  }

  @Test
  void shouldReadARecordingOfVersionOneAsTheExpertsWithoutPenalties() throws Exception {
    DatasetReader reader = DatasetReader.open(recorded());
    assertEquals(1, reader.version());
    assertEquals(2, reader.episodes());
    RecordedEpisode episode = reader.episode(1);
    assertEquals(List.of(ActedBy.EXPERT, ActedBy.EXPERT, ActedBy.EXPERT), episode.actedBy());
    Step last = episode.steps().get(2);
    assertEquals(0, last.gripperPenalty());
    assertArrayEquals(new float[] {0.2f, -0.5f, 1}, last.action());
    assertTrue(last.truncated());
    assertEquals("time limit", last.note());
  }

  @Test
  void shouldFindARecordingOfVersionOneWhole() throws Exception {
    assertEquals(List.of(), DatasetCheck.of(recorded()).problems());
  }

  @Test
  void shouldRefuseARecordingOfALaterVersionInOneLine(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("recording.json");
    String json = Files.readString(recorded().resolve(DatasetFormat.RECORDING));
    Files.writeString(file, json.replace("\"version\" : 1", "\"version\" : 3"));
    DatasetException e = assertThrows(DatasetException.class, () -> RecordingFile.read(file));
    assertEquals(
        file + " has version 3, this program reads 1 to 2: use the serl4j that recorded it",
        e.getMessage());
  }
}
