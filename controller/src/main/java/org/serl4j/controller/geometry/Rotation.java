package org.serl4j.controller.geometry;

/**
 * Orientation {@code R_AB} of frame B in frame A, as a unit quaternion with the scalar first.
 *
 * @param w scalar part
 * @param x first vector part
 * @param y second vector part
 * @param z third vector part
 */
public record Rotation(double w, double x, double y, double z) {
  public static final Rotation IDENTITY = new Rotation(1, 0, 0, 0);

  /** Normalises; a quaternion of norm 0 or a non-finite one throws. */
  public Rotation {
    double norm = Math.sqrt(w * w + x * x + y * y + z * z);
    if (!(norm > 1e-12) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException(
          "not a rotation: quaternion wxyz " + w + " " + x + " " + y + " " + z);
    }
    w /= norm;
    x /= norm;
    y /= norm;
    z /= norm;
  }

  /** {@code R = exp([v]x)}: angle |v| [rad] about the axis v. */
  public static Rotation exp(Vector3 v) {
    double angle = v.norm();
    // sin(a/2)/a -> 1/2 - a^2/48 for small a
    double s = angle < 1e-6 ? 0.5 - angle * angle / 48 : Math.sin(angle / 2) / angle;
    return new Rotation(Math.cos(angle / 2), v.x() * s, v.y() * s, v.z() * s);
  }

  /** Rotation vector {@code log(R)} [rad], of norm at most pi. */
  public Vector3 log() {
    double sign = w < 0 ? -1 : 1;
    Vector3 v = new Vector3(x, y, z).times(sign);
    double s = v.norm();
    // angle / sin(angle/2) -> 2 for small angles
    double k = s < 1e-9 ? 2 : 2 * Math.atan2(s, sign * w) / s;
    return v.times(k);
  }

  /** {@code R_AC = R_AB R_BC}. */
  public Rotation times(Rotation b) {
    return new Rotation(
        w * b.w - x * b.x - y * b.y - z * b.z,
        w * b.x + x * b.w + y * b.z - z * b.y,
        w * b.y - x * b.z + y * b.w + z * b.x,
        w * b.z + x * b.y - y * b.x + z * b.w);
  }

  /** {@code p_A = R_AB p_B}. */
  public Vector3 times(Vector3 p) {
    // p + 2 w (u x p) + 2 u x (u x p)
    Vector3 u = new Vector3(x, y, z);
    Vector3 t = u.cross(p).times(2);
    return p.plus(t.times(w)).plus(u.cross(t));
  }

  public Rotation inverse() {
    return new Rotation(w, -x, -y, -z);
  }

  /** Shortest-way spherical interpolation: this at s = 0, {@code b} at s = 1. */
  public Rotation slerp(Rotation b, double s) {
    return times(exp(inverse().times(b).log().times(s)));
  }
}
