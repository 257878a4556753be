package org.serl4j.controller.gripper;

/**
 * The answer of a {@link GripperRule} to an action.
 *
 * @param sent what goes to the gripper; {@code STAY} for nothing
 * @param penalty what the step costs the gripper's critic, at most 0
 */
public record GripperCommand(GripperAction sent, double penalty) {}
