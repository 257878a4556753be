package org.serl4j.agent.probe;

import org.serl4j.agent.network.Floats;

/**
 * Folds 2 x 2 positions into one of four times the channels, so that a convolution of kernel 1
 * behind it is one of kernel 2 and stride 2. Planes lie channel by channel as in {@link
 * org.serl4j.agent.network.ConvolutionPass}.
 *
 * <pre>folded[(dy 2 + dx) C + c, image, y, x] = planes[c, image, 2 y + dy, 2 x + dx]</pre>
 */
final class PlaneFold {
  private final int channels;
  private final int size;
  private final int images;
  private final float[] plane;
  private final float[] quarter;

  /**
   * @param size height and width of a plane, even
   */
  PlaneFold(int channels, int size, int images) {
    this.channels = channels;
    this.size = size;
    this.images = images;
    this.plane = new float[images * size * size];
    this.quarter = new float[plane.length / 4];
  }

  void fold(Floats planes, Floats folded) {
    for (int c = 0; c < channels; c++) {
      planes.read(c * plane.length, plane, 0, plane.length);
      for (int tap = 0; tap < 4; tap++) {
        for (int row = 0; row < images * size / 2; row++) {
          int from = source(row, tap);
          for (int x = 0; x < size / 2; x++) {
            quarter[row * size / 2 + x] = plane[from + 2 * x];
          }
        }
        folded.write((tap * channels + c) * quarter.length, quarter, 0, quarter.length);
      }
    }
  }

  void unfold(Floats folded, Floats planes) {
    for (int c = 0; c < channels; c++) {
      for (int tap = 0; tap < 4; tap++) {
        folded.read((tap * channels + c) * quarter.length, quarter, 0, quarter.length);
        for (int row = 0; row < images * size / 2; row++) {
          int to = source(row, tap);
          for (int x = 0; x < size / 2; x++) {
            plane[to + 2 * x] = quarter[row * size / 2 + x];
          }
        }
      }
      planes.write(c * plane.length, plane, 0, plane.length);
    }
  }

  private int source(int row, int tap) {
    return (2 * row + tap / 2) * size + tap % 2;
  }
}
