package org.serl4j.agent.replay;

import org.serl4j.agent.Step;

/**
 * What a step led to, beside the next observation; each fact is explained at {@link Step}.
 *
 * @param reward the step's reward
 * @param terminated the task ended here
 * @param truncated the episode was cut here
 * @param success the task's goal was reached
 * @param gripperPenalty what the gripper's critic pays
 */
public record Outcome(
    double reward, boolean terminated, boolean truncated, boolean success, double gripperPenalty) {
  /** The facts of an environment's step. */
  public static Outcome of(Step step) {
    return new Outcome(
        step.reward(), step.terminated(), step.truncated(), step.success(), step.gripperPenalty());
  }

  /** Whether the episode is over. */
  public boolean done() {
    return terminated || truncated;
  }
}
