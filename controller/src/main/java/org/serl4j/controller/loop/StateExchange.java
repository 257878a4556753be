package org.serl4j.controller.loop;

import java.util.concurrent.atomic.AtomicInteger;
import org.serl4j.controller.arm.ArmState;

/**
 * The latest state, from the loop to everybody else: a triple buffer. One thread writes and never
 * waits or allocates; any thread may read and gets the newest complete sample.
 *
 * <p>Writer and reader each own one of three samples and swap it against the third in one atomic
 * step, so nobody ever sees a half-written one.
 */
public final class StateExchange {
  private static final int FRESH = 4;
  private static final int INDEX = 3;

  private final ArmSample[] samples = {new ArmSample(), new ArmSample(), new ArmSample()};
  private final AtomicInteger spare = new AtomicInteger(2);
  private int back; // the writer's
  private int front = 1; // the readers', under this object's lock

  StateExchange() {}

  /** Publishes a copy of {@code sample} (not modified). */
  void publish(ArmSample sample) {
    samples[back].set(sample);
    back = spare.getAndSet(back | FRESH) & INDEX;
  }

  /** The newest state. */
  public synchronized ArmState latest() {
    if ((spare.get() & FRESH) != 0) {
      front = spare.getAndSet(front) & INDEX;
    }
    return samples[front].toState();
  }
}
