package org.serl4j.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {
  private static final FeatureMap FINE = new FeatureMap("fine", 8, 4, 4);
  private static final FeatureMap COARSE = new FeatureMap("coarse", 4, 2, 2);

  /** Every cell holds what lay where it came from; the edge is repeated. */
  @Property(tries = 200)
  void shouldMoveEveryCellAndRepeatTheEdge(
      @ForAll @IntRange(min = -6, max = 6) int right,
      @ForAll @IntRange(min = -6, max = 6) int down,
      @ForAll @IntRange(min = 1, max = 2) int scale) {
    FeatureMap map = new FeatureMap("map", 4, 5, 7);
    int[] plane = new int[3 + map.positions()];
    Arrays.setAll(plane, i -> 100 + i);
    FeatureRows rows = new FeatureRows(1, 2);
    rows.point(0, 1, plane, 1);
    rows.move(1, right, down);
    FeatureRows taken = new FeatureRows(1, 3);
    taken.take(rows, 1, 2, 1);
    int[] into = new int[4 + map.positions()];
    taken.copyPlane(0, 2, 2, map, scale, into, 4);
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        int fromY = Math.max(0, Math.min(map.height() - 1, y - scale * down));
        int fromX = Math.max(0, Math.min(map.width() - 1, x - scale * right));
        assertEquals(
            plane[3 + fromY * map.width() + fromX],
            into[4 + y * map.width() + x],
            "y " + y + ", x " + x);
      }
    }
  }

  /** A cell of the coarsest map is two of a map twice as fine, so all maps move as one image. */
  @Test
  void shouldMoveAllMapsOfARowAlike() {
    EncoderShape shape = new EncoderShape(2, List.of(FINE, COARSE), 1, 1, 0, 0);
    int ints = shape.packedInts();
    SplittableRandom rng = new SplittableRandom(3);
    int[][] packed = new int[2][2 * ints];
    for (int[] camera : packed) {
      Arrays.setAll(camera, i -> rng.nextInt());
    }
    FeatureRows rows = FeatureRows.of(packed, 2, ints);
    float[][][] still = decode(shape, rows);
    rows.move(1, 1, -1);
    float[][][] moved = decode(shape, rows);
    for (int camera = 0; camera < 2; camera++) {
      for (int c = 0; c < 12; c++) {
        int side = c < 8 ? 4 : 2;
        int step = side / 2;
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            int from = Math.min(side - 1, y + step) * side + Math.max(0, x - step);
            int at = y * side + x;
            assertEquals(still[camera][c][at], moved[camera][c][at], "row 0 stays");
            int row = side * side;
            assertEquals(still[camera][c][row + from], moved[camera][c][row + at], "row 1 moves");
          }
        }
      }
    }
  }

  /** Camera x channel of all maps x (row x position). */
  private static float[][][] decode(EncoderShape shape, FeatureRows rows) {
    float[][][] decoded = new float[2][12][];
    new FeatureDecoder(shape, 2)
        .decode(
            rows,
            2,
            (camera, map, channel, features) -> {
              float[] values = new float[2 * shape.maps().get(map).positions()];
              features.read(0, values, 0, values.length);
              decoded[camera][map == 0 ? channel : 8 + channel] = values;
            });
    return decoded;
  }
}
