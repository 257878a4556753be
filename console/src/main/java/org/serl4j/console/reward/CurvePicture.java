package org.serl4j.console.reward;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

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
  private static final int SIZE = 640;
  private static final int MARGIN = 80;
  private static final int PLOT = SIZE - 2 * MARGIN;
  private static final int TICKS = 5;
  private static final double DOT = 10;
  private static final Color INK = new Color(0x22, 0x2b, 0x38);
  private static final Color GRID = new Color(0xd9, 0xde, 0xe6);
  private static final Color CURVE = new Color(0x1f, 0x6f, 0xb4);
  private static final Color CHOSEN = new Color(0xd1, 0x49, 0x2e);

  /** Writes it as a PNG. */
  void write(Path file) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, SIZE, SIZE);
    axes(pen);
    pen.setClip(MARGIN - 1, MARGIN - 1, PLOT + 3, PLOT + 3);
    pen.setColor(CURVE);
    pen.setStroke(new BasicStroke(2.5f));
    Path2D path = new Path2D.Double();
    for (int i = 0; i < curve.size(); i++) {
      double px = left(curve.get(i)[0]);
      double py = top(curve.get(i)[1]);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    pen.draw(path);
    pen.setClip(null);
    pen.setColor(CHOSEN);
    pen.fill(new Ellipse2D.Double(left(chosen[0]) - DOT / 2, top(chosen[1]) - DOT / 2, DOT, DOT));
    pen.drawString(
        String.format(Locale.ROOT, "threshold: %s %.4f, %s %.4f", x, chosen[0], y, chosen[1]),
        MARGIN,
        MARGIN - 14);
    pen.dispose();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", file.toFile());
  }

  private void axes(Graphics2D pen) {
    for (int i = 0; i <= TICKS; i++) {
      double share = (double) i / TICKS;
      int px = (int) Math.round(MARGIN + share * PLOT);
      int py = (int) Math.round(SIZE - MARGIN - share * PLOT);
      pen.setColor(GRID);
      pen.drawLine(px, MARGIN, px, SIZE - MARGIN);
      pen.drawLine(MARGIN, py, SIZE - MARGIN, py);
      pen.setColor(INK);
      pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
      pen.drawString(tick(share * (1 - corner)), px - 12, SIZE - MARGIN + 20);
      pen.drawString(tick(corner + share * (1 - corner)), MARGIN - 40, py + 5);
    }
    pen.drawString(x, SIZE / 2 - 50, SIZE - MARGIN / 2 + 10);
    AffineTransform upright = pen.getTransform();
    pen.rotate(-Math.PI / 2);
    pen.drawString(y, -SIZE / 2 - 30, MARGIN / 2 - 12);
    pen.setTransform(upright);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    pen.drawString(title, MARGIN, MARGIN / 2);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
  }

  private static String tick(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private double left(double value) {
    return MARGIN + value / (1 - corner) * PLOT;
  }

  private double top(double value) {
    return SIZE - MARGIN - (value - corner) / (1 - corner) * PLOT;
  }
}
