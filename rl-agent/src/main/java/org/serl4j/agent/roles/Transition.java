package org.serl4j.agent.roles;

import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.replay.Outcome;
import org.serl4j.agent.replay.ReplayBuffer;

/**
 * One step on its way from the actor to the learner. Transitions of an episode travel in order, so
 * each carries only what is new.
 *
 * @param first the episode's first observation, on its first step only
 * @param action the executed action; not modified
 * @param reward the step's reward
 * @param terminated the task ended here
 * @param truncated the episode was cut here
 * @param success the task's goal was reached
 * @param gripperPenalty see {@link org.serl4j.agent.Step#gripperPenalty}
 * @param actedBy who chose the action
 * @param next what was seen after the step
 */
@SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
public record Transition(
    @Nullable EncodedObservation first,
    float[] action,
    double reward,
    boolean terminated,
    boolean truncated,
    boolean success,
    double gripperPenalty,
    ActedBy actedBy,
    EncodedObservation next) {

  /** Stores it behind its predecessor. */
  public void appendTo(ReplayBuffer replay) {
    if (first != null) {
      replay.beginEpisode(first);
    }
    appendStepTo(replay);
  }

  /** Stores the step alone, where the episode or segment is open already. */
  void appendStepTo(ReplayBuffer replay) {
    Outcome outcome = new Outcome(reward, terminated, truncated, success, gripperPenalty);
    replay.append(action, outcome, actedBy, next);
  }
}
