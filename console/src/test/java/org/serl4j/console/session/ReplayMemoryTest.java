package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ReplayMemoryTest {
  private static final long GB = 1_000_000_000;

  @Test
  void shouldSayWhatTheBuffersTake() {
    assertEquals(
        "replay: 9,000 online + 1,000 demonstrated steps of 40.0 kB take up to 0.40 GB of the 4.0 GB"
            + " heap",
        new ReplayMemory(40_000, 9_000, 1_000, 4 * GB).line());
  }

  @Test
  void shouldRefuseWhatLeavesLessThanOneGigabyte() {
    ReplayMemory exact = new ReplayMemory(1_000, 999_000, 1_000, 2 * GB);
    exact.require();
    ReplayMemory more = new ReplayMemory(1_000, 999_000, 1_001, 2 * GB);
    SessionException e = assertThrows(SessionException.class, more::require);
    assertEquals(
        "the replay of 1,000,001 steps of 1.0 kB needs 2.0 GB of heap with 1 GB to spare, this JVM"
            + " has 2.0 GB: give fewer --env-steps, or more heap with JDK_JAVA_OPTIONS=-Xmx3g",
        e.getMessage());
  }
}
