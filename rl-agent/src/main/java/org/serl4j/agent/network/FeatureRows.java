package org.serl4j.agent.network;

import java.util.Arrays;

/**
 * Where the packed features of each row and camera lie, so that they are decoded in place instead
 * of copied: 256 transitions of two cameras are 14 MB. Not thread-safe.
 */
public final class FeatureRows {
  private static final int[] NOWHERE = {};

  private final int cameras;
  private final int[][] words;
  private final int[] at;

  /** Rows that point nowhere yet. */
  public FeatureRows(int cameras, int rows) {
    this.cameras = cameras;
    this.words = new int[cameras * rows][];
    this.at = new int[cameras * rows];
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

  /** Lets {@code count} rows from {@code to} point where those of another from {@code from} do. */
  public void take(FeatureRows source, int from, int to, int count) {
    System.arraycopy(source.words, from * cameras, words, to * cameras, count * cameras);
    System.arraycopy(source.at, from * cameras, at, to * cameras, count * cameras);
  }

  /** One packed int of a row. */
  public int word(int camera, int row, int index) {
    int i = row * cameras + camera;
    return words[i][at[i] + index];
  }

  /** Copies {@code count} packed ints from {@code index} of a row. */
  void copy(int camera, int row, int index, int[] into, int intoAt, int count) {
    int i = row * cameras + camera;
    System.arraycopy(words[i], at[i] + index, into, intoAt, count);
  }
}
