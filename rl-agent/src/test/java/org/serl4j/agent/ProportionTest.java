package org.serl4j.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProportionTest {
  /** Expected numbers: Wilson's formula by hand, e.g. 100/100 has the lower end n / (n + z^2). */
  @Test
  void shouldGiveWilsonsInterval() {
    assertEquals(0.82563, new Proportion(90, 100).low(), 1e-5);
    assertEquals(0.94477, new Proportion(90, 100).high(), 1e-5);
    assertEquals(100 / 103.841459, new Proportion(100, 100).low(), 1e-6);
    assertEquals(1, new Proportion(100, 100).high(), 1e-12);
    assertEquals(3.841459 / 13.841459, new Proportion(0, 10).high(), 1e-6);
  }

  @Test
  void shouldKnowNothingOfNothing() {
    assertEquals(0, new Proportion(0, 0).low());
    assertEquals(1, new Proportion(0, 0).high());
    assertEquals(Double.NaN, new Proportion(0, 0).rate());
    assertEquals("0 of 0", new Proportion(0, 0).line());
    assertEquals(
        "90 of 100 (90.00 %, 95 % interval 82.56 to 94.48 %)", new Proportion(90, 100).line());
    assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2));
  }
}
