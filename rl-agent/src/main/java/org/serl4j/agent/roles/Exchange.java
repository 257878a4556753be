package org.serl4j.agent.roles;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.rlpd.PolicyParameters;

/**
 * Where actor and learner of one process meet: transitions go up through a bounded queue, the
 * latest parameters come down. A role that ends says so here, and the other's next call throws.
 * Thread-safe.
 */
public final class Exchange {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Transition> transitions = new ArrayDeque<>(); // guarded by lock
  private @Nullable PolicyParameters latest; // guarded by lock
  private @Nullable RoleFailedException failure; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * @param capacity transitions that may wait for the learner
   */
  public Exchange(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("exchange: capacity = " + capacity + ", at least 1");
    }
    this.capacity = capacity;
  }

  /**
   * Sends a transition up.
   *
   * @param timeoutMs longest wait for room [ms]
   * @throws RoleFailedException if the learner failed or makes no room in time
   */
  public void send(Transition transition, long timeoutMs) {
    lock.lock();
    try {
      await(
          () -> transitions.size() < capacity,
          timeoutMs,
          "the learner took no transition (" + capacity + " are waiting)");
      transitions.addLast(transition);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all waiting transitions, in their order; waits for one only if there is none.
   *
   * @param timeoutMs longest wait for the first [ms]; 0 to take what is there
   * @return how many were taken; 0 after {@link #close}
   * @throws RoleFailedException if the actor failed or sends nothing in time
   */
  public int receive(Consumer<Transition> into, long timeoutMs) {
    lock.lock();
    try {
      if (timeoutMs > 0) {
        await(this::isThereWork, timeoutMs, "the actor sent no transition");
      }
      throwFailure();
      int taken = transitions.size();
      while (!transitions.isEmpty()) {
        into.accept(transitions.removeFirst());
      }
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a transition is there or the exchange is closed, however long a reset, a person at
   * the bench or another task of a ring keeps the actor.
   *
   * @throws RoleFailedException if the actor failed
   */
  public void awaitTransition() {
    lock.lock();
    try {
      await(this::isThereWork, Long.MAX_VALUE, "the actor sent no transition");
    } finally {
      lock.unlock();
    }
  }

  private boolean isThereWork() {
    return !transitions.isEmpty() || closed;
  }

  /** Sends parameters down; they replace those that the actor has not taken. */
  public void publish(PolicyParameters parameters) {
    lock.lock();
    try {
      latest = parameters;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The newest parameters, null before the first.
   *
   * @throws RoleFailedException if the learner failed
   */
  public @Nullable PolicyParameters latest() {
    lock.lock();
    try {
      throwFailure();
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /** Ends both roles: every later call of the other throws with this cause. */
  public void fail(String role, Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = RoleFailedException.of(role, cause);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more transitions will come. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private interface Wanted {
    boolean isThere();
  }

  private void await(Wanted wanted, long timeoutMs, String complaint) {
    long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    throwFailure();
    while (!wanted.isThere()) {
      if (leftNs <= 0) {
        throw new RoleFailedException(complaint + " within " + timeoutMs + " ms", null);
      }
      try {
        leftNs = changed.awaitNanos(leftNs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RoleFailedException("interrupted while waiting: " + complaint, e);
      }
      throwFailure();
    }
  }

  private void throwFailure() {
    RoleFailedException cause = failure;
    if (cause != null) {
      throw new RoleFailedException(String.valueOf(cause.getMessage()), cause.getCause());
    }
  }
}
