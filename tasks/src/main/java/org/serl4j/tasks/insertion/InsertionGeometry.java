package org.serl4j.tasks.insertion;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.resets.HeldPart;
import org.serl4j.resets.Regrasp;
import org.serl4j.tasks.arm.Grasp;

/**
 * Bodies, frames and depths of an insertion; the task's scene is built to them. Depths are of the
 * part's tip below the hole's mouth.
 *
 * @param part the held body in the scene; also its name for people
 * @param fixture the body with the hole, movable
 * @param X_OB where the scene has the fixture: the middle of its random poses
 * @param graspToTip from the end effector to the part's tip, in the nominal grasp [m]
 * @param holeDepth where a tip that is pushed down ends [m]
 * @param guidedDepth from which the hole's walls hold the part [m]
 * @param targetDepth at the target pose [m]
 * @param insertedDepth from which the part counts as inserted [m]
 * @param insertedOffset distance of the tip's centre from the hole's axis beyond which it cannot be
 *     inside [m]
 */
public record InsertionGeometry(
    String part,
    String fixture,
    RigidTransform X_OB,
    double graspToTip,
    double holeDepth,
    double guidedDepth,
    double targetDepth,
    double insertedDepth,
    double insertedOffset) {
  /** Of tool over part and part over board while the part is taken up anew [m]. */
  private static final double CLEARANCE = 0.05;

  /** Half turn about x: from a frame with z up to one with z down. */
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);

  public InsertionGeometry {
    if (!(guidedDepth < insertedDepth
        && insertedDepth <= targetDepth
        && targetDepth <= holeDepth)) {
      throw new IllegalArgumentException(
          "depths of the %s must rise: guided %s, inserted %s, target %s, hole %s m"
              .formatted(part, guidedDepth, insertedDepth, targetDepth, holeDepth));
    }
  }

  /** Nominal grasp: pose of the part in the gripper. */
  public RigidTransform X_EP() {
    return grasp(Vector3.ZERO);
  }

  /**
   * A grasp of the part that is displaced.
   *
   * @param slip along the axes of E [m]
   */
  public RigidTransform grasp(Vector3 slip) {
    return new RigidTransform(DOWN, new Vector3(0, 0, graspToTip).plus(slip));
  }

  /**
   * The routine that takes the part up anew from its hole, where it stands by itself.
   *
   * @param leastWidth what the gripper measures when it holds the part [m]
   * @param mostWidth likewise [m]
   */
  public Regrasp regrasp(double leastWidth, double mostWidth) {
    return new Regrasp(
        new HeldPart(part, leastWidth, mostWidth),
        X_EP(),
        Grasp.SLIP_METRES,
        Grasp.SLIP_RADIANS,
        holeDepth - targetDepth,
        CLEARANCE);
  }

  /** Target pose of the end effector on the fixture. */
  public RigidTransform X_BT() {
    return new RigidTransform(DOWN, new Vector3(0, 0, graspToTip - targetDepth));
  }
}
