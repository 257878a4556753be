package org.serl4j.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoopRunnerTest {
  private static final long MS = 1_000_000;

  private int steps;

  private LoopRunner runner() {
    return new LoopRunner("test-loop", MS, () -> steps++, () -> 0);
  }

  @Test
  void shouldStepOnceAPeriodAndSayHowLongToWait() {
    LoopRunner runner = runner();
    assertEquals(0, runner.cycle(10 * MS));
    assertEquals(MS, runner.cycle(10 * MS));
    assertEquals(MS / 4, runner.cycle(10 * MS + 3 * MS / 4));
    assertEquals(1, steps);
    assertEquals(0, runner.cycle(11 * MS));
    assertEquals(2, steps);
    assertEquals(0, runner.overruns());
  }

  @Test
  void shouldNotDriftWhenAStepComesLate() {
    LoopRunner runner = runner();
    assertEquals(0, runner.cycle(0));
    assertEquals(0, runner.cycle(MS + 300_000));
    assertEquals(700_000, runner.cycle(MS + 300_000));
    assertEquals(300_000, runner.worstLatenessNs());
    assertEquals(0, runner.overruns());
  }

  @Test
  void shouldCountMissedPeriodsAndNotMakeUpForThem() {
    LoopRunner runner = runner();
    assertEquals(0, runner.cycle(0));
    // due at 1 ms, comes at 5.5 ms: the periods at 2, 3, 4 and 5 ms are lost
    assertEquals(0, runner.cycle(5 * MS + MS / 2));
    assertEquals(4, runner.overruns());
    assertEquals(MS / 2, runner.cycle(5 * MS + MS / 2));
    assertEquals(2, runner.ticks());
  }

  @Test
  void shouldRunOnItsOwnThreadUntilClosed() throws InterruptedException {
    CountDownLatch twenty = new CountDownLatch(20);
    LoopRunner runner = new LoopRunner("test-loop", MS, twenty::countDown, System::nanoTime);
    runner.start();
    assertTrue(twenty.await(10, TimeUnit.SECONDS));
    runner.close();
    long ticks = runner.ticks();
    assertTrue(ticks >= 20);
    assertTrue(runner.failure().isEmpty());
  }

  @Test
  void shouldWaitForItsThreadAlsoIfTheCallerWasInterrupted() throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    LoopRunner runner =
        new LoopRunner(
            "test-loop",
            MS,
            () -> {
              called.countDown();
              LockSupport.parkNanos(50 * MS);
              done.set(true);
            },
            System::nanoTime);
    runner.start();
    assertTrue(called.await(10, TimeUnit.SECONDS));
    Thread.currentThread().interrupt();
    runner.close();
    assertTrue(Thread.interrupted(), "the caller stays interrupted");
    assertTrue(done.get(), "the step under way was waited for");
  }

  @Test
  void shouldKeepWhatEndedIt() throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    LoopRunner runner =
        new LoopRunner(
            "test-loop",
            MS,
            () -> {
              called.countDown();
              throw new IllegalStateException("the link broke");
            },
            System::nanoTime);
    runner.start();
    assertTrue(called.await(10, TimeUnit.SECONDS));
    runner.close();
    assertEquals("the link broke", runner.failure().orElseThrow().getMessage());
  }
}
