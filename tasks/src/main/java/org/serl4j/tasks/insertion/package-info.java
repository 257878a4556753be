/**
 * Insertions: a part, held by friction in the gripper, goes into a hole of a board, by sight and
 * touch.
 *
 * <p>An {@link org.serl4j.tasks.insertion.Insertion} is all that one such task differs in from
 * another; {@link org.serl4j.tasks.insertion.InsertionEnvironment} is the environment over it,
 * {@link org.serl4j.tasks.insertion.InsertionBench} the privileged hand in simulation, {@link
 * org.serl4j.tasks.insertion.InsertionExpert} the scripted demonstrations. One thread drives an
 * environment. Frames: O base, E end effector, T target (E with the part inserted), B board (at the
 * hole's mouth, z out of it), P part (origin at its tip, z to its top), S start, R pose at reset.
 */
@NullMarked
package org.serl4j.tasks.insertion;

import org.jspecify.annotations.NullMarked;
