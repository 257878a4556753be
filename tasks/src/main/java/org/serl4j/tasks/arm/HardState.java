package org.serl4j.tasks.arm;

import org.serl4j.resets.JointReset;
import org.serl4j.resets.Regrasp;

/** States from which a reset is hard where a held part goes into a place on a fixture. */
public enum HardState implements HardStart {
  PLAYED("an episode at any moment", 4, ""),
  FAULTED("the arm stopped by a fault", 4, ""),
  PRESSED("the part pressed into its place", 4, ""),
  SLIPPED("the part slipped in the grasp", 16, Regrasp.NAME),
  LEFT("the part left in its place", 11, Regrasp.NAME),
  BENT("the elbow bent aside", 4, JointReset.NAME);

  private final String words;
  private final double resetSeconds;
  private final String calledRoutine;

  HardState(String words, double resetSeconds, String calledRoutine) {
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
