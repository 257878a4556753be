package org.serl4j.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LanesTest {
  private static final int WORKS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void shouldDoEveryPieceOnce(int count) {
    try (Lanes lanes = Lanes.of(count)) {
      for (int work = 0; work < WORKS; work++) {
        int pieces = 1 + work % 7;
        AtomicIntegerArray done = new AtomicIntegerArray(pieces);
        lanes.run(pieces, (lane, piece) -> done.incrementAndGet(piece));
        for (int piece = 0; piece < pieces; piece++) {
          assertEquals(1, done.get(piece), "piece " + piece + " of work " + work);
        }
      }
    }
  }

  @Test
  void shouldNeverGiveTheScratchOfOneLaneToTwoThreads() {
    try (Lanes lanes = Lanes.of(3)) {
      Thread[] owners = new Thread[lanes.count()];
      for (int work = 0; work < WORKS; work++) {
        lanes.run(
            6,
            (lane, piece) -> {
              Thread owner = owners[lane];
              if (owner != null && owner != Thread.currentThread()) {
                throw new IllegalStateException("lane " + lane + " of two threads");
              }
              owners[lane] = Thread.currentThread();
            });
      }
    }
  }

  @Test
  void shouldHandOverAFailureAndGoOn() {
    try (Lanes lanes = Lanes.of(2)) {
      for (int work = 0; work < 1000; work++) {
        IllegalStateException thrown =
            assertThrows(IllegalStateException.class, () -> lanes.run(4, LanesTest::failAtTwo));
        assertEquals("piece 2", thrown.getMessage());
        AtomicIntegerArray done = new AtomicIntegerArray(1);
        lanes.run(4, (lane, piece) -> done.incrementAndGet(0));
        assertEquals(4, done.get(0));
      }
    }
  }

  private static void failAtTwo(int lane, int piece) {
    if (piece == 2) {
      throw new IllegalStateException("piece " + piece);
    }
  }

  @Test
  void shouldDoTheWorkAloneAfterTheHelpersAreClosed() {
    Lanes lanes = Lanes.of(2);
    lanes.close();
    AtomicIntegerArray done = new AtomicIntegerArray(1);
    lanes.run(8, (lane, piece) -> done.incrementAndGet(0));
    assertEquals(8, done.get(0));
  }

  @Test
  void shouldRefuseImpossibleNumbers() {
    assertThrows(IllegalArgumentException.class, () -> Lanes.of(0));
    assertThrows(IllegalArgumentException.class, () -> Lanes.of(65));
    try (Lanes lanes = Lanes.of(2)) {
      assertThrows(IllegalArgumentException.class, () -> lanes.run(70_000, (lane, piece) -> {}));
    }
  }
}
