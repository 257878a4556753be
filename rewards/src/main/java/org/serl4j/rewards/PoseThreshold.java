package org.serl4j.rewards;

/**
 * Success by pose, as SERL's insertions measure it:
 *
 * <pre>
 *   success = |p_TE[i]| &lt; position[i]  and  |log(R_TE)[i]| &lt; rotation   for each axis i
 * </pre>
 *
 * <p>SERL compares the absolute values of Euler angles in the base frame, which takes a rotation
 * and its mirror image for the same; the rotation vector does not.
 *
 * @param x bound on the position along x [m]
 * @param y bound on the position along y [m]
 * @param z bound on the position along z [m]
 * @param rotation bound on each axis [rad]
 */
public record PoseThreshold(double x, double y, double z, double rotation) {
  public PoseThreshold {
    if (!(x > 0) || !(y > 0) || !(z > 0) || !(rotation > 0 && rotation <= Math.PI)) {
      throw new IllegalArgumentException(
          "pose threshold: x = %s, y = %s, z = %s m must be above 0, rotation = %s rad in (0, pi]"
              .formatted(x, y, z, rotation));
    }
  }

  /** The same bound on the position along each axis [m]. */
  public static PoseThreshold even(double position, double rotation) {
    return new PoseThreshold(position, position, position, rotation);
  }

  /** Whether the pose is the target pose, to the threshold; never where a number is NaN. */
  public boolean reached(PoseError error) {
    return Math.abs(error.x()) < x
        && Math.abs(error.y()) < y
        && Math.abs(error.z()) < z
        && Math.abs(error.rx()) < rotation
        && Math.abs(error.ry()) < rotation
        && Math.abs(error.rz()) < rotation;
  }

  /** The sparse reward of that success: 1, else 0. */
  public static double reward(boolean reached) {
    return reached ? 1 : 0;
  }
}
