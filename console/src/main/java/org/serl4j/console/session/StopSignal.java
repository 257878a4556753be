package org.serl4j.console.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a request that a loop sees: the JVM waits a few seconds for the
 * loop to come to its end, a training to the end of its episode and a checkpoint. After that it
 * ends all the same; the last checkpoint is whole at any moment.
 */
public final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;

  private final Runnable announce;
  private final Runnable late;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private volatile boolean requested;

  /**
   * @param announce says that the run will stop, on the hook's thread
   * @param late says that the loop did not come to an end in time, likewise
   */
  public StopSignal(Runnable announce, Runnable late) {
    this.announce = announce;
    this.late = late;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What the hook does. */
  void stop() {
    announce.run();
    requested = true;
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        late.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the loop should end. */
  public boolean requested() {
    return requested;
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and sees that it is over.
    }
  }
}
