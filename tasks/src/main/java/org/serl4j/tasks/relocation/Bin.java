package org.serl4j.tasks.relocation;

import java.util.random.RandomGenerator;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/** One of the two bins. Its numbers are about the middle of the wall, along the base's axes. */
public enum Bin {
  /** On the base's left, +y. */
  A(1),
  /** On its right, -y. */
  B(-1);

  /** From the wall to where the arm begins and a hand puts the block [m]; SERL's 0.1. */
  static final double CENTRE = 0.1;

  /** Where a block may lie: its middle, from the bins' middle along x [m]. */
  private static final double LIES_X = 0.085;

  /** Likewise from the wall along y [m]. */
  private static final double LIES_LEAST = 0.012;

  private static final double LIES_MOST = 0.165;

  /** Heights of a lying block's middle over the floor [m]: on a side 18 mm, upright 20 mm. */
  private static final double LIES_LOW = 0.015;

  private static final double LIES_HIGH = 0.023;

  /** Where a hand puts a block: displacement from the bin's centre [m]. */
  private static final double RANGE_X = 0.05;

  private static final double RANGE_Y = 0.035;

  private final int side;

  Bin(int side) {
    this.side = side;
  }

  /** For people at the bench. */
  String words() {
    return this == A ? "on the arm's left" : "on the arm's right";
  }

  /** A point of this bin, in the base frame. */
  Vector3 at(double x, double fromWall, double height) {
    return ObjectRelocation.p_OF.plus(new Vector3(x, side * fromWall, height));
  }

  /** How far a point is from the wall, into this bin [m]. */
  double fromWall(Vector3 p_OP) {
    return side * (p_OP.y() - ObjectRelocation.p_OF.y());
  }

  /** Whether a block with that middle lies on this bin's floor. */
  boolean holds(Vector3 p_OP) {
    Vector3 p = p_OP.minus(ObjectRelocation.p_OF);
    double fromWall = fromWall(p_OP);
    return Math.abs(p.x()) <= LIES_X
        && fromWall >= LIES_LEAST
        && fromWall <= LIES_MOST
        && p.z() >= LIES_LOW
        && p.z() <= LIES_HIGH;
  }

  /** A random place in this bin, turned at random; always draws three numbers. */
  RigidTransform draw(RandomGenerator random) {
    double x = RANGE_X * (2 * random.nextDouble() - 1);
    double y = RANGE_Y * (2 * random.nextDouble() - 1);
    double yaw = Math.PI * (2 * random.nextDouble() - 1);
    return new RigidTransform(
        Rotation.exp(new Vector3(0, 0, yaw)), at(x, CENTRE + y, ObjectRelocation.HALF_HEIGHT));
  }
}
