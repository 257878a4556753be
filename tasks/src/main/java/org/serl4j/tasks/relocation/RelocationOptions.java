package org.serl4j.tasks.relocation;

/**
 * What can be chosen about object relocation.
 *
 * @param maxSteps steps after which an episode is truncated
 * @param endsAtGoal whether reward 1 ends the episode
 */
public record RelocationOptions(int maxSteps, boolean endsAtGoal) {
  private static final int MAX_STEPS = 100;

  public RelocationOptions {
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps = " + maxSteps + " must be at least 1");
    }
  }

  /** SERL's task. */
  public static RelocationOptions defaults() {
    return new RelocationOptions(MAX_STEPS, true);
  }

  /** The same with another episode length. */
  public RelocationOptions withMaxSteps(int steps) {
    return new RelocationOptions(steps, endsAtGoal);
  }

  /** The same with episodes that go on when the goal is reached. */
  public RelocationOptions goingOn() {
    return new RelocationOptions(maxSteps, false);
  }
}
