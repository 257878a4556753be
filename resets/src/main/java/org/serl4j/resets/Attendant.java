package org.serl4j.resets;

/** Who is asked when a reset cannot go on by itself: the last resort. */
@FunctionalInterface
public interface Attendant {
  /** Nobody is there. */
  Attendant NOBODY = reason -> false;

  /**
   * Waits until the scene was put right.
   *
   * @param reason what is wrong and what helps, in one line
   * @return whether to try again; false gives up
   */
  boolean help(String reason);
}
