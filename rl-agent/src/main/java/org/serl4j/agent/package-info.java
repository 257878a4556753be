/**
 * Everything that learns. Knows no robot.
 *
 * <p>An {@link org.serl4j.agent.Environment} gives observations (a flat state and camera images)
 * and takes actions in [-1, 1]. An actor turns observations into actions, a learner turns stored
 * transitions into better parameters, and the two meet only at the exchange. Depends on nothing
 * else of ours.
 */
@NullMarked
package org.serl4j.agent;

import org.jspecify.annotations.NullMarked;
