/**
 * What goes wrong around a policy, made on purpose: fixtures that are shoved, pushes on the hand,
 * cameras that are covered or over-exposed, a part that sits elsewhere in the grasp.
 *
 * <p>A {@link org.serl4j.tasks.perturbation.PerturbationKind} draws a {@link
 * org.serl4j.tasks.perturbation.Perturbation} from an episode's seed; {@link
 * org.serl4j.tasks.perturbation.PerturbedEnvironment} lets it happen. What touches the scene goes
 * through {@link org.serl4j.tasks.perturbation.Tampering}, which simulated tasks offer; what spoils
 * images happens to observations only, so it never touches the truth about success. SI units;
 * frames O, E and B as in docs/notation.md. One thread, the one that drives the environment.
 */
@NullMarked
package org.serl4j.tasks.perturbation;

import org.jspecify.annotations.NullMarked;
