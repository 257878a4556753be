package org.serl4j.resets;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * Where a reset works.
 *
 * @param X_OT pose of the end effector with the part in its place
 * @param room limits while resetting, along the base's axes
 * @param compliance the task's gains, for what must give way
 */
public record ResetSite(RigidTransform X_OT, Workspace room, Compliance compliance) {
  /** A fixture that leans less opens upwards: its target is not known any better [rad]. */
  private static final double LEANING = Math.toRadians(1);

  /** The way out of the fixture there, a unit vector in the base frame: against z of T. */
  public static Vector3 out(RigidTransform X_OT) {
    Vector3 out = X_OT.R().times(new Vector3(0, 0, -1));
    return out.z() > Math.cos(LEANING) ? ResetMoves.UP : out;
  }

  /** The way out of this fixture. */
  Vector3 out() {
    return out(X_OT);
  }
}
