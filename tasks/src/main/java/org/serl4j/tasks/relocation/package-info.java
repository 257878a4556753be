/**
 * Object relocation: a block is grasped in one bin and put into the other, there and back, so that
 * the success of one direction is the start of the other.
 *
 * <p>{@link org.serl4j.tasks.relocation.ObjectRelocation} is the task and its numbers, {@link
 * org.serl4j.tasks.relocation.Direction} which way, {@link
 * org.serl4j.tasks.relocation.RelocationEnvironment} the environment of one direction; two of them
 * may stand over one workcell. {@link org.serl4j.tasks.relocation.BlockState} is the truth about
 * the block, {@link org.serl4j.tasks.relocation.RelocationExpert} the scripted demonstrations. One
 * thread drives them. Frames: O base, E end effector, T the middle of the wall at the grasp's
 * height, P the block (origin in its middle, z up), S start.
 */
@NullMarked
package org.serl4j.tasks.relocation;

import org.jspecify.annotations.NullMarked;
