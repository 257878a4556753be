/**
 * ROS 1 messages as bytes: definitions, their md5 sums, and the types that an arm, its gripper and
 * its cameras speak.
 *
 * <p>A {@link org.serl4j.controller.ros1.message.MessageType} binds a Java type to one or more
 * {@link org.serl4j.controller.ros1.message.Definition}s. The wire is little-endian and packed:
 * strings and arrays without a fixed length carry a uint32 length, a time is two uint32 (seconds,
 * nanoseconds). Most messages are records. Those of the hot path ({@code PoseStamped}, {@code
 * FrankaState}, {@code ZeroJacobian}, {@code Image}) are overwritten by the next one of the same
 * link, so that reading them allocates nothing: take what you need inside the listener. Units are
 * SI; quaternions are xyzw, as in ROS. Depends on nothing of ours but vectors.
 */
@NullMarked
package org.serl4j.controller.ros1.message;

import org.jspecify.annotations.NullMarked;
