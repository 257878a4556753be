package org.serl4j.controller.loop;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a step function the wall clock: one thread, one call a period, one clock read a cycle.
 * Periods that were missed are counted and left out, never made up for in a burst.
 *
 * <p>The counters are written by the runner's thread and may be read by any.
 */
public final class LoopRunner implements AutoCloseable {
  private static final long CLOSE_TIMEOUT_MS = 2_000;

  private final Runnable step;
  private final long periodNs;
  private final LongSupplier clock;
  private final Thread thread;

  private long deadlineNs;
  private boolean started;
  private volatile boolean running = true;
  private volatile long ticks;
  private volatile long overruns;
  private volatile long worstLatenessNs;
  private volatile @Nullable Throwable failure;

  /**
   * @param name of the thread, as {@code docs/threads.md} lists it
   * @param periodNs from one step to the next [ns]
   * @param step called once a period; an exception ends the runner and is kept
   * @param clock [ns], monotonic
   */
  public LoopRunner(String name, long periodNs, Runnable step, LongSupplier clock) {
    this.step = step;
    this.periodNs = periodNs;
    this.clock = clock;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (running) {
        long waitNs = cycle(clock.getAsLong());
        if (waitNs > 0) {
          LockSupport.parkNanos(waitNs);
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      running = false;
    }
  }

  /**
   * Steps if the deadline has come.
   *
   * @param nowNs the cycle's one clock read
   * @return how long nothing is due [ns]; 0 after a step
   */
  // one thread writes the counters, so their increments lose nothing
  @SuppressWarnings("NonAtomicVolatileUpdate")
  long cycle(long nowNs) {
    if (!started) {
      started = true;
      deadlineNs = nowNs;
    }
    long latenessNs = nowNs - deadlineNs;
    if (latenessNs < 0) {
      return -latenessNs;
    }
    long missed = latenessNs / periodNs;
    if (missed > 0) {
      overruns += missed;
    }
    if (latenessNs > worstLatenessNs) {
      worstLatenessNs = latenessNs;
    }
    step.run();
    ticks++;
    deadlineNs += (missed + 1) * periodNs;
    return 0;
  }

  /** How many steps were made. */
  public long ticks() {
    return ticks;
  }

  /** How many periods were missed altogether. */
  public long overruns() {
    return overruns;
  }

  /** The longest time that a step began after it was due [ns]. */
  public long worstLatenessNs() {
    return worstLatenessNs;
  }

  /** What ended the runner, if a step threw. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Stops the thread and waits for its last step, at most 2 s. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    awaitEnd();
    if (thread.isAlive()) {
      throw new IllegalStateException(
          "the thread "
              + thread.getName()
              + " did not end within "
              + TimeUnit.MILLISECONDS.toSeconds(CLOSE_TIMEOUT_MS)
              + " s: a step of it hangs");
    }
  }

  /** Also for a caller that was interrupted: what the thread uses is about to be freed. */
  private void awaitEnd() {
    boolean interrupted = false;
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_TIMEOUT_MS);
    long leftMs = CLOSE_TIMEOUT_MS;
    while (thread.isAlive() && leftMs > 0) {
      try {
        thread.join(leftMs);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
