package org.serl4j.console.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.plot.Plot.Axis;

class PlotTest {
  private static final Color RED = new Color(255, 0, 0);

  private final Path folder;

  PlotTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private BufferedImage written(Plot plot) throws IOException {
    Path file = folder.resolve("plot.png");
    plot.write(file);
    return ImageIO.read(file.toFile());
  }

  private static Plot plot() {
    return new Plot("title", new Axis("x", 100, 200, "%.0f"), new Axis("y", -1, 1, "%.1f"));
  }

  private static int pixels(BufferedImage image, Color colour) {
    int count = 0;
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        count += image.getRGB(column, row) == colour.getRGB() ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void shouldPutPointsWhereTheAxesSay() throws IOException {
    Plot plot = plot();
    // the axes' area is 480 px wide from 80 px on: the middle is (320, 320), the corner (560, 80)
    plot.dot(150, 0, RED);
    plot.dot(200, 1, RED);
    BufferedImage image = written(plot);
    assertEquals(640, image.getWidth());
    assertEquals(RED.getRGB(), image.getRGB(320, 320));
    assertEquals(RED.getRGB(), image.getRGB(559, 81));
    assertEquals(Color.WHITE.getRGB(), image.getRGB(300, 300));
  }

  @Test
  void shouldCutOffWhatIsOutsideTheAxes() throws IOException {
    Plot plot = plot();
    plot.curve(List.of(new double[] {150, 0}, new double[] {150, 50}), RED, 3);
    BufferedImage image = written(plot);
    assertEquals(RED.getRGB(), image.getRGB(320, 100));
    assertTrue(image.getRGB(320, 60) != RED.getRGB());
    // 3 px wide, from the middle to the upper edge
    assertEquals(3 * 240, pixels(image, RED), 3 * 6);
  }

  @Test
  void shouldRefuseAnAxisWithoutLength() {
    assertThrows(IllegalArgumentException.class, () -> new Axis("x", 1, 1, "%.0f"));
    assertThrows(IllegalArgumentException.class, () -> new Axis("x", 0, Double.NaN, "%.0f"));
  }
}
