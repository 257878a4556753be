package org.serl4j.controller.arm.ros1;

import java.util.concurrent.TimeUnit;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ros1.FrankaReading.Trouble;

/**
 * The way back to a robot that follows its controller: errors are asked away a few times, each with
 * twice the time of the one before to come true; a controller that still does not run is started
 * once, where that is ours to do. Bounded in time. Neither reads a clock nor sends; not
 * thread-safe.
 */
final class ArmRecovery {
  static final int TRIES = 3;
  private static final long FIRST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(8);

  /** A controller that comes back by itself does so within this time [ns]. */
  private static final long BY_ITSELF_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A controller that was started moves the robot within this time, or it needs more [ns]. */
  private static final long TAKES_OVER_NS = TimeUnit.SECONDS.toNanos(1);

  /** A controller that is launched as a program takes this long [ns]. */
  private static final long START_NS = TimeUnit.SECONDS.toNanos(30);

  /** What is to be done now. */
  enum Next {
    WAIT,
    CLEAR_ERRORS,
    START_CONTROLLER,
    DONE,
    GIVE_UP
  }

  /**
   * What there is to see.
   *
   * @param newest the newest reading
   * @param fresh whether it is of now
   * @param running whether the impedance controller works and listens
   * @param heard whether somebody hears a request to clear errors
   * @param lacking what is amiss, in words
   */
  record Sight(
      FrankaReading newest, boolean fresh, boolean running, boolean heard, String lacking) {}

  private final boolean startsControllers;
  private final long begunNs;
  private long endNs;
  private long idleSinceNs;
  private boolean started;
  private long startedNs;
  private int tries;
  private long nextTryNs;
  private Trouble failure = new Trouble(ArmFault.Kind.COMMUNICATION, "");

  /**
   * @param startsControllers whether the impedance controller can be started from here
   * @param stopped whether it was stopped from here
   */
  ArmRecovery(boolean startsControllers, boolean stopped, long nowNs) {
    this.startsControllers = startsControllers;
    begunNs = nowNs;
    endNs = nowNs + BOUND_NS;
    idleSinceNs = stopped ? nowNs - BY_ITSELF_NS : nowNs;
  }

  Next step(Sight sight, long nowNs) {
    FrankaReading newest = sight.newest;
    if (sight.fresh && newest.sound() && sight.running) {
      return Next.DONE;
    } else if (sight.fresh && newest.heldByAPerson()) {
      return giveUp(newest.trouble().orElseThrow());
    } else if (nowNs > endNs) {
      return giveUp(
          new Trouble(
              ArmFault.Kind.COMMUNICATION,
              "the arm did not recover, %s: look at the robot's side, then recover"
                  .formatted(newest.trouble().map(Trouble::message).orElse(sight.lacking))));
    } else if (!sight.fresh) {
      return Next.WAIT;
    }
    boolean hasErrors = !newest.errors().isEmpty();
    if (hasErrors || sight.running) {
      idleSinceNs = nowNs;
    } else if (startsControllers && !started && nowNs - idleSinceNs >= BY_ITSELF_NS) {
      started = true;
      startedNs = nowNs;
      endNs = nowNs + START_NS;
      return Next.START_CONTROLLER;
    }
    // a user stop leaves a robot idle that no controller moves until its errors are asked away
    boolean takesOver = started && !hasErrors && nowNs - startedNs < TAKES_OVER_NS;
    if (newest.sound() || takesOver) {
      return Next.WAIT;
    }
    return clear(sight, nowNs);
  }

  private Next clear(Sight sight, long nowNs) {
    if (tries > 0 && nowNs < nextTryNs) {
      return Next.WAIT;
    } else if (tries == TRIES && startsControllers && sight.newest.errors().isEmpty()) {
      return Next.WAIT;
    } else if (tries == TRIES) {
      Trouble last = sight.newest.trouble().orElseThrow();
      return giveUp(
          new Trouble(
              last.kind(),
              "%d error recoveries did not help: %s".formatted(TRIES, last.message())));
    } else if (!sight.heard) {
      return Next.WAIT; // what nobody hears counts as no try
    }
    nextTryNs = nowNs + (FIRST_WAIT_NS << tries);
    tries++;
    return Next.CLEAR_ERRORS;
  }

  private Next giveUp(Trouble trouble) {
    failure = trouble;
    return Next.GIVE_UP;
  }

  /** When it began [ns]. */
  long begunNs() {
    return begunNs;
  }

  /** Why it was given up. */
  Trouble failure() {
    return failure;
  }
}
