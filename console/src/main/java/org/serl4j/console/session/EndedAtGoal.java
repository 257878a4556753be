package org.serl4j.console.session;

import org.serl4j.agent.Environment;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Step;

/**
 * A task that goes on at its goal, ended there after all, by its own truth: where somebody watches,
 * as in demonstrations and evaluations, and nothing is learned from the end.
 */
final class EndedAtGoal extends EnvironmentWrapper {
  EndedAtGoal(Environment task) {
    super(task);
  }

  @Override
  public Step step(float[] action) {
    Step step = inner.step(action);
    return new Step(
        step.observation(),
        step.action(),
        step.reward(),
        step.terminated() || step.success(),
        step.truncated() && !step.success(),
        step.success(),
        step.gripperPenalty(),
        step.success() ? "" : step.note());
  }
}
