package org.serl4j.resets;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * Where a reset works.
 *
 * @param X_OT pose of the end effector with the part in its place
 * @param room limits while resetting, along the base's axes
 * @param compliance the task's gains, for what must give way
 */
public record ResetSite(RigidTransform X_OT, Workspace room, Compliance compliance) {}
