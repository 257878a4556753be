package org.serl4j.rewards;

/**
 * Success by pose, as SERL's peg insertion measures it:
 *
 * <pre>
 *   success = |p_TE[i]| &lt; position  and  |log(R_TE)[i]| &lt; rotation   for each axis i
 * </pre>
 *
 * <p>SERL compares the absolute values of Euler angles in the base frame, which takes a rotation
 * and its mirror image for the same; the rotation vector does not.
 *
 * @param position bound on each axis [m]
 * @param rotation bound on each axis [rad]
 */
public record PoseThreshold(double position, double rotation) {
  public PoseThreshold {
    if (!(position > 0) || !(rotation > 0 && rotation <= Math.PI)) {
      throw new IllegalArgumentException(
          "pose threshold: position = "
              + position
              + " m must be above 0, rotation = "
              + rotation
              + " rad in (0, pi]");
    }
  }

  /** Whether the pose is the target pose, to the threshold; never where a number is NaN. */
  public boolean reached(PoseError error) {
    return Math.abs(error.x()) < position
        && Math.abs(error.y()) < position
        && Math.abs(error.z()) < position
        && Math.abs(error.rx()) < rotation
        && Math.abs(error.ry()) < rotation
        && Math.abs(error.rz()) < rotation;
  }

  /** The sparse reward of that success: 1, else 0. */
  public static double reward(boolean reached) {
    return reached ? 1 : 0;
  }
}
