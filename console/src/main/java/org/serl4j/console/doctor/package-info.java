/**
 * The check of a cell before anything moves: what the arm, the gripper, the cameras and the
 * person's devices say of themselves, held against the cell's file.
 *
 * <p>{@link org.serl4j.console.doctor.Examination} looks for a few seconds and commands nothing;
 * {@link org.serl4j.console.doctor.Square} moves, and only when it is asked to.
 */
@NullMarked
package org.serl4j.console.doctor;

import org.jspecify.annotations.NullMarked;
