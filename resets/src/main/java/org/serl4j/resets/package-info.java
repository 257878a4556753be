/**
 * Brings the scene back, and verifies that it did.
 *
 * <p>{@link org.serl4j.resets.ScriptedReset} lifts the tool out with stiff gains, runs the {@link
 * org.serl4j.resets.ResetRoutine}s that a task lists, and brings the tool to a start pose, which
 * {@link org.serl4j.resets.StartRegion} draws at random; {@link org.serl4j.resets.HoldingPace} lets
 * time run without losing the arm's watchdog. Whatever fails comes back as a {@link
 * org.serl4j.resets.ResetOutcome} with its reason; every wait has a bound, and a reset may be
 * broken off at any moment. SI units; one thread. Uses the controller's ports only, so simulation
 * and hardware run the same code. Frames: O base, E end effector, D desired, T target, S start, P
 * the held part.
 */
@NullMarked
package org.serl4j.resets;

import org.jspecify.annotations.NullMarked;
