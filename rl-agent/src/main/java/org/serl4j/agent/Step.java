package org.serl4j.agent;

/**
 * The outcome of one environment step. These facts are apart on purpose: a time limit is not a
 * terminal state, and a success is not a number.
 *
 * @param observation what is seen after the step
 * @param action the action that was executed, in [-1, 1] and in the frame of the policy: the given
 *     action, or the human's where a human took over; not modified
 * @param reward the task's reward for this step
 * @param terminated the task ended here: do not bootstrap
 * @param truncated the episode was cut here by time or by a fault: bootstrap
 * @param success the task's goal was reached
 * @param gripperPenalty what the gripper's own critic pays for this step, at most 0: a small cost
 *     when the action made the gripper move; apart from the reward so that it never hides a success
 * @param note why the episode was cut, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
public record Step(
    Observation observation,
    float[] action,
    double reward,
    boolean terminated,
    boolean truncated,
    boolean success,
    double gripperPenalty,
    String note) {

  /** Whether the episode is over. */
  public boolean done() {
    return terminated || truncated;
  }
}
