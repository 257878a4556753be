/**
 * The Cartesian impedance law that turns a pose error into joint torques, 1000 times a second.
 *
 * <p>{@link org.serl4j.controller.impedance.ImpedanceLaw} is what the control loop runs: a pure
 * function of measurement, setpoint and its own preallocated state. {@link
 * org.serl4j.controller.impedance.OperationalSpaceLaw} is the other law, for simulation: it knows
 * the arm's inertia and asks for accelerations. No clock, no I/O, no allocation; not thread-safe,
 * owned by the control loop. SI units. Depends on dynamics and hardware-config.
 */
@NullMarked
package org.serl4j.controller.impedance;

import org.jspecify.annotations.NullMarked;
