package org.serl4j.controller.arm;

import java.util.List;

/**
 * Why the arm stopped, with what led to it.
 *
 * @param kind which check stopped the arm
 * @param message value, unit, bound and remedy, in one line
 * @param timeNs when, on the workcell's clock [ns]
 * @param lastStates the states before the fault, oldest first
 * @param lastCommands the poses sent before the fault, oldest first; none where nobody keeps them
 */
public record ArmFault(
    Kind kind,
    String message,
    long timeNs,
    List<ArmState> lastStates,
    List<ArmCommand> lastCommands) {
  public ArmFault {
    lastStates = List.copyOf(lastStates);
    lastCommands = List.copyOf(lastCommands);
  }

  /** A fault of an arm that keeps no commands. */
  public ArmFault(Kind kind, String message, long timeNs, List<ArmState> lastStates) {
    this(kind, message, timeNs, lastStates, List.of());
  }

  /** The closed set of reasons. */
  public enum Kind {
    CONTACT_FORCE,
    JOINT_LIMIT,
    SPEED_LIMIT,
    NOT_FINITE,
    STALE_COMMAND,
    COMMUNICATION,
    /** The arm stopped by itself: its collision reflex, its own limits. */
    REFLEX,
    /** Somebody stopped or guides the arm, or no controller moves it. */
    NOT_READY,
    /** The joints did not come to where a reset sends them. */
    JOINT_RESET,
    /** A camera shows nothing new: the arm waits, and goes on when it does. */
    CAMERA
  }
}
