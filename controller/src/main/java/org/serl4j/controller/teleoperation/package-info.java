/**
 * What a person pushes with: keyboard, gamepad, SpaceMouse.
 *
 * <p>{@link org.serl4j.controller.teleoperation.TeleoperationDevice} is the port. A device gives
 * the newest {@link org.serl4j.controller.teleoperation.OperatorInput}: a {@link
 * org.serl4j.controller.teleoperation.Motion} without unit along the axes of the person's frame H
 * (x forward, y left, z up), the gripper's command, and whether the person holds on. {@link
 * org.serl4j.controller.teleoperation.OperatorFrame} turns motions between H and the end effector's
 * frame E. Keyboard and gamepad live on the window's thread, the SpaceMouse on a thread of its own;
 * asking never blocks. Depends on the geometry package, and on GLFW for the gamepad and the keys.
 */
@NullMarked
package org.serl4j.controller.teleoperation;

import org.jspecify.annotations.NullMarked;
