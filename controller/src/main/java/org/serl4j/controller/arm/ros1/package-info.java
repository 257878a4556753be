/**
 * A Franka arm over ROS 1: franka_ros with SERL's impedance controller on the robot's side.
 *
 * <p>{@link org.serl4j.controller.arm.ros1.FrankaWorkcell} opens the node, the arm, its gripper and
 * the cell's cameras. {@link org.serl4j.controller.arm.ros1.FrankaArm} is the arm: states arrive on
 * threads of the node; one thread sends poses, which {@link
 * org.serl4j.controller.loop.ReferenceGovernor} keeps smooth; one thread makes the calls that wait
 * for somebody. They meet at the arm's lock, which is never held during a call. {@link
 * org.serl4j.controller.arm.ros1.FrankaReading} is the only place that knows what a FrankaState
 * means; wire types are {@code ros1.message}'s. SI units, times in ns of the workcell's clock.
 */
@NullMarked
package org.serl4j.controller.arm.ros1;

import org.jspecify.annotations.NullMarked;
