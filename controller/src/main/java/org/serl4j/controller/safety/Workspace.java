package org.serl4j.controller.safety;

import java.util.List;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;

/**
 * Where the end effector may be sent: a box around a reference frame W, limits on the rotation away
 * from it, and boxes inside that are forbidden.
 *
 * @param X_OW reference pose in the base frame: box axes and rotation limits refer to it
 * @param low lower corner of the position box, along W's axes [m]
 * @param high upper corner of the position box, along W's axes [m]
 * @param rotationLow lower bounds of the rotation vector {@code log(R_WE)} [rad]
 * @param rotationHigh upper bounds of the rotation vector {@code log(R_WE)} [rad]
 * @param keepOut boxes that the end effector may not enter, along W's axes
 */
public record Workspace(
    RigidTransform X_OW,
    Vector3 low,
    Vector3 high,
    Vector3 rotationLow,
    Vector3 rotationHigh,
    List<Box> keepOut) {
  public Workspace {
    keepOut = List.copyOf(keepOut);
  }

  /**
   * An axis-aligned box in W.
   *
   * @param low lower corner [m]
   * @param high upper corner [m]
   */
  public record Box(Vector3 low, Vector3 high) {}
}
