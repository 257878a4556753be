package org.serl4j.controller.geometry;

/**
 * Pose {@code X_AB} of frame B in frame A.
 *
 * @param R orientation {@code R_AB}
 * @param p position {@code p_AB} of B's origin, in A [m]
 */
public record RigidTransform(Rotation R, Vector3 p) {
  public static final RigidTransform IDENTITY = new RigidTransform(Rotation.IDENTITY, Vector3.ZERO);

  /** {@code X_AC = X_AB X_BC}. */
  public RigidTransform times(RigidTransform b) {
    return new RigidTransform(R.times(b.R), R.times(b.p).plus(p));
  }

  /** {@code X_BA}. */
  public RigidTransform inverse() {
    Rotation inverse = R.inverse();
    return new RigidTransform(inverse, inverse.times(p).times(-1));
  }

  /** Straight line in position, slerp in orientation: this at s = 0, {@code b} at s = 1. */
  public RigidTransform interpolate(RigidTransform b, double s) {
    return new RigidTransform(R.slerp(b.R, s), p.plus(b.p.minus(p).times(s)));
  }
}
