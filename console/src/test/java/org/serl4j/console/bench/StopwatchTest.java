package org.serl4j.console.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  private static final int WARM_UP = 2;
  private static final int COUNT = 3;

  @Test
  void shouldLetTheWorksTakeTurns() {
    List<String> order = new ArrayList<>();
    double[] ms =
        Stopwatch.mediansMs(WARM_UP, COUNT, () -> order.add("ours"), () -> order.add("theirs"));
    assertEquals(2, ms.length);
    assertEquals(2 * (WARM_UP + COUNT), order.size());
    for (int i = 0; i < order.size(); i++) {
      assertEquals(i % 2 == 0 ? "ours" : "theirs", order.get(i));
    }
  }

  @Test
  void shouldGiveMoreTimeToTheLongerWork() {
    double[] sink = new double[1];
    double[] ms =
        Stopwatch.mediansMs(WARM_UP, COUNT, () -> sink[0]++, () -> sink[0] += sum(2_000_000));
    assertTrue(ms[0] < ms[1], ms[0] + " ms against " + ms[1] + " ms");
  }

  private static double sum(int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.sqrt(i);
    }
    return sum;
  }

  @Test
  void shouldHaveNoRatioAgainstNothing() {
    assertNull(Measurement.of("allocation", 3, "bytes", 0, "goal").ratio());
    assertEquals(1.5, Measurement.of("update", 3, "ms", 2, "goal").ratio());
  }
}
