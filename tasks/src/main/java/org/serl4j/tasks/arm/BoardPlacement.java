package org.serl4j.tasks.arm;

import java.util.random.RandomGenerator;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/**
 * Where a board is put for an episode: displaced along the base's x and y and turned about its z,
 * uniformly.
 *
 * @param X_OB the middle of these poses
 * @param range largest displacement along x and along y [m]
 * @param turn largest rotation about z [rad]
 */
public record BoardPlacement(RigidTransform X_OB, double range, double turn) {
  /** One pose; always draws three numbers. */
  public RigidTransform draw(RandomGenerator random) {
    double x = range * (2 * random.nextDouble() - 1);
    double y = range * (2 * random.nextDouble() - 1);
    double rz = turn * (2 * random.nextDouble() - 1);
    return new RigidTransform(
        Rotation.exp(new Vector3(0, 0, rz)).times(X_OB.R()), X_OB.p().plus(new Vector3(x, y, 0)));
  }
}
