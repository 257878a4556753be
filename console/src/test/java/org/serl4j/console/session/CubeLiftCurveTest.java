package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.console.session.LearningCurve.Point;

class CubeLiftCurveTest {
  private static final RlpdConfig TINY =
      Hyperparameters.with(
          Map.of(
              "proprio",
              "0",
              "demoShare",
              "0",
              "batch",
              "8",
              "critics",
              "2",
              "hidden",
              "16",
              "criticUpdatesPerStep",
              "1"));

  private final Path folder;
  private final StringWriter said = new StringWriter();

  CubeLiftCurveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void run(Path into, long seed, int seeds, boolean films) throws IOException {
    Progress progress = new Progress(new PrintWriter(said), false);
    new CubeLiftCurve(TINY, 400, 200, 2, into, films, progress).run(seed, seeds);
  }

  @Test
  void shouldWriteTheSameCurveOfSeedsRunTogetherAndApart() throws IOException {
    Path together = folder.resolve("together");
    Path apart = folder.resolve("apart");
    run(together, 4, 2, false);
    run(apart, 5, 1, true);
    run(apart, 4, 1, false);
    List<String> lines = Files.readAllLines(together.resolve("curve.csv"));
    assertEquals(5, lines.size());
    assertTrue(lines.get(1).startsWith("4,200,0,2,"), lines.get(1));
    assertTrue(lines.get(2).matches("4,400,(99|100),2,[0-9.]+,[0-9.]+,0,[0-9.]+"), lines.get(2));
    assertTrue(lines.get(4).startsWith("5,400,"), lines.get(4));
    assertEquals(withoutMinutes(together), withoutMinutes(apart));
    assertEquals(640, ImageIO.read(together.resolve("curve.png").toFile()).getWidth());
    assertTrue(Files.size(apart.resolve("seed-5.mp4")) > 1000);
    assertFalse(Files.exists(apart.resolve("seed-4.mp4")));
    assertTrue(said.toString().contains("the scripted expert's mean return: "), said.toString());
  }

  private static List<String> withoutMinutes(Path run) throws IOException {
    return Files.readAllLines(run.resolve("curve.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private static Point point(long seed, long envSteps, double meanReturn) {
    return new Point(seed, envSteps, envSteps, 2, meanReturn, 0, 0, 1);
  }

  @Test
  void shouldAverageOverSeedsWhereEverySeedHasBeen() {
    List<double[]> mean =
        LearningCurve.mean(
            Map.of(0L, List.of(point(0, 100, 1), point(0, 200, 4)), 1L, List.of(point(1, 100, 2))));
    assertEquals(1, mean.size());
    assertArrayEquals(new double[] {100, 1.5}, mean.get(0));
  }

  @Test
  void shouldReadWhatItWroteAndRefuseAnotherFile() throws IOException {
    LearningCurve curve = new LearningCurve(folder, "title", 1000, 100, 40, "expert");
    List<Point> rows = List.of(point(3, 100, 1.25), point(3, 200, 2.5));
    curve.write(3, rows);
    assertEquals(Map.of(3L, rows), curve.read());
    Files.writeString(folder.resolve("seed-9.csv"), "something else\n");
    assertThrows(SessionException.class, () -> curve.write(3, rows));
  }
}
