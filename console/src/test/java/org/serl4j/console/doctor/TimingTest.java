package org.serl4j.console.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimingTest {
  private static final long MS = 1_000_000;

  @Test
  void shouldTellEvenFromUneven() {
    long[] even = LongStream.rangeClosed(0, 100).map(i -> 7 + 10 * MS * i).toArray();
    assertEquals(new Timing(101, 100, 10, 10, 12), Timing.of(even, 12 * MS));
    // two of the hundred gaps are of 40 ms
    long[] late = even.clone();
    for (int i = 30; i < late.length; i++) {
      late[i] += (i < 60 ? 30 : 60) * MS;
    }
    Timing uneven = Timing.of(late, 41 * MS);
    assertEquals(100 / 1.06, uneven.rateHz(), 1e-9);
    assertEquals(10, uneven.usualGapMs(), 1e-9);
    assertEquals(40, uneven.longGapMs(), 1e-9);
  }

  @Test
  void shouldHaveNoRateOfOne() {
    assertEquals(new Timing(0, 0, 0, 0, 0), Timing.of(new long[0], 0));
    assertEquals(new Timing(1, 0, 0, 0, 5), Timing.of(new long[] {3 * MS}, 5 * MS));
  }
}
