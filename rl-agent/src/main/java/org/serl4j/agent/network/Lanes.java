package org.serl4j.agent.network;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that do the pieces of one piece of work side by side: the caller's own lane and
 * helpers, who spin for a moment between two works and then sleep. Pieces are cut by the caller,
 * always alike; who takes which is left to chance, so the result must not depend on it, and does
 * not: with one lane or two, on a busy machine or an idle one, it is the same bit for bit.
 *
 * <p>{@link #run} allocates nothing. A helper that finds no time to help is not waited for: the
 * caller takes the pieces that nobody has begun. One caller at a time.
 */
public final class Lanes implements AutoCloseable {
  /** How long a helper spins before it sleeps: longer than the gap between two works [ns]. */
  private static final long SPIN_NS = 50_000;

  private static final int MOST_PIECES = 0xffff;
  private static final int MOST_LANES = 64;

  /** Something that is done in pieces. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does one piece.
     *
     * @param lane which lane does it, from 0: for scratch memory
     * @param piece number of the piece, from 0
     */
    void piece(int lane, int piece);
  }

  private final Thread[] helpers;

  /**
   * Read and changed as one: number of the work (32 bits), its pieces (16), and the next piece that
   * nobody has taken (16).
   */
  private final AtomicLong state = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile @Nullable Work work;

  /** Who sleeps until the last piece is done; null while nobody does. */
  private volatile @Nullable Thread sleeper;

  private boolean started;
  private volatile boolean closed;

  private Lanes(int lanes) {
    if (lanes < 1 || lanes > MOST_LANES) {
      throw new IllegalArgumentException(
          "learner lanes = " + lanes + ", from 1 to " + MOST_LANES + " threads");
    }
    helpers = new Thread[lanes - 1];
    for (int i = 0; i < helpers.length; i++) {
      int lane = i + 1;
      helpers[i] = new Thread(() -> help(lane), "learner-lane-" + lane);
      helpers[i].setDaemon(true);
    }
  }

  /** The caller alone: no threads. */
  public static Lanes single() {
    return new Lanes(1);
  }

  /**
   * The caller and {@code lanes - 1} helpers, which start with the first work and end with {@link
   * #close}.
   *
   * @throws IllegalArgumentException unless 1 to 64
   */
  public static Lanes of(int lanes) {
    return new Lanes(lanes);
  }

  /** Lanes, the caller's own included. */
  public int count() {
    return helpers.length + 1;
  }

  /**
   * Does all pieces, each once, and returns when all are done.
   *
   * @param count pieces, at most 65,535
   * @throws RuntimeException the first failure of a piece, after the others have ended
   */
  public void run(int count, Work what) {
    if (helpers.length == 0 || count == 1) {
      for (int piece = 0; piece < count; piece++) {
        what.piece(0, piece);
      }
      return;
    }
    if (count > MOST_PIECES) {
      throw new IllegalArgumentException("pieces = " + count + ", at most " + MOST_PIECES);
    }
    if (!started) {
      started = true;
      for (Thread helper : helpers) {
        helper.start();
      }
    }
    long number = number(state.get()) + 1;
    work = what;
    unfinished.set(count);
    // from here on the pieces can be taken, and what stands above is seen by whoever takes one
    state.set(number << 32 | (long) count << 16);
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    takePieces(0, number);
    awaitHelpers();
    work = null;
    Throwable first = failure.getAndSet(null);
    if (first instanceof Error error) {
      throw error;
    } else if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /**
   * Waits for the pieces that helpers are still at. A helper that the actor has pushed off its
   * processor can only go on here, so this one is not kept busy for long.
   */
  private void awaitHelpers() {
    long beginNs = System.nanoTime();
    while (unfinished.get() > 0) {
      if (System.nanoTime() - beginNs < SPIN_NS) {
        Thread.onSpinWait();
      } else {
        sleeper = Thread.currentThread();
        if (unfinished.get() > 0) {
          LockSupport.park(this);
        }
        sleeper = null;
      }
    }
  }

  private static long number(long state) {
    return state >>> 32;
  }

  private static boolean hasPieces(long state) {
    return (state & 0xffff) < (state >>> 16 & 0xffff);
  }

  /** Takes pieces of one work until none is left. */
  private void takePieces(int lane, long number) {
    while (true) {
      long seen = state.get();
      if (number(seen) != number || !hasPieces(seen)) {
        return;
      }
      if (state.compareAndSet(seen, seen + 1)) {
        try {
          // with a piece taken the work is not over, so its fields stand still
          Work mine = work;
          if (mine != null) {
            mine.piece(lane, (int) (seen & 0xffff));
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          if (unfinished.decrementAndGet() == 0) {
            LockSupport.unpark(sleeper);
          }
        }
      }
    }
  }

  private void help(int lane) {
    long idleSinceNs = System.nanoTime();
    while (!closed) {
      long seen = state.get();
      if (hasPieces(seen)) {
        takePieces(lane, number(seen));
        idleSinceNs = System.nanoTime();
      } else if (System.nanoTime() - idleSinceNs < SPIN_NS) {
        Thread.onSpinWait();
      } else {
        // an unpark that comes before the park is remembered, so no work is slept through
        LockSupport.park(this);
        idleSinceNs = System.nanoTime();
      }
    }
  }

  /** Ends the helpers; they do not outlive the piece they are at. */
  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
