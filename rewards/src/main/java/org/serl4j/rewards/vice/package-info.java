/**
 * A reward that is learned while the policy is: VICE (Fu et al. 2018).
 *
 * <p>{@link org.serl4j.rewards.vice.Vice} learns to tell {@link org.serl4j.rewards.vice.GoalImages}
 * from the observations in the policy's replay, on the features that replay stores, and says the
 * reward of a transition when it is sampled. It is a {@link org.serl4j.agent.roles.RewardModel}:
 * the learner's thread owns it. Equations, deviations and results: {@code docs/algorithms/vice.md}.
 * Depends on nothing but rl-agent and the classifier's exception.
 */
@NullMarked
package org.serl4j.rewards.vice;

import org.jspecify.annotations.NullMarked;
