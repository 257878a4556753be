package org.serl4j.controller;

import java.util.concurrent.locks.LockSupport;

/**
 * The machine's monotonic clock, 0 until it is started; an interrupt ends the sleep. Thread-safe.
 */
public final class WallClock implements Pace {
  private final Runnable check;
  private volatile boolean started;
  private volatile long startNs;

  /**
   * @param check called after every wait: throws if what moves with this clock has stopped
   */
  public WallClock(Runnable check) {
    this.check = check;
  }

  /** Opening takes seconds, which nobody should find on the clock. */
  public void start() {
    startNs = System.nanoTime();
    started = true;
  }

  @Override
  public long nowNs() {
    return started ? System.nanoTime() - startNs : 0;
  }

  @Override
  public void advanceTo(long deadlineNs) {
    long waitNs = deadlineNs - nowNs();
    while (waitNs > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(waitNs);
      waitNs = deadlineNs - nowNs();
    }
    check.run();
  }
}
