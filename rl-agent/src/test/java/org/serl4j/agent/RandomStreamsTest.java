package org.serl4j.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {
  private static final int STREAMS = 200;
  private static final int DRAWS = 500;

  @Test
  void shouldGiveTheSameStreamForTheSameNumber() {
    assertEquals(RandomStreams.of(5, 9).nextLong(), RandomStreams.of(5, 9).nextLong());
  }

  @Test
  void shouldNeverRepeatADrawOfAnotherStream() {
    Set<Long> seen = new HashSet<>();
    for (int seed = 0; seed < 3; seed++) {
      for (int n = 0; n < STREAMS; n++) {
        SplittableRandom stream = RandomStreams.of(seed, n);
        for (int i = 0; i < DRAWS; i++) {
          assertTrue(seen.add(stream.nextLong()), "seed " + seed + ", stream " + n);
        }
      }
    }
  }
}
