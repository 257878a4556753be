/**
 * Peg insertion: a square peg, held by friction in the gripper, goes into a square hole with half a
 * millimetre to spare on each side.
 *
 * <p>{@link org.serl4j.tasks.peg.PegInsertion} says all about the task, {@link
 * org.serl4j.tasks.peg.PegSight} tests what can be seen of it.
 */
@NullMarked
package org.serl4j.tasks.peg;

import org.jspecify.annotations.NullMarked;
