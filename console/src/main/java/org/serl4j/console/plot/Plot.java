package org.serl4j.console.plot;

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

/** A square picture with two axes into which curves are drawn, one over the other. */
public final class Plot {
  /** Colours that stay apart when printed, in the order of use. */
  public static final List<Color> COLOURS =
      List.of(
          new Color(0x1f, 0x6f, 0xb4),
          new Color(0xd1, 0x49, 0x2e),
          new Color(0x2e, 0x8b, 0x57),
          new Color(0x8a, 0x5f, 0xb0),
          new Color(0xb5, 0x7d, 0x12));

  /** For words and what stands above all curves. */
  public static final Color INK = new Color(0x22, 0x2b, 0x38);

  private static final int SIZE = 640;
  private static final int MARGIN = 80;
  private static final int AREA = SIZE - 2 * MARGIN;
  private static final int TICKS = 5;
  private static final int LINE = 17;
  private static final double DOT = 10;
  private static final Color GRID = new Color(0xd9, 0xde, 0xe6);

  private final Axis x;
  private final Axis y;
  private final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D pen = image.createGraphics();

  /**
   * One axis.
   *
   * @param label what it shows, with the unit
   * @param from its value at the picture's left or lower end
   * @param to its value at the other end
   * @param ticks format of a number at a tick, as in {@link String#format}
   */
  public record Axis(String label, double from, double to, String ticks) {
    public Axis {
      if (!(to > from) || Double.isInfinite(to - from)) {
        throw new IllegalArgumentException("axis " + label + " from " + from + " to " + to);
      }
    }

    private double share(double value) {
      return (value - from) / (to - from);
    }

    private String tick(double share) {
      return String.format(Locale.ROOT, ticks, from + share * (to - from));
    }
  }

  /** Draws the axes. */
  public Plot(String title, Axis x, Axis y) {
    this.x = x;
    this.y = y;
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, SIZE, SIZE);
    axes(title);
  }

  private void axes(String title) {
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (int i = 0; i <= TICKS; i++) {
      double share = (double) i / TICKS;
      int px = (int) Math.round(MARGIN + share * AREA);
      int py = (int) Math.round(SIZE - MARGIN - share * AREA);
      pen.setColor(GRID);
      pen.drawLine(px, MARGIN, px, SIZE - MARGIN);
      pen.drawLine(MARGIN, py, SIZE - MARGIN, py);
      pen.setColor(INK);
      String below = x.tick(share);
      pen.drawString(below, px - pen.getFontMetrics().stringWidth(below) / 2, SIZE - MARGIN + 20);
      String beside = y.tick(share);
      pen.drawString(beside, MARGIN - 12 - pen.getFontMetrics().stringWidth(beside), py + 5);
    }
    pen.drawString(x.label, SIZE / 2 - 50, SIZE - MARGIN / 2 + 10);
    AffineTransform upright = pen.getTransform();
    pen.rotate(-Math.PI / 2);
    pen.drawString(y.label, -SIZE / 2 - 30, MARGIN / 2 - 12);
    pen.setTransform(upright);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    pen.drawString(title, MARGIN, MARGIN / 2);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
  }

  /**
   * Draws straight lines from point to point; what is outside the axes is cut off.
   *
   * @param points (x, y) in the axes' units
   * @param width of the line [px]
   */
  public void curve(List<double[]> points, Color colour, float width) {
    pen.setClip(MARGIN - 1, MARGIN - 1, AREA + 3, AREA + 3);
    pen.setColor(colour);
    pen.setStroke(new BasicStroke(width));
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.size(); i++) {
      double px = left(points.get(i)[0]);
      double py = top(points.get(i)[1]);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    pen.draw(path);
    pen.setClip(null);
  }

  /** Draws a point. */
  public void dot(double px, double py, Color colour) {
    pen.setColor(colour);
    pen.fill(new Ellipse2D.Double(left(px) - DOT / 2, top(py) - DOT / 2, DOT, DOT));
  }

  /** Writes a line above the axes. */
  public void caption(String words, Color colour) {
    pen.setColor(colour);
    pen.drawString(words, MARGIN, MARGIN - 14);
  }

  /**
   * Writes a line into the upper left corner of the axes.
   *
   * @param line 0 for the topmost
   */
  public void legend(int line, String words, Color colour) {
    pen.setColor(colour);
    pen.drawString(words, MARGIN + 12, MARGIN + 22 + line * LINE);
  }

  private double left(double value) {
    return MARGIN + x.share(value) * AREA;
  }

  private double top(double value) {
    return SIZE - MARGIN - y.share(value) * AREA;
  }

  /** Writes the picture as a PNG; nothing can be drawn afterwards. */
  public void write(Path file) throws IOException {
    pen.dispose();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", file.toFile());
  }
}
