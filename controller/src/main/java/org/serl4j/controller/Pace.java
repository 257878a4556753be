package org.serl4j.controller;

/**
 * The clock that drives a workcell: the wall clock, or lock-step virtual time that runs as fast as
 * the machine allows and is bit-reproducible.
 */
public interface Pace {
  /** Time on this clock [ns]; starts at 0 with the workcell and never goes back. */
  long nowNs();

  /**
   * Lets time run until {@code deadlineNs} and returns then: sleeps on the wall clock, steps the
   * simulation in lock-step. Returns at once if the deadline has passed.
   */
  void advanceTo(long deadlineNs);
}
