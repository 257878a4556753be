package org.serl4j.controller.ros1.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.RosException;

/**
 * Keeps the master knowing what the node offers and wants. Every half second it asks for the node's
 * own address: a master that was restarted does not know it, and is told everything again.
 */
final class Registrar {
  private static final long PERIOD_MS = 500;

  /** The same, of a master that did not answer. */
  private static final long RETRY_MS = 100;

  /** One topic or service. */
  interface Registration {
    void register(Master master) throws RosException;

    void unregister(Master master) throws RosException;

    /** Whether somebody is to be told that it ended and began: then it is registered anew. */
    default boolean isStranded() {
      return false;
    }
  }

  private final Master master;
  private final String name;
  private final String ownUri;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Registration> wanted = new ArrayList<>(); // guarded by lock
  private boolean incomplete; // guarded by lock
  private volatile @Nullable String complaint;

  Registrar(Master master, String name, String ownUri) {
    this.master = master;
    this.name = name;
    this.ownUri = ownUri;
  }

  Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  /** Registers now if the master answers, and from now on whenever it must. */
  void add(Registration registration) {
    lock.lock();
    try {
      if (closed.getCount() == 0) {
        return;
      }
      wanted.add(registration);
      incomplete = true;
      refresh(wanted.size() == 1 ? null : registration);
    } finally {
      lock.unlock();
    }
  }

  void remove(Registration registration) {
    lock.lock();
    try {
      if (wanted.remove(registration)) {
        registration.unregister(master);
      }
    } catch (RosException e) {
      complaint = e.getMessage(); // a master that is away forgets by itself
    } finally {
      lock.unlock();
    }
  }

  /** The thread's work, until {@link #close}. */
  void run() {
    try {
      while (!closed.await(complaint == null ? PERIOD_MS : RETRY_MS, TimeUnit.MILLISECONDS)) {
        lock.lock();
        try {
          if (!wanted.isEmpty()) {
            refresh(null);
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Registers all if the master does not know the node, else {@code added} and what is stranded.
   */
  private void refresh(@Nullable Registration added) {
    try {
      Master.Answer known = master.ask("lookupNode", name);
      for (Registration registration : wanted) {
        if (registration.isStranded()) {
          registration.unregister(master);
          registration.register(master);
        }
      }
      boolean stranger = !known.done() || !ownUri.equals(known.value());
      if (added != null && !stranger && complaint == null) {
        added.register(master);
      } else if (stranger || incomplete) {
        for (Registration registration : wanted) {
          registration.register(master);
        }
      }
      incomplete = false;
      complaint = null;
    } catch (RosException e) {
      incomplete = true;
      complaint = e.getMessage();
    }
  }

  /** Unregisters everything; stops at the first call that the master does not answer. */
  void close() {
    closed.countDown();
    lock.lock();
    try {
      for (Registration registration : wanted) {
        registration.unregister(master);
      }
    } catch (RosException e) {
      complaint = e.getMessage();
    } finally {
      wanted.clear();
      lock.unlock();
    }
  }
}
