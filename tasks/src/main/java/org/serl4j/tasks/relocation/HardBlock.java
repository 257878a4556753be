package org.serl4j.tasks.relocation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.resets.Fetch;

/** States of object relocation from which a reset is hard. */
enum HardBlock {
  PLAYED("an episode at any moment", 3, ""),
  FAULTED("the arm stopped by a fault", 3, ""),
  HELD("the block held in the air", 3, ""),
  DELIVERED("the block in the other bin", 14, Fetch.NAME),
  AT_THE_WALL("the block against the wall of the other bin", 14, Fetch.NAME),
  AT_THE_RIM("the block in a corner of the other bin", 14, Fetch.NAME),
  ON_ITS_SIDE("the block on its side in the other bin", 14, Fetch.NAME);

  /** In a few words. */
  final String words;

  /** A reset from here takes longer than this [s]. */
  final double resetSeconds;

  /** The routine that this state calls for; empty if letting go and starting are enough. */
  final String calledRoutine;

  HardBlock(String words, double resetSeconds, String calledRoutine) {
    this.words = words;
    this.resetSeconds = resetSeconds;
    this.calledRoutine = calledRoutine;
  }

  /**
   * The states that call for a routine; all of them for one that every reset runs.
   *
   * @param routine null for any
   */
  static List<HardBlock> callingFor(@Nullable String routine) {
    List<HardBlock> calling =
        Arrays.stream(values()).filter(s -> s.calledRoutine.equals(routine)).toList();
    return calling.isEmpty() ? List.of(values()) : calling;
  }
}
