package org.serl4j.console.session;

import org.serl4j.agent.intervention.CorrectionCounter;

/**
 * How much help a run needed.
 *
 * @param count corrections
 * @param steps corrected env steps
 * @param meanSteps mean length of a correction [env steps]; 0 without any
 * @param shareOfLast20 share of corrected steps in the last 20 episodes
 */
public record Corrections(long count, long steps, double meanSteps, double shareOfLast20) {
  /** Of a run that nobody could correct. */
  static Corrections none() {
    return new Corrections(0, 0, 0, 0);
  }

  static Corrections of(CorrectionCounter counter) {
    return new Corrections(
        counter.corrections(),
        counter.correctedSteps(),
        orZero(counter.meanSteps()),
        orZero(counter.share()));
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
