package org.serl4j.rewards.classifier;

import org.serl4j.agent.Environment;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

/**
 * A task with a learned reward: 1 and the episode's end when what is seen after a step has looked
 * like success for as long as the classifier's rule asks, else 0. The task's own reward is ignored;
 * {@link Step#success()} stays the task's, so that a false reward is known as such where the task
 * knows the truth. Where it does not, the reward is all that is known of success.
 *
 * <p>The task should go on at its goal. If it ends by itself, the step is truncated.
 */
public final class ClassifiedEnvironment extends EnvironmentWrapper {
  private final SuccessJudge judge;
  private final boolean truthKnown;
  private final HoldRule hold;
  private double probability = Double.NaN;

  /**
   * @param task closed with this
   * @param judge closed with this
   */
  public ClassifiedEnvironment(Environment task, SuccessJudge judge) {
    this(task, judge, true);
  }

  /**
   * @param truthKnown whether the task tells its success; if not, the judge's word is taken for it
   */
  public ClassifiedEnvironment(Environment task, SuccessJudge judge, boolean truthKnown) {
    super(task);
    this.judge = judge;
    this.truthKnown = truthKnown;
    this.hold = new HoldRule(judge.classifier().rule().holdSteps());
  }

  /** What the classifier said of the newest observation; NaN before the first step. */
  public double probability() {
    return probability;
  }

  @Override
  public Observation reset(long seed) {
    hold.begin();
    return inner.reset(seed);
  }

  @Override
  public Step step(float[] action) {
    Step step = inner.step(action);
    float logit = judge.logit(step.observation());
    probability = ClassifierNetwork.sigmoid(logit);
    boolean held = hold.held(judge.looksLikeSuccess(step.observation(), logit));
    boolean cut = !held && step.done();
    boolean success = truthKnown ? step.success() : held;
    return new Step(
        step.observation(),
        step.action(),
        held ? 1 : 0,
        held,
        cut,
        success,
        step.gripperPenalty(),
        held && !success ? "the classifier says success, the task does not" : step.note());
  }

  @Override
  public void close() {
    try (inner) {
      judge.close();
    }
  }
}
