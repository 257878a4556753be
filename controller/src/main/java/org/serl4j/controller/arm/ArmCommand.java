package org.serl4j.controller.arm;

import org.serl4j.controller.geometry.RigidTransform;

/**
 * One pose that was sent to an arm.
 *
 * @param timeNs when, on the workcell's clock [ns]
 * @param X_OD desired pose of the end effector in the base frame
 */
public record ArmCommand(long timeNs, RigidTransform X_OD) {}
