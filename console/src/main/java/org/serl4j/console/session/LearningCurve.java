package org.serl4j.console.session;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.serl4j.console.plot.Plot;
import org.serl4j.console.plot.Plot.Axis;

/**
 * Mean return by environment steps, of several seeds, in a folder: {@code seed-S.csv} of each seed,
 * {@code curve.csv} with the rows of all of them and {@code curve.png}. Seeds may be run one after
 * the other or by processes at the same time: each writes its own file, then both others anew from
 * all that lie there.
 */
final class LearningCurve {
  private static final String HEADER =
      "seed,env_steps,critic_updates,episodes,mean_return,worst_return,successes,minutes";
  private static final String SEED_FILE = "seed-";
  private static final float THIN = 1.5f;
  private static final float THICK = 3f;
  private static final Color REFERENCE = new Color(0x88, 0x8f, 0x99);

  private final Path folder;
  private final String title;
  private final long envSteps;
  private final double bestReturn;
  private final double reference;
  private final String referenceName;

  /**
   * A row: an evaluation.
   *
   * @param envSteps environment steps of training before it
   * @param episodes of the evaluation
   * @param worstReturn of its worst episode
   * @param successes episodes that reached the goal
   * @param minutes of wall time since the seed began
   */
  record Point(
      long seed,
      long envSteps,
      long criticUpdates,
      int episodes,
      double meanReturn,
      double worstReturn,
      int successes,
      double minutes) {
    private String line() {
      return String.format(
          Locale.ROOT,
          "%d,%d,%d,%d,%.3f,%.3f,%d,%.2f",
          seed,
          envSteps,
          criticUpdates,
          episodes,
          meanReturn,
          worstReturn,
          successes,
          minutes);
    }

    private static Point of(String line) {
      String[] cells = line.split(",", -1);
      return new Point(
          Long.parseLong(cells[0]),
          Long.parseLong(cells[1]),
          Long.parseLong(cells[2]),
          Integer.parseInt(cells[3]),
          Double.parseDouble(cells[4]),
          Double.parseDouble(cells[5]),
          Integer.parseInt(cells[6]),
          Double.parseDouble(cells[7]));
    }
  }

  /**
   * @param folder made if missing
   * @param title of the picture
   * @param envSteps where the picture's axis ends
   * @param bestReturn where the other axis ends
   * @param reference a return to hold the curve against, such as a scripted expert's mean
   * @param referenceName what that is
   */
  LearningCurve(
      Path folder,
      String title,
      long envSteps,
      double bestReturn,
      double reference,
      String referenceName) {
    this.folder = folder;
    this.title = title;
    this.envSteps = envSteps;
    this.bestReturn = bestReturn;
    this.reference = reference;
    this.referenceName = referenceName;
  }

  /**
   * Writes the rows of a seed so far, and the files of all seeds anew.
   *
   * @throws IOException if a file cannot be written, or one that lies there is of something else
   */
  void write(long seed, List<Point> rows) throws IOException {
    Files.createDirectories(folder);
    replace(folder.resolve(SEED_FILE + seed + ".csv"), text(rows));
    Map<Long, List<Point>> all = read();
    replace(
        folder.resolve("curve.csv"), text(all.values().stream().flatMap(List::stream).toList()));
    draw(all, folder.resolve("curve.png"));
  }

  private static String text(List<Point> rows) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.forEach(row -> text.append(row.line()).append('\n'));
    return text.toString();
  }

  private static void replace(Path file, String text) throws IOException {
    Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "curve", ".tmp");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The rows of every seed in the folder. */
  Map<Long, List<Point>> read() throws IOException {
    Map<Long, List<Point>> all = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files =
          found
              .filter(file -> file.getFileName().toString().matches(SEED_FILE + "-?\\d+\\.csv"))
              .toList();
    }
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
        throw new SessionException(
            file + " is not the learning curve of a seed: its first line is not " + HEADER);
      }
      List<Point> rows = lines.stream().skip(1).map(Point::of).toList();
      if (!rows.isEmpty()) {
        all.put(rows.get(0).seed, rows);
      }
    }
    return all;
  }

  /** At each number of steps that every seed has been evaluated at, the mean over the seeds. */
  static List<double[]> mean(Map<Long, List<Point>> seeds) {
    Map<Long, List<Double>> returns = new TreeMap<>();
    seeds
        .values()
        .forEach(
            rows ->
                rows.forEach(
                    row ->
                        returns
                            .computeIfAbsent(row.envSteps, steps -> new ArrayList<>())
                            .add(row.meanReturn)));
    List<double[]> points = new ArrayList<>();
    returns.forEach(
        (steps, values) -> {
          if (values.size() == seeds.size()) {
            double sum = values.stream().mapToDouble(value -> value).sum();
            points.add(new double[] {steps, sum / values.size()});
          }
        });
    return points;
  }

  private void draw(Map<Long, List<Point>> seeds, Path file) throws IOException {
    Plot plot =
        new Plot(
            title,
            new Axis("environment steps", 0, envSteps, "%.0f"),
            new Axis("mean return of an episode", 0, bestReturn, "%.0f"));
    plot.curve(
        List.of(new double[] {0, reference}, new double[] {envSteps, reference}), REFERENCE, THIN);
    plot.legend(0, String.format(Locale.ROOT, "%s: %.1f", referenceName, reference), REFERENCE);
    int i = 0;
    for (Map.Entry<Long, List<Point>> seed : seeds.entrySet()) {
      Color colour = Plot.COLOURS.get(i % Plot.COLOURS.size());
      List<double[]> points =
          seed.getValue().stream().map(row -> new double[] {row.envSteps, row.meanReturn}).toList();
      plot.curve(points, colour, THIN);
      i++;
      plot.legend(i, "seed " + seed.getKey(), colour);
    }
    if (seeds.size() > 1) {
      plot.curve(mean(seeds), Plot.INK, THICK);
      plot.legend(i + 1, "mean of the seeds", Plot.INK);
    }
    Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "curve", ".tmp");
    plot.write(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
