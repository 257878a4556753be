package org.serl4j.agent.rlpd;

import org.serl4j.agent.replay.Batch;

/**
 * What SERL's code does otherwise than the paper or than we do, each to be switched on alone, so
 * that its effect can be measured. All off by default.
 *
 * @param sharedHead one last layer for all critics: the ensemble members differ in their hidden
 *     layers only
 * @param wholeTreeAdam every optimiser steps with every update, with a gradient of zero where the
 *     update is not its own: momentum goes on moving the parameters, and bias corrections and
 *     warm-up advance
 * @param stateFeaturesFromActor the state's layer learns from the policy's loss too, by an
 *     optimiser of its own; without effect where {@code proprio} is 0
 * @param timeOutsTerminal no bootstrap where an episode was cut
 * @param freshEntropy the temperature's loss draws the next actions anew, after the critics' step,
 *     instead of taking those of the critics' target
 * @param undiscountedEntropy with {@code backupEntropy} the target loses alpha log pi as a whole,
 *     not its discounted part, and also where the task ended
 */
public record Parity(
    boolean sharedHead,
    boolean wholeTreeAdam,
    boolean stateFeaturesFromActor,
    boolean timeOutsTerminal,
    boolean freshEntropy,
    boolean undiscountedEntropy) {
  /** What the value of the next observation is multiplied with beside the discount. */
  double mask(Batch batch, int row) {
    return timeOutsTerminal && batch.truncations()[row] ? 0 : batch.masks()[row];
  }

  /** All off. */
  public static Parity none() {
    return new Parity(false, false, false, false, false, false);
  }
}
