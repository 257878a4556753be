package org.serl4j.agent.network;

import java.util.Arrays;

/**
 * Where the packed features of each row and camera lie, so that they are decoded in place instead
 * of copied: 256 transitions of two cameras are 4 MB or more. A row may be moved by whole cells of
 * its maps, the same in every camera: what a convolution without borders would have given for
 * images moved by as many strides. Not thread-safe.
 */
public final class FeatureRows {
  private static final int[] NOWHERE = {};

  private final int cameras;
  private final int[][] words;
  private final int[] at;
  private final int[] right;
  private final int[] down;

  /** Rows that point nowhere yet. */
  public FeatureRows(int cameras, int rows) {
    this.cameras = cameras;
    this.words = new int[cameras * rows][];
    this.at = new int[cameras * rows];
    this.right = new int[rows];
    this.down = new int[rows];
    Arrays.fill(words, NOWHERE);
  }

  /**
   * Rows that lie one behind the other.
   *
   * @param packed for each camera {@code rows x packedInts}; read by every later use
   */
  public static FeatureRows of(int[][] packed, int rows, int packedInts) {
    FeatureRows made = new FeatureRows(packed.length, rows);
    for (int camera = 0; camera < packed.length; camera++) {
      for (int row = 0; row < rows; row++) {
        made.point(camera, row, packed[camera], row * packedInts);
      }
    }
    return made;
  }

  public int cameras() {
    return cameras;
  }

  /** Lets a row of a camera begin at {@code from} in {@code source}, which is not copied. */
  public void point(int camera, int row, int[] source, int from) {
    words[row * cameras + camera] = source;
    at[row * cameras + camera] = from;
  }

  /**
   * Moves a row's features when they are decoded; what comes in repeats the edge.
   *
   * @param right cells of the coarsest map, towards higher x; negative to the left
   * @param down likewise towards higher y
   */
  public void move(int row, int right, int down) {
    this.right[row] = right;
    this.down[row] = down;
  }

  /** Cells of the coarsest map by which a row is moved towards higher x. */
  public int right(int row) {
    return right[row];
  }

  /** Likewise towards higher y. */
  public int down(int row) {
    return down[row];
  }

  /** Lets {@code count} rows from {@code to} point where those of another from {@code from} do. */
  public void take(FeatureRows source, int from, int to, int count) {
    System.arraycopy(source.words, from * cameras, words, to * cameras, count * cameras);
    System.arraycopy(source.at, from * cameras, at, to * cameras, count * cameras);
    System.arraycopy(source.right, from, right, to, count);
    System.arraycopy(source.down, from, down, to, count);
  }

  /** One packed int of a row, where it lies: not moved. */
  public int word(int camera, int row, int index) {
    int i = row * cameras + camera;
    return words[i][at[i] + index];
  }

  /**
   * Copies one plane of a map, moved as its row is.
   *
   * <pre>
   * into[y, x] = plane[clamp(y - scale down), clamp(x - scale right)]
   * </pre>
   *
   * @param index the plane's first packed int in its row
   * @param scale cells of this map in a cell of the coarsest one
   */
  void copyPlane(
      int camera, int row, int index, FeatureMap map, int scale, int[] into, int intoAt) {
    int i = row * cameras + camera;
    int[] plane = words[i];
    int from = at[i] + index;
    int dx = scale * right[row];
    int dy = scale * down[row];
    if (dx == 0 && dy == 0) {
      System.arraycopy(plane, from, into, intoAt, map.positions());
      return;
    }
    int width = map.width();
    for (int y = 0; y < map.height(); y++) {
      int line = from + width * Math.max(0, Math.min(map.height() - 1, y - dy));
      int lineInto = intoAt + width * y;
      copyLine(plane, line, into, lineInto, width, Math.max(-width, Math.min(width, dx)));
    }
  }

  private static void copyLine(int[] line, int from, int[] into, int intoAt, int width, int right) {
    if (right >= 0) {
      Arrays.fill(into, intoAt, intoAt + right, line[from]);
      System.arraycopy(line, from, into, intoAt + right, width - right);
    } else {
      System.arraycopy(line, from - right, into, intoAt, width + right);
      Arrays.fill(into, intoAt + width + right, intoAt + width, line[from + width - 1]);
    }
  }
}
