package org.serl4j.console.reward;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.serl4j.console.plot.Plot;
import org.serl4j.console.plot.Plot.Axis;

/**
 * A curve between two rates, with the point of operation.
 *
 * @param curve points (x, y), each from 0 to 1
 * @param chosen the point of operation
 * @param corner 0 for the whole unit square; else the upper left corner, y from this number to 1
 *     and x as far from 0
 */
@SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
record CurvePicture(
    String title, String x, String y, List<double[]> curve, double[] chosen, double corner) {
  private static final Color CURVE = Plot.COLOURS.get(0);
  private static final Color CHOSEN = Plot.COLOURS.get(1);

  /** Writes it as a PNG. */
  void write(Path file) throws IOException {
    Plot plot = new Plot(title, new Axis(x, 0, 1 - corner, "%.2f"), new Axis(y, corner, 1, "%.2f"));
    plot.curve(curve, CURVE, 2.5f);
    plot.dot(chosen[0], chosen[1], CHOSEN);
    plot.caption(
        String.format(Locale.ROOT, "threshold: %s %.4f, %s %.4f", x, chosen[0], y, chosen[1]),
        CHOSEN);
    plot.write(file);
  }
}
