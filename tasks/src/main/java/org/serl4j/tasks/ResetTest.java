package org.serl4j.tasks;

import java.util.List;
import java.util.random.RandomGenerator;
import org.serl4j.controller.Workcell;
import org.serl4j.resets.ResetOutcome;

/**
 * Resets of a task from hard states, one after the other: each begins with what the one before it
 * left on the bench, and no hand helps in between. The simulator's truth judges them.
 *
 * @param routines names of the routines that a reset of this task may run, in their order
 * @param trials runs them
 * @param workcell is closed with the test
 */
public record ResetTest(List<String> routines, Trials trials, Workcell workcell)
    implements AutoCloseable {
  public ResetTest {
    routines = List.copyOf(routines);
  }

  /**
   * One reset.
   *
   * @param state from which it began, in a few words
   * @param routines how each routine of it went, up to the first that failed
   * @param problem what was wrong in the end, in one line; empty if arm, gripper and part are where
   *     they should be
   * @param positionError of the end effector from its start pose [m]
   * @param rotationError likewise [rad]
   * @param slip of the part from the grasp that the task wants [m]; NaN where it starts with open
   *     fingers
   */
  public record Trial(
      String state,
      List<ResetOutcome> routines,
      String problem,
      double positionError,
      double rotationError,
      double slip) {
    public Trial {
      routines = List.copyOf(routines);
    }

    public boolean done() {
      return problem.isEmpty();
    }
  }

  /** Runs trials. */
  @FunctionalInterface
  public interface Trials {
    /**
     * Brings the scene into a hard state and resets it. After a failure a hand puts the scene
     * right, so that the next one can begin.
     *
     * @param number of the trial: hard states take turns
     */
    Trial run(int number, RandomGenerator random);
  }

  @Override
  public void close() {
    workcell.close();
  }
}
