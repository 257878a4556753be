package org.serl4j.agent.intervention;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;

/**
 * Hands control over to an operator and back without a jerk:
 *
 * <pre>
 *   a_t = pi_t + w_t (h_t - pi_t)         w_t = w_(t-1) +- 1/N, within [0, 1]
 * </pre>
 *
 * with the policy's action pi, the operator's h (the last one, while it fades out), the operator's
 * share w, and N steps for a whole hand-over. As a_t - a_(t-1) = (1 - w_t)(pi_t - pi_(t-1)) + w_t
 * (h_t - h_(t-1)) + (w_t - w_(t-1))(h_(t-1) - pi_(t-1)), the executed action moves in each element
 * by at most
 *
 * <pre>
 *   |a_t - a_(t-1)| <= max(|pi_t - pi_(t-1)|, |h_t - h_(t-1)|) + 2/N
 * </pre>
 *
 * so a hand-over adds at most 2/N to what policy and operator do themselves. A discrete gripper
 * command is not blended: it is the operator's while the operator holds on. Every episode begins
 * with the policy. A step counts as the operator's while the operator holds on; what fades out
 * afterwards is the policy's. Not thread-safe.
 */
public final class Intervention {
  /** 0.3 s at ten steps a second. */
  public static final int RAMP_STEPS = 3;

  private static final int MOST_RAMP_STEPS = 100;

  /**
   * What is done in a step.
   *
   * @param action shape (actions), in [-1, 1]
   * @param actedBy HUMAN while the operator holds on, else POLICY
   */
  @SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
  public record Chosen(float[] action, ActedBy actedBy) {}

  private final Operator operator;
  private final int continuousActions;
  private final int rampSteps;
  private int rampStep; // w = rampStep / rampSteps
  private float @Nullable [] held;

  /**
   * @param operator asked once a step
   * @param spaces of the task
   * @param rampSteps steps in which control goes over entirely, from 1 (at once) to 100
   */
  public Intervention(Operator operator, Spaces spaces, int rampSteps) {
    if (rampSteps < 1 || rampSteps > MOST_RAMP_STEPS) {
      throw new IllegalArgumentException(
          "hand-over: rampSteps = " + rampSteps + " steps, from 1 to " + MOST_RAMP_STEPS);
    }
    this.operator = operator;
    this.continuousActions = spaces.continuousActions();
    this.rampSteps = rampSteps;
  }

  /** Nobody ever corrects. */
  public static Intervention none(Spaces spaces) {
    return new Intervention(Operator.NONE, spaces, RAMP_STEPS);
  }

  /** An episode begins, see {@link Operator#begun}. */
  public void begin(Observation first, long seed) {
    rampStep = 0;
    held = null;
    operator.begun(first, seed);
  }

  /**
   * The action of the next step.
   *
   * @param policyAction not modified
   * @throws IllegalArgumentException if the correction has another shape or is not in [-1, 1]
   */
  public Chosen choose(Observation seen, float[] policyAction) {
    Optional<float[]> correction = operator.correction(seen, policyAction);
    if (correction.isPresent()) {
      require(correction.get(), policyAction.length);
      held = correction.get().clone();
      rampStep = Math.min(rampSteps, rampStep + 1);
    } else {
      rampStep = Math.max(0, rampStep - 1);
    }
    boolean engaged = correction.isPresent();
    return new Chosen(blend(policyAction, engaged), engaged ? ActedBy.HUMAN : ActedBy.POLICY);
  }

  /** Continuous elements are blended; a discrete gripper is whose turn it is. */
  private float[] blend(float[] policyAction, boolean engaged) {
    float[] human = held;
    if (human == null || rampStep == 0) {
      return policyAction;
    }
    float share = (float) rampStep / rampSteps;
    float[] action = policyAction.clone();
    for (int i = 0; i < continuousActions; i++) {
      // a = pi + w (h - pi), exactly h at w = 1
      action[i] = (1 - share) * policyAction[i] + share * human[i];
    }
    for (int i = continuousActions; i < action.length; i++) {
      action[i] = engaged ? human[i] : policyAction[i];
    }
    return action;
  }

  private static void require(float[] correction, int actions) {
    if (correction.length != actions) {
      throw new IllegalArgumentException(
          "a correction has " + correction.length + " elements, the policy's action " + actions);
    }
    for (float element : correction) {
      if (!(Math.abs(element) <= 1)) {
        throw new IllegalArgumentException("a correction's element = " + element + ", in [-1, 1]");
      }
    }
  }
}
