package org.serl4j.console.session;

import java.util.function.BooleanSupplier;
import org.serl4j.agent.Environment;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Step;

/**
 * A task whose success is what a person says who watches it, by a key that is held. The key is read
 * when a step is over, and labels the observation after that step: the one that is seen then. What
 * the task itself takes for success is ignored.
 */
public final class OperatorLabels extends EnvironmentWrapper {
  private final BooleanSupplier key;

  /**
   * @param task goes on at its goal; closed with this
   * @param key whether the key is held now
   */
  public OperatorLabels(Environment task, BooleanSupplier key) {
    super(task);
    this.key = key;
  }

  @Override
  public Step step(float[] action) {
    Step step = inner.step(action);
    boolean success = key.getAsBoolean();
    return new Step(
        step.observation(),
        step.action(),
        success ? 1 : 0,
        false,
        step.done(),
        success,
        step.gripperPenalty(),
        step.note());
  }
}
