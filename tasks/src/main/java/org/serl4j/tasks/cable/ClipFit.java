package org.serl4j.tasks.cable;

import java.util.List;
import org.serl4j.controller.geometry.Vector3;

/**
 * How the cable lies in the clip: where its centreline passes the clip's two ends, the planes x =
 * -l and x = +l of B.
 *
 * <pre>
 *   on segment i with p_i.x &lt;= x &lt; p_(i+1).x:   t = (x - p_i.x) / (p_(i+1).x - p_i.x)
 *   p(x) = p_i + t (p_(i+1) - p_i),   offset = |p(x).y|,   depth = -p(x).z
 * </pre>
 *
 * It is routed when at both ends it is between the jaws and its whole section is below the
 * narrowest place, so that the jaws hold it: with the cable's radius of 5 mm and the barbs 3 mm
 * below the rim, 8 mm deep. On the seat it is 9.6 mm deep. A cable that lies on the jaws, that
 * presses against the barbs, that is in at one end only, or that lies beside the clip is not.
 *
 * @param near where it passes the end on the gripper's side, in B [m]; NaN if it does not
 * @param far where it passes the other end
 */
record ClipFit(Vector3 near, Vector3 far) {
  /** Half the clip's length along x [m]. */
  static final double HALF_LENGTH = 0.006;

  /** Depth of the centreline from which the cable's section is below the barbs [m]. */
  static final double ROUTED_DEPTH = 0.008;

  /** Beside this the centreline cannot be between the jaws [m]. */
  static final double ROUTED_OFFSET = 0.002;

  private static final Vector3 NOWHERE = new Vector3(Double.NaN, Double.NaN, Double.NaN);

  /**
   * @param centreline points of the cable's centreline in B, along the cable
   */
  static ClipFit of(List<Vector3> centreline) {
    return new ClipFit(crossing(centreline, -HALF_LENGTH), crossing(centreline, HALF_LENGTH));
  }

  private static Vector3 crossing(List<Vector3> centreline, double x) {
    for (int i = 1; i < centreline.size(); i++) {
      Vector3 from = centreline.get(i - 1);
      Vector3 to = centreline.get(i);
      if (from.x() <= x && x < to.x()) {
        double t = (x - from.x()) / (to.x() - from.x());
        return from.plus(to.minus(from).times(t));
      }
    }
    return NOWHERE;
  }

  /** Depth at the end that is less deep [m]; negative above the rim, NaN beyond the cable. */
  double depth() {
    return -Math.max(near.z(), far.z());
  }

  /** Offset at the end that is farther off [m]; NaN beyond the cable. */
  double offset() {
    return Math.max(Math.abs(near.y()), Math.abs(far.y()));
  }

  /** Whether the jaws hold the cable. */
  boolean routed() {
    return depth() >= ROUTED_DEPTH && offset() <= ROUTED_OFFSET;
  }
}
