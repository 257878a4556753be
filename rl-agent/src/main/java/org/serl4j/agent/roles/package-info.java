/**
 * The two roles of learning and the ways they meet.
 *
 * <p>An {@link org.serl4j.agent.roles.Actor} drives the environment, a {@link
 * org.serl4j.agent.roles.Learner} makes parameters better. {@link org.serl4j.agent.roles.LockStep}
 * runs both side by side with a barrier after every environment step, bit-reproducible for a seed;
 * {@link org.serl4j.agent.roles.FreeRun} lets the learner run as fast as it can and joins them by
 * an {@link org.serl4j.agent.roles.Exchange}. In both, the actor works on the caller's thread and
 * the learner on a thread named {@code learner}. Every wait has a deadline and says what it waits
 * for; what ends one role ends the other, with its cause. Depends on nothing else of ours.
 */
@NullMarked
package org.serl4j.agent.roles;

import org.jspecify.annotations.NullMarked;
