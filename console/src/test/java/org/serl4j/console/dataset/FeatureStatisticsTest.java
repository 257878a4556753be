package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
  @Test
  void shouldDescribeEachElement() {
    List<double[]> rows =
        List.of(
            new double[] {1, 10},
            new double[] {2, 20},
            new double[] {3, 30},
            new double[] {4, 40},
            new double[] {5, 50});
    FeatureStatistics found = FeatureStatistics.ofRows(rows);
    assertArrayEquals(new double[] {1, 10}, found.get("min"));
    assertArrayEquals(new double[] {5, 50}, found.get("max"));
    assertArrayEquals(new double[] {3, 30}, found.get("mean"));
    // numpy.std([1, 2, 3, 4, 5]) = sqrt(2)
    assertArrayEquals(new double[] {Math.sqrt(2), 10 * Math.sqrt(2)}, found.get("std"), 1e-12);
    // numpy.quantile([1, 2, 3, 4, 5], [.01, .1, .5, .9, .99]) = 1.04, 1.4, 3, 4.6, 4.96
    assertEquals(1.04, found.get("q01")[0], 1e-12);
    assertEquals(1.4, found.get("q10")[0], 1e-12);
    assertEquals(3, found.get("q50")[0], 1e-12);
    assertEquals(4.6, found.get("q90")[0], 1e-12);
    assertEquals(4.96, found.get("q99")[0], 1e-12);
    assertEquals(5, found.count());
  }

  @Test
  void shouldJoinEpisodesAsIfTheyWereOne() {
    SplittableRandom rng = new SplittableRandom(5);
    List<double[]> all = new ArrayList<>();
    List<FeatureStatistics> parts = new ArrayList<>();
    for (int length : new int[] {3, 17, 1, 40}) {
      List<double[]> rows = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        rows.add(new double[] {rng.nextDouble(-length, length), length});
      }
      all.addAll(rows);
      parts.add(FeatureStatistics.ofRows(rows));
    }
    FeatureStatistics whole = FeatureStatistics.ofRows(all);
    FeatureStatistics joined = FeatureStatistics.join(parts);
    for (String quantity : List.of("min", "max", "mean", "std")) {
      assertArrayEquals(whole.get(quantity), joined.get(quantity), 1e-12, quantity);
    }
    assertEquals(61, joined.count());
  }

  @Test
  void shouldScaleColoursToOne() {
    byte[] image = {0, 51, (byte) 255, 102, 51, (byte) 255};
    FeatureStatistics found = FeatureStatistics.ofImages(List.of(image));
    assertArrayEquals(new double[] {0.2, 0.2, 1}, found.get("mean"), 1e-12);
    assertArrayEquals(new double[] {0.2, 0, 0}, found.get("std"), 1e-7);
    assertArrayEquals(new double[] {0, 0.2, 1}, found.get("min"), 1e-12);
    assertArrayEquals(new double[] {0.4, 0.2, 1}, found.get("max"), 1e-12);
    assertEquals(
        List.of(List.of(List.of(0.2)), List.of(List.of(0.2)), List.of(List.of(1.0))),
        found.nested("mean"));
  }

  @Test
  void shouldReadASampleOfManyImages() {
    byte[] image = {1, 2, 3};
    List<byte[]> images = Collections.nCopies(10_000, image);
    // 10,000^0.75 = 1000
    assertEquals(1000, FeatureStatistics.ofImages(images).count());
    assertEquals(60, FeatureStatistics.ofImages(images.subList(0, 60)).count());
    assertEquals(100, FeatureStatistics.ofImages(images.subList(0, 400)).count());
  }
}
