package org.serl4j.tasks.arm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.resets.JointReset;
import org.serl4j.resets.Regrasp;

/** States from which a reset is hard where a held part goes into a place on a fixture. */
public enum HardState {
  PLAYED("an episode at any moment", 4, ""),
  FAULTED("the arm stopped by a fault", 4, ""),
  PRESSED("the part pressed into its place", 4, ""),
  SLIPPED("the part slipped in the grasp", 16, Regrasp.NAME),
  LEFT("the part left in its place", 11, Regrasp.NAME),
  BENT("the elbow bent aside", 4, JointReset.NAME);

  /** In a few words. */
  final String words;

  /** A reset from here takes longer than this [s]. */
  final double resetSeconds;

  /** The routine that this state calls for; empty if lifting and starting are enough. */
  final String calledRoutine;

  HardState(String words, double resetSeconds, String calledRoutine) {
    this.words = words;
    this.resetSeconds = resetSeconds;
    this.calledRoutine = calledRoutine;
  }

  /**
   * The states that call for a routine; all of them for one that every reset runs.
   *
   * @param routine null for any
   */
  static List<HardState> callingFor(@Nullable String routine) {
    List<HardState> calling =
        Arrays.stream(values()).filter(s -> s.calledRoutine.equals(routine)).toList();
    return calling.isEmpty() ? List.of(values()) : calling;
  }
}
