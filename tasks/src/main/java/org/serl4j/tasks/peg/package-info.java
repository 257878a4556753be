/**
 * Peg insertion: a square peg, held by friction in the gripper, goes into a square hole with half a
 * millimetre to spare on each side.
 *
 * <p>{@link org.serl4j.tasks.peg.PegInsertion} is the environment, {@link
 * org.serl4j.tasks.peg.PegGeometry} the sizes and frames, {@link org.serl4j.tasks.peg.PegBench} the
 * privileged hand in simulation, {@link org.serl4j.tasks.peg.PegExpert} the scripted
 * demonstrations. Frames: O base, E end effector, T target (E with the peg inserted), B board (z
 * out of the hole), P peg (origin at its tip, z to its top), S start, R pose at reset.
 */
@NullMarked
package org.serl4j.tasks.peg;

import org.jspecify.annotations.NullMarked;
