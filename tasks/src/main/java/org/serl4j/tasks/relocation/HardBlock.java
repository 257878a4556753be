package org.serl4j.tasks.relocation;

import org.serl4j.resets.Fetch;
import org.serl4j.tasks.arm.HardStart;

/** States of object relocation from which a reset is hard. */
enum HardBlock implements HardStart {
  PLAYED("an episode at any moment", 3, ""),
  FAULTED("the arm stopped by a fault", 3, ""),
  HELD("the block held in the air", 3, ""),
  DELIVERED("the block in the other bin", 14, Fetch.NAME),
  AT_THE_WALL("the block against the wall of the other bin", 14, Fetch.NAME),
  AT_THE_RIM("the block in a corner of the other bin", 14, Fetch.NAME),
  ON_ITS_SIDE("the block on its side in the other bin", 14, Fetch.NAME);

  private final String words;
  private final double resetSeconds;
  private final String calledRoutine;

  HardBlock(String words, double resetSeconds, String calledRoutine) {
    this.words = words;
    this.resetSeconds = resetSeconds;
    this.calledRoutine = calledRoutine;
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public double resetSeconds() {
    return resetSeconds;
  }

  @Override
  public String calledRoutine() {
    return calledRoutine;
  }
}
