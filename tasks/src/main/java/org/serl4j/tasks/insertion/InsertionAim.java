package org.serl4j.tasks.insertion;

/**
 * Where the scripted hand brings the part's tip, in the frame B of the board, at the hole's mouth.
 *
 * @param x beside the hole's axis [m]
 * @param y beside the hole's axis [m]
 * @param height above the mouth [m]; negative inside the hole
 * @param yaw turn of the part about the hole's axis [rad]
 */
record InsertionAim(double x, double y, double height, double yaw) {
  /** Straight into the hole, down to its floor. */
  static InsertionAim hole(InsertionGeometry geometry) {
    return onAxis(-geometry.holeDepth());
  }

  /** In the middle of the hole's axis. */
  static InsertionAim onAxis(double height) {
    return new InsertionAim(0, 0, height, 0);
  }
}
