package org.serl4j.controller.camera;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.Image;

/**
 * Where a node's thread leaves images and a reader takes them: each overwrites the one before, so
 * the reader gets the newest and the line is always empty. Two images are kept and reused.
 */
final class NewestImage {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Image newest = new Image(); // guarded by lock
  private boolean isNew; // guarded by lock

  // Of the reading thread only.
  private Image taken = new Image();

  Subscription subscribe(RosNode node, String topic) {
    return node.subscribe(topic, Image.TYPE, this::put);
  }

  private void put(Image image) {
    lock.lock();
    try {
      newest.copy(image);
      isNew = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for an image that was not taken yet, which {@link #taken} then gives.
   *
   * @param timeoutMs longest wait [ms]
   * @return whether one came
   */
  boolean take(long timeoutMs) throws InterruptedException {
    long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    lock.lockInterruptibly();
    try {
      while (!isNew) {
        if (leftNs <= 0) {
          return false;
        }
        leftNs = changed.awaitNanos(leftNs);
      }
      Image spare = taken;
      taken = newest;
      newest = spare;
      isNew = false;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What was taken last; overwritten by the second {@link #take} from now. */
  Image taken() {
    return taken;
  }
}
