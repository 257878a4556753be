/**
 * The 1 kHz loop: measure, check, compute, limit, check, command, record.
 *
 * <p>{@link org.serl4j.controller.loop.ControlLoop#step} is one millisecond of it and allocates
 * nothing; {@link org.serl4j.controller.loop.LoopArm} is the {@code Arm} that the 10 Hz side holds,
 * and {@link org.serl4j.controller.loop.LoopRunner} the thread that gives it the wall clock. In
 * lock-step whoever owns the virtual clock calls {@code step} itself. The two sides meet only at
 * {@link org.serl4j.controller.loop.SetpointExchange} and {@link
 * org.serl4j.controller.loop.StateExchange}. A {@link org.serl4j.controller.loop.TorquePlant} is
 * the arm behind the loop. SI units, times in ns of the plant's clock.
 */
@NullMarked
package org.serl4j.controller.loop;

import org.jspecify.annotations.NullMarked;
