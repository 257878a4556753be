/**
 * RLPD (Ball et al. 2023) with DrQ's shifts, as SERL uses them: an ensemble of critics with random
 * subsets, a tanh-Gaussian policy, a learned temperature, half of each batch from demonstrations.
 *
 * <p>{@link org.serl4j.agent.rlpd.RlpdAgent} is the learner's side, {@link
 * org.serl4j.agent.rlpd.Policy} the actor's own copy; {@link
 * org.serl4j.agent.rlpd.PolicyParameters} travel between them. Neither is thread-safe. Equations
 * and deviations from the paper stand in {@code docs/algorithms/rlpd.md}.
 */
@NullMarked
package org.serl4j.agent.rlpd;

import org.jspecify.annotations.NullMarked;
