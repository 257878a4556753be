package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.dataset.EvaluationVideo.View;

class EvaluationVideoTest {
  private static final int FPS = 10;

  private final Path folder;

  EvaluationVideoTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldShowTheViewsSideBySideInRealTime() {
    Path file = folder.resolve("videos/episode-0.mp4");
    try (EvaluationVideo film = new EvaluationVideo(file, FPS)) {
      for (int k = 0; k < 5; k++) {
        film.add(List.of(view("overview", 64, 48, 200), view("wrist_1", 32, 32, 60)), "step " + k);
      }
    }

    VideoFrames frames = VideoFrames.decode(file);

    assertEquals(5, frames.images().size());
    assertEquals(0.4, frames.seconds().get(4), 1e-4);
    int widthOfOverview = 426;
    assertEquals(widthOfOverview + 320, frames.width());
    assertEquals(200, grey(frames, widthOfOverview / 2, 160), 4);
    assertEquals(60, grey(frames, widthOfOverview + 160, 160), 4);
  }

  @Test
  void shouldWriteTheCaption() {
    VideoFrames with = film("with", "episode 3: success");
    VideoFrames without = film("without", "");
    int bright = 0;
    for (int x = 0; x < with.width(); x++) {
      for (int y = 322; y < with.height(); y++) {
        bright += grey(with, x, y) > 128 ? 1 : 0;
        assertTrue(grey(without, x, y) < 40);
      }
    }
    assertTrue(bright > 200, bright + " bright pixels");
  }

  private VideoFrames film(String name, String caption) {
    Path file = folder.resolve(name + ".mp4");
    try (EvaluationVideo film = new EvaluationVideo(file, FPS)) {
      film.add(List.of(view("", 32, 32, 90)), caption);
    }
    return VideoFrames.decode(file);
  }

  @Test
  void shouldShowTheFinalNameOnlyWhenClosed() {
    Path file = folder.resolve("a.mp4");
    try (EvaluationVideo film = new EvaluationVideo(file, FPS)) {
      film.add(List.of(view("v", 32, 32, 90)), "");
      assertFalse(Files.exists(file));
    }
    assertTrue(Files.exists(file));
  }

  @Test
  void shouldLeaveNothingOfAFilmThatIsDiscarded() throws IOException {
    Path file = folder.resolve("films/a.mp4");
    try (EvaluationVideo film = new EvaluationVideo(file, FPS)) {
      film.add(List.of(view("v", 32, 32, 90)), "");
      film.discard();
    }
    try (Stream<Path> left = Files.list(folder.resolve("films"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void shouldSayInOneLineThatItCannotWrite() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    DatasetException refused =
        assertThrows(
            DatasetException.class, () -> new EvaluationVideo(taken.resolve("a.mp4"), FPS));
    assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
  }

  private static int grey(VideoFrames frames, int x, int y) {
    return frames.images().get(0)[(y * frames.width() + x) * 3 + 1] & 0xff;
  }

  private static View view(String name, int width, int height, int grey) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) grey);
    return new View(name, rgb, width, height);
  }
}
