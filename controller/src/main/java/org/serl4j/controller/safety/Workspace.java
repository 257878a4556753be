package org.serl4j.controller.safety;

import java.util.List;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.hardware.SafetyConfig;
import org.serl4j.hardware.Xyz;

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
   * The cell's own limits: W stands at the base's origin, turned as the safety envelope's
   * orientation reference.
   *
   * @throws IllegalArgumentException if that orientation is not made of quarter turns, so that the
   *     cell's boxes, which lie along the base's axes, do not lie along W's
   */
  public static Workspace of(SafetyConfig safety) {
    SafetyConfig.RotationLimits rotation = safety.rotation();
    Rotation R_OW =
        new Rotation(
            rotation.reference().w(),
            rotation.reference().x(),
            rotation.reference().y(),
            rotation.reference().z());
    Box box = turned(R_OW, safety.box());
    return new Workspace(
        new RigidTransform(R_OW, Vector3.ZERO),
        box.low(),
        box.high(),
        vector(rotation.low()),
        vector(rotation.high()),
        safety.keepOut().stream().map(keepOut -> turned(R_OW, keepOut)).toList());
  }

  /** The same limits about another reference frame. */
  public Workspace about(RigidTransform X_OW) {
    return new Workspace(X_OW, low, high, rotationLow, rotationHigh, keepOut);
  }

  private static Vector3 vector(Xyz v) {
    return new Vector3(v.x(), v.y(), v.z());
  }

  /** The same box along W's axes. */
  private static Box turned(Rotation R_OW, SafetyConfig.Box box) {
    Vector3 a = R_OW.inverse().times(vector(box.low()));
    Vector3 b = R_OW.inverse().times(vector(box.high()));
    Vector3 x = R_OW.times(new Vector3(1, 0, 0));
    Vector3 y = R_OW.times(new Vector3(0, 1, 0));
    if (!alongAnAxis(x) || !alongAnAxis(y)) {
      throw new IllegalArgumentException(
          "safety.rotation.reference is not made of quarter turns: the safety boxes lie along the base's axes");
    }
    return new Box(
        new Vector3(Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.min(a.z(), b.z())),
        new Vector3(Math.max(a.x(), b.x()), Math.max(a.y(), b.y()), Math.max(a.z(), b.z())));
  }

  private static boolean alongAnAxis(Vector3 unit) {
    double largest = Math.max(Math.abs(unit.x()), Math.max(Math.abs(unit.y()), Math.abs(unit.z())));
    return largest > 1 - 1e-9;
  }

  /**
   * An axis-aligned box in W.
   *
   * @param low lower corner [m]
   * @param high upper corner [m]
   */
  public record Box(Vector3 low, Vector3 high) {}
}
