package org.serl4j.tasks.relocation;

import java.util.OptionalDouble;
import org.serl4j.controller.geometry.Vector3;

/**
 * Where the scripted hand goes, and what it does there.
 *
 * @param p_OD E's place in the base frame
 * @param yaw E's turn about the base's z there, from where its fingers open along x [rad]; none to
 *     leave it as it is
 * @param manner with what, and what then
 */
record RelocationAim(Vector3 p_OD, OptionalDouble yaw, Manner manner) {
  /** A delivered block goes down to this far above where it would stand [m]. */
  private static final double DOWN_TO = 0.002;

  /** What the hand does. */
  enum Manner {
    /** Brings the block there, lets go of it and leaves upwards. */
    DELIVER,
    /** Brings the block there, lets go of it and stays about it. */
    LET_GO,
    /** Brings the block there and holds it. */
    HOLD,
    /** Goes there with open fingers. */
    EMPTY,
    /** Goes there with closed fingers. */
    CLOSED
  }

  /** The block into the middle of that bin. */
  static RelocationAim into(Bin bin) {
    return of(bin, 0, Bin.CENTRE, DOWN_TO, Manner.DELIVER);
  }

  /**
   * A place of a bin.
   *
   * @param x along the base's x, from the bins' middle [m]
   * @param fromWall [m]; negative beyond the wall
   * @param height of E above the grasp's height [m]
   */
  static RelocationAim of(Bin bin, double x, double fromWall, double height, Manner manner) {
    return new RelocationAim(
        bin.at(x, fromWall, ObjectRelocation.GRASP_HEIGHT + height),
        OptionalDouble.empty(),
        manner);
  }

  /** The same, turned. */
  RelocationAim turned(double wanted) {
    return new RelocationAim(p_OD, OptionalDouble.of(wanted), manner);
  }
}
