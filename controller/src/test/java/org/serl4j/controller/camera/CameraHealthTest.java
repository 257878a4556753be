package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CameraHealthTest {
  private static final int STALE_MS = 500;
  private static final int FROZEN_MS = 2000;
  private static final int TRIES = 3;
  private static final long FRAME_MS = 33;

  private final CameraHealth health =
      new CameraHealth(new CameraLimits(STALE_MS, FROZEN_MS, TRIES));

  @Test
  void shouldComplainUntilTheFirstFrame() {
    assertEquals("no frame yet; opening", health.complaint(ms(0)));
    health.opened(ms(10));
    assertEquals("no frame yet; opened, waiting for the first frame", health.complaint(ms(20)));
    health.frame(ms(30), 1);
    assertNull(health.complaint(ms(30)));
  }

  @Test
  void shouldBeStaleWhenTheNewestFrameIsOlderThanTheLimit() {
    health.opened(ms(0));
    health.frame(ms(100), 1);
    assertNull(health.complaint(ms(100 + STALE_MS)));
    assertEquals("no frame for 501 ms (limit 500 ms)", health.complaint(ms(101 + STALE_MS)));
    health.frame(ms(700), 2);
    assertNull(health.complaint(ms(700)));
  }

  @Test
  void shouldBeFrozenWhenFramesArriveUnchanged() {
    health.opened(ms(0));
    long nowMs = 0;
    for (; nowMs <= FROZEN_MS; nowMs += FRAME_MS) {
      health.frame(ms(nowMs), 7);
      assertNull(health.complaint(ms(nowMs)));
      assertNull(health.breakdown(ms(nowMs)));
    }
    health.frame(ms(nowMs), 7);
    assertEquals(
        "frames arrive but the picture has not changed for 2013 ms (limit 2000 ms)",
        health.complaint(ms(nowMs)));
    assertNotNull(health.breakdown(ms(nowMs)));
  }

  @Test
  void shouldNotBeFrozenWhenOneFrameInBetweenDiffers() {
    health.opened(ms(0));
    for (long nowMs = 0; nowMs < 10 * FROZEN_MS; nowMs += FRAME_MS) {
      health.frame(ms(nowMs), nowMs / 1900);
      assertNull(health.complaint(ms(nowMs)));
    }
  }

  @Test
  void shouldNeverBeFrozenWhenTheCheckIsOff() {
    CameraHealth recording = new CameraHealth(new CameraLimits(STALE_MS, 0, TRIES));
    recording.opened(ms(0));
    for (long nowMs = 0; nowMs < 10 * FROZEN_MS; nowMs += FRAME_MS) {
      recording.frame(ms(nowMs), 7);
      assertNull(recording.complaint(ms(nowMs)));
      assertNull(recording.breakdown(ms(nowMs)));
    }
  }

  @Test
  void shouldStayUnavailableWhenTheReopenedCameraShowsTheSameFrozenPicture() {
    freeze();
    health.failed(ms(2100), "frozen");
    health.opened(ms(2400));
    health.frame(ms(2450), 7);
    assertNotNull(health.complaint(ms(2450)));
    assertNull(health.breakdown(ms(2450)), "the reopened source has its own time to change");
    health.frame(ms(2500), 8);
    assertNull(health.complaint(ms(2500)));
  }

  @Test
  void shouldDoubleTheWaitBetweenAttemptsUpToALongestOne() {
    CameraHealth patient = new CameraHealth(new CameraLimits(STALE_MS, 0, 100));
    long expectedNs = CameraHealth.FIRST_BACKOFF_NS;
    for (int failure = 0; failure < 100; failure++) {
      patient.failed(ms(1000), "refused");
      assertEquals(ms(1000) + expectedNs, patient.nextOpenNs());
      expectedNs = Math.min(2 * expectedNs, CameraHealth.LONGEST_BACKOFF_NS);
    }
    assertEquals(100, patient.failures());
  }

  @Test
  void shouldGiveUpAfterTheAllowedFailuresInARow() {
    for (int failure = 1; failure <= TRIES; failure++) {
      health.failed(ms(failure), "Connection refused");
      assertFalse(health.isOver());
    }
    assertEquals(
        "Connection refused; failure 3, opening again up to 3 times", health.complaint(ms(5)));
    health.failed(ms(10), "Connection refused");
    assertTrue(health.isOver());
    assertEquals(
        "Connection refused; given up after 4 failures in a row", health.complaint(ms(11)));
  }

  @Test
  void shouldGiveUpOnASourceThatOpensButNeverKeepsRunning() {
    long nowMs = 0;
    for (int failure = 0; failure <= TRIES; failure++) {
      assertFalse(health.isOver());
      health.opened(ms(nowMs));
      health.frame(ms(nowMs + STALE_MS - 1), nowMs);
      nowMs += 10_000;
      health.failed(ms(nowMs), "the stream ended");
    }
    assertTrue(health.isOver());
  }

  @Test
  void shouldCountFailuresAfreshOnceTheStreamHasRun() {
    long nowMs = 0;
    for (int round = 0; round < 10 * TRIES; round++) {
      health.opened(ms(nowMs));
      health.frame(ms(nowMs + STALE_MS), nowMs);
      nowMs += 10_000;
      health.failed(ms(nowMs), "the stream ended");
      assertFalse(health.isOver());
    }
    assertEquals(10 * TRIES - 1, health.reopens());
  }

  @Test
  void shouldGiveUpOnACameraThatStaysFrozenHoweverOftenItIsReopened() {
    freeze();
    long nowMs = 2100;
    int reopenings = 0;
    while (!health.isOver()) {
      health.failed(ms(nowMs), "frozen");
      if (!health.isOver()) {
        reopenings++;
        nowMs += 5000;
        health.opened(ms(nowMs));
        long untilMs = nowMs + FROZEN_MS + 2 * FRAME_MS;
        for (; nowMs < untilMs; nowMs += FRAME_MS) {
          health.frame(ms(nowMs), 7);
        }
        assertNotNull(health.breakdown(ms(nowMs)));
      }
    }
    assertEquals(TRIES, reopenings);
  }

  @Test
  void shouldServeTheLastFrameOfARecordingUntilItIsStale() {
    health.opened(ms(0));
    health.frame(ms(100), 1);
    health.ended();
    assertNull(health.complaint(ms(200)));
    assertEquals("the recording ended after 1 frames", health.complaint(ms(700)));
    assertTrue(health.isOver());
  }

  private void freeze() {
    health.opened(ms(0));
    for (long nowMs = 0; nowMs < 2100; nowMs += FRAME_MS) {
      health.frame(ms(nowMs), 7);
    }
  }

  private static long ms(long ms) {
    return ms * 1_000_000;
  }
}
