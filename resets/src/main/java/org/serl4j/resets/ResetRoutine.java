package org.serl4j.resets;

/**
 * One named part of a reset. A task lists its routines as data; {@link ScriptedReset#run} tries
 * each a bounded number of times and tells how it went.
 *
 * <p>A routine keeps no state: what it finds on the bench decides what it does. So it may be broken
 * off at any moment, and begins anew from wherever that left the arm, the gripper and the part.
 */
public interface ResetRoutine {
  /** In small letters with hyphens, as people and command lines call it. */
  String name();

  /**
   * Whether a reset needs it: every one, unless the routine says otherwise.
   *
   * @param episode episodes begun so far; 0 at the first reset
   */
  default boolean due(int episode) {
    return true;
  }

  /** After this time no further try begins [s]. */
  double deadlineSeconds();

  /**
   * Tries once, and looks whether it succeeded. Every wait in it has a bound.
   *
   * @return what is wrong and what helps, in one line; empty when verifiably done
   */
  String attempt(ResetMoves moves, ResetSite site);
}
