package org.serl4j.resets;

/**
 * How one routine of a reset ended.
 *
 * @param routine its name
 * @param done whether arm, gripper and part verifiably are where they should be
 * @param tries how many times it was tried, at least 1
 * @param seconds all tries together, on the workcell's clock [s]
 * @param message what is wrong and what helps, in one line; empty when done
 */
public record ResetOutcome(
    String routine, boolean done, int tries, double seconds, String message) {

  /** The failure in one line that names the routine. */
  public String line() {
    return "%s failed after %d %s: %s"
        .formatted(routine, tries, tries == 1 ? "try" : "tries", message);
  }
}
