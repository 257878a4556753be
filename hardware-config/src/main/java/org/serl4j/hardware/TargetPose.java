package org.serl4j.hardware;

/**
 * Where the end effector stands in the base frame when the task on this bench is done, the part
 * seated, say. {@code ./serl4j doctor} prints it for an arm that was guided there by hand.
 *
 * @param position [m]
 * @param rotation of the end effector in the base frame
 */
public record TargetPose(Xyz position, Quaternion rotation) {}
