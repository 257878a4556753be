package org.serl4j.agent.intervention;

import java.util.Optional;
import org.serl4j.agent.Observation;

/** Whoever may correct the policy. Called on the actor's thread, never blocks. */
public interface Operator {
  /** Nobody. */
  Operator NONE = (seen, policyAction) -> Optional.empty();

  /**
   * An episode begins.
   *
   * @param first what is seen
   * @param seed depends on the run's seed and the episode's number alone
   */
  default void begun(Observation first, long seed) {}

  /**
   * Asked once a step, before it.
   *
   * @param seen what the policy saw; not modified
   * @param policyAction what the policy wants to do, shape (actions), in [-1, 1]; not modified
   * @return what to do instead, same shape, frame and bounds; empty to leave the policy alone
   */
  Optional<float[]> correction(Observation seen, float[] policyAction);
}
