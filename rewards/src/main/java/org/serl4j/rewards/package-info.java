/**
 * Says "success".
 *
 * <p>{@link org.serl4j.rewards.PoseThreshold} compares a measured pose with a target pose: one
 * number per axis, so metres and radians never meet. Success and reward are separate facts: the
 * threshold tells success, and the reward is computed from it, never the other way round. Values
 * only, any thread. Success that is seen in images is in {@link org.serl4j.rewards.classifier}.
 * Depends on nothing but rl-agent.
 */
@NullMarked
package org.serl4j.rewards;

import org.jspecify.annotations.NullMarked;
