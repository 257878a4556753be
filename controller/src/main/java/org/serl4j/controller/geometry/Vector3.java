package org.serl4j.controller.geometry;

/** Three numbers along the axes of a stated frame; the unit is stated by whoever holds it. */
public record Vector3(double x, double y, double z) {
  public static final Vector3 ZERO = new Vector3(0, 0, 0);

  public Vector3 plus(Vector3 b) {
    return new Vector3(x + b.x, y + b.y, z + b.z);
  }

  public Vector3 minus(Vector3 b) {
    return new Vector3(x - b.x, y - b.y, z - b.z);
  }

  public Vector3 times(double s) {
    return new Vector3(x * s, y * s, z * s);
  }

  public double dot(Vector3 b) {
    return x * b.x + y * b.y + z * b.z;
  }

  public Vector3 cross(Vector3 b) {
    return new Vector3(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x);
  }

  public double norm() {
    return Math.sqrt(dot(this));
  }
}
