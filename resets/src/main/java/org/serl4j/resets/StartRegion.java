package org.serl4j.resets;

import java.util.random.RandomGenerator;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/**
 * Where episodes start: above the target, displaced and turned uniformly at random. The target
 * frame's z axis points out of the gripper, so "above" is towards -z of T.
 *
 * @param height above the target [m]
 * @param range largest displacement along x and along y of T [m]
 * @param turn largest rotation about z of T [rad]
 */
public record StartRegion(double height, double range, double turn) {
  public StartRegion {
    if (!(height >= 0) || !(range >= 0) || !(turn >= 0 && turn <= Math.PI)) {
      throw new IllegalArgumentException(
          "start region: height = "
              + height
              + " m and range = "
              + range
              + " m must not be negative, turn = "
              + turn
              + " rad must be in [0, pi]");
    }
  }

  /** One start pose {@code X_OS}; always draws three numbers. */
  public RigidTransform draw(RigidTransform X_OT, RandomGenerator random) {
    double x = range * (2 * random.nextDouble() - 1);
    double y = range * (2 * random.nextDouble() - 1);
    double rz = turn * (2 * random.nextDouble() - 1);
    return X_OT.times(
        new RigidTransform(Rotation.exp(new Vector3(0, 0, rz)), new Vector3(x, y, -height)));
  }
}
