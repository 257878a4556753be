package org.serl4j.tasks.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BeatTest {
  private static final long MS = 1_000_000;

  private final Beat beat = new Beat(100 * MS);

  @Test
  void shouldKeepTheBeatWhateverTheWorkBetweenTakes() {
    beat.begin(7 * MS);
    assertEquals(107 * MS, beat.next(20 * MS));
    beat.ended(108 * MS);
    assertEquals(207 * MS, beat.next(150 * MS));
    assertEquals(new Beat.Punctuality(1, 0, 1), beat.punctuality());
  }

  @Test
  void shouldBeginAnewHalfAStepAfterTheBeat() {
    beat.begin(0);
    assertEquals(100 * MS, beat.next(50 * MS - 1));
    assertEquals(250 * MS, beat.next(150 * MS));
  }

  @Test
  void shouldCountAStepAsLateAfterTenMilliseconds() {
    beat.begin(0);
    beat.ended(beat.next(0) + 10 * MS);
    assertEquals(0, beat.punctuality().late());
    beat.ended(beat.next(110 * MS) + 10 * MS + 1);
    assertEquals(1, beat.punctuality().late());
    assertEquals(
        "1 of 2 steps late by more than 10 ms (50.00 %), at most 10.0 ms",
        beat.punctuality().line());
  }
}
