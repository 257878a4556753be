/**
 * What every task of an arm with wrist cameras is made of, whatever it calls a success: {@link
 * org.serl4j.tasks.arm.EndEffectorSpaces} the observation and action, {@link
 * org.serl4j.tasks.arm.StepCycle} the way of one step from an action to what is seen after it.
 *
 * <p>Works over the controller's ports only and knows no task, reward or reset. SI units. One
 * thread drives it. Frames: O base, E end effector, D desired, R pose of E at reset.
 */
@NullMarked
package org.serl4j.tasks.arm;

import org.jspecify.annotations.NullMarked;
