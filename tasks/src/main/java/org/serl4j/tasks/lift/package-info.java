/**
 * SERL's simulated task: lift a cube from the floor.
 *
 * <p>{@link org.serl4j.tasks.lift.CubeLift} says what the task is, {@link
 * org.serl4j.tasks.lift.CubeLiftEnvironment} runs it, {@link org.serl4j.tasks.lift.CubeLiftExpert}
 * solves it by a script. Simulation only and in virtual time: the arm follows the operational-space
 * law, not the control loop that drives hardware. SI units.
 */
@NullMarked
package org.serl4j.tasks.lift;

import org.jspecify.annotations.NullMarked;
