/**
 * Behaviour cloning: the policy of {@code rlpd} learned from demonstrations alone, as a baseline
 * and as a beginning.
 *
 * <p>{@link org.serl4j.agent.bc.BehaviourCloning} trains encoder, policy and, with a gripper, the
 * gripper's choice; its {@link org.serl4j.agent.rlpd.PolicyParameters} act in the same {@link
 * org.serl4j.agent.rlpd.Policy}. Not thread-safe. Equations and deviations stand in {@code
 * docs/algorithms/bc.md}. Depends on {@code rlpd}, {@code network} and {@code replay}.
 */
@NullMarked
package org.serl4j.agent.bc;

import org.jspecify.annotations.NullMarked;
