package org.serl4j.controller.ros1.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The threads of one node, so that it can wait for all of them at its end. */
public final class NodeThreads {
  private final String node;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /**
   * @param node the node's name, part of each thread's
   */
  public NodeThreads(String node) {
    this.node = node;
  }

  /** Runs {@code work} on a new daemon thread. */
  public void start(String name, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } finally {
                running.remove(Thread.currentThread());
              }
            },
            "ros" + node + "-" + name);
    thread.setDaemon(true);
    running.add(thread);
    thread.start();
  }

  /** How many are running. */
  public int count() {
    return running.size();
  }

  /** Waits for all but the calling thread, {@code timeoutMs} [ms] at most. */
  public void join(long timeoutMs) {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    try {
      for (Thread thread : running) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
        if (thread != Thread.currentThread() && leftMs > 0) {
          thread.join(leftMs);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
