package org.serl4j.tasks.cable;

/**
 * Where the scripted hand brings the place of the cable that belongs into the middle of the clip,
 * in the frame B of the board.
 *
 * @param x along the slot, from the clip's middle [m]
 * @param y beside the slot [m]
 * @param height of the centreline above the rim [m]; negative inside
 * @param yaw turn of the cable about z [rad]
 */
record CableAim(double x, double y, double height, double yaw) {
  /** Straight into the clip, onto its seat. */
  static CableAim clip() {
    return onAxis(-CableRouting.SEATED_DEPTH - CableRouting.PRESS);
  }

  /** In the middle of the slot. */
  static CableAim onAxis(double height) {
    return new CableAim(0, 0, height, 0);
  }
}
