package org.serl4j.controller.teleoperation;

import org.serl4j.controller.geometry.Vector3;

/**
 * How hard a person pushes and turns, without unit, along the axes of a stated frame. What 1 means
 * in metres and radians is the task's.
 *
 * @param translation push
 * @param rotation turn about the axes, right-handed
 */
public record Motion(Vector3 translation, Vector3 rotation) {
  public static final Motion NONE = new Motion(Vector3.ZERO, Vector3.ZERO);

  public Motion {
    requireFinite("translation", translation);
    requireFinite("rotation", rotation);
  }

  private static void requireFinite(String name, Vector3 v) {
    if (!Double.isFinite(v.x()) || !Double.isFinite(v.y()) || !Double.isFinite(v.z())) {
      throw new IllegalArgumentException("motion: " + name + " = " + v + ", not finite");
    }
  }

  /** Euclidean norm of all six numbers. */
  public double norm() {
    return Math.sqrt(translation.dot(translation) + rotation.dot(rotation));
  }

  /**
   * The same directions with every number in [-1, 1]: each of the two vectors is shortened as a
   * whole, because clipping its numbers one by one would turn it.
   */
  public Motion limited() {
    return new Motion(limited(translation), limited(rotation));
  }

  private static Vector3 limited(Vector3 v) {
    double largest = Math.max(Math.abs(v.x()), Math.max(Math.abs(v.y()), Math.abs(v.z())));
    return largest <= 1 ? v : v.times(1 / largest);
  }
}
