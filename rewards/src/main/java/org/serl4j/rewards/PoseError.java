package org.serl4j.rewards;

/**
 * Pose {@code X_TE} of the end effector E in the target frame T: what is left to go, one number an
 * axis of T.
 *
 * @param x position along x [m]
 * @param y position along y [m]
 * @param z position along z [m]
 * @param rx rotation vector {@code log(R_TE)} about x [rad]
 * @param ry rotation vector about y [rad]
 * @param rz rotation vector about z [rad]
 */
public record PoseError(double x, double y, double z, double rx, double ry, double rz) {}
