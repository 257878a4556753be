package org.serl4j.tasks.arm;

import java.util.random.RandomGenerator;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.InterruptibleWorkcell;
import org.serl4j.resets.MotionInterruptedException;

/**
 * Breaks resets off at random moments, in virtual time.
 *
 * @param simulated what {@code workcell} stands before
 * @param workcell what the resets drive
 */
public record BrokenOffReset(SimulatedWorkcell simulated, InterruptibleWorkcell workcell) {
  /** Longer than the arm's watchdog [s]. */
  private static final double UNCOMMANDED_SECONDS = 1.5;

  /**
   * Begins a reset that ends at a random moment by an interruption; sometimes the arm's watchdog
   * then stops the arm.
   *
   * @param withinSeconds the latest moment
   * @return whether it was broken off; false if it was over, or had failed, before
   */
  public boolean begin(Runnable reset, double withinSeconds, RandomGenerator random) {
    long afterNs = (long) (1e9 * random.nextDouble(withinSeconds));
    workcell.interruptAt(workcell.pace().nowNs() + afterNs);
    try {
      reset.run();
    } catch (ResetFailedException e) {
      // the reset that is tried comes behind this one and is judged
    } catch (MotionInterruptedException e) {
      if (random.nextBoolean()) {
        abandon();
      }
      return true;
    }
    workcell.cancelInterruption();
    return false;
  }

  /** Nobody commands the arm until its watchdog has stopped it by a fault. */
  public void abandon() {
    pass(UNCOMMANDED_SECONDS);
  }

  /** Time passes and nobody commands the arm. */
  public void pass(double seconds) {
    // past an interruption that waits for the next motion
    simulated.pace().advanceTo(simulated.pace().nowNs() + (long) (1e9 * seconds));
  }
}
