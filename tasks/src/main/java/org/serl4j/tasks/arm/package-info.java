/**
 * What every task of an arm with wrist cameras is made of, whatever it calls a success: {@link
 * org.serl4j.tasks.arm.EndEffectorSpaces} the observation and action, {@link
 * org.serl4j.tasks.arm.StepCycle} the way of one step from an action to what is seen after it,
 * {@link org.serl4j.tasks.arm.ResetCycle} the way from one episode to the next, {@link
 * org.serl4j.tasks.arm.AimedHand} scripted hands that are told where to go.
 *
 * <p>Works over the controller's ports only and knows no task or reward. SI units. One thread
 * drives it. Frames: O base, E end effector, D desired, R pose of E at reset, B board, P held part.
 */
@NullMarked
package org.serl4j.tasks.arm;

import org.jspecify.annotations.NullMarked;
