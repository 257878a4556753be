package org.serl4j.controller.arm;

import java.util.List;

/**
 * Why the arm stopped, with what led to it.
 *
 * @param kind which check stopped the arm
 * @param message value, unit, bound and remedy, in one line
 * @param timeNs when, on the workcell's clock [ns]
 * @param lastStates the states before the fault, oldest first
 */
public record ArmFault(Kind kind, String message, long timeNs, List<ArmState> lastStates) {
  public ArmFault {
    lastStates = List.copyOf(lastStates);
  }

  /** The closed set of reasons. */
  public enum Kind {
    CONTACT_FORCE,
    JOINT_LIMIT,
    SPEED_LIMIT,
    NOT_FINITE,
    STALE_COMMAND,
    COMMUNICATION
  }
}
