package org.serl4j.resets;

/**
 * How a reset's movement ended.
 *
 * @param done whether the arm verifiably stands where it should
 * @param tries how many times it was tried, at least 1
 * @param message what is wrong and what helps, in one line; empty when done
 */
public record ResetOutcome(boolean done, int tries, String message) {
  static ResetOutcome done(int tries) {
    return new ResetOutcome(true, tries, "");
  }

  static ResetOutcome failed(int tries, String message) {
    return new ResetOutcome(false, tries, message);
  }
}
