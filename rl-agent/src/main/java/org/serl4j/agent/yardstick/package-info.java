/**
 * Small environments that measure the learner from outside: tasks whose difficulty is known from
 * elsewhere, or that isolate one question. No robot, no wall clock; everything random comes from
 * the episode's seed. {@link org.serl4j.agent.yardstick.Pendulum} asks whether SAC from state works
 * at all, {@link org.serl4j.agent.yardstick.DiscToCentre} whether a policy reads its image.
 */
@NullMarked
package org.serl4j.agent.yardstick;

import org.jspecify.annotations.NullMarked;
