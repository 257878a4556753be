/**
 * The gripper port, and the way from a policy's discrete action to it.
 *
 * <p>{@link org.serl4j.controller.gripper.Gripper} accepts commands and measures; it never blocks a
 * step. {@link org.serl4j.controller.gripper.GripperControl} turns an action element of a step into
 * a command by a {@link org.serl4j.controller.gripper.GripperRule}, which also says what the step
 * costs. Widths in metres, times on the workcell's clock in nanoseconds.
 */
@NullMarked
package org.serl4j.controller.gripper;

import org.jspecify.annotations.NullMarked;
