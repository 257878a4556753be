/**
 * A person, or a script in a person's place, corrects the policy while it acts.
 *
 * <p>{@link org.serl4j.agent.intervention.Operator} is the port, asked once a step; {@link
 * org.serl4j.agent.intervention.Intervention} blends its corrections with the policy's actions over
 * a few steps, so that taking over and letting go never jerk the arm; {@link
 * org.serl4j.agent.intervention.ScriptedOperator} stands in for a person in tests and practice;
 * {@link org.serl4j.agent.intervention.CorrectionCounter} measures how much help was needed.
 * Actions are without unit, in [-1, 1], in the policy's own frame. All on the actor's thread.
 */
@NullMarked
package org.serl4j.agent.intervention;

import org.jspecify.annotations.NullMarked;
