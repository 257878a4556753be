package org.serl4j.tasks.insertion;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.tasks.arm.Grasp;

/**
 * The person beside a simulated bench that others drive: pushes a part that has slipped between the
 * fingers back to where it belongs, once the arm has lifted it clear of the board. Looks closely:
 * on a real bench a clamp keeps the part to tenths of a millimetre.
 */
public final class PartAttendant {
  private static final double SLIP_METRES = 0.0003;
  private static final double SLIP_RADIANS = Math.toRadians(0.5);

  /** Moved less from look to look, the arm rests [m]. */
  private static final double STILL_METRES = 0.0003;

  /** A part farther off is no longer between the fingers [m]. */
  private static final double IN_HAND = 0.02;

  /** Height of the tip above the board from which the part is within reach [m]. */
  private static final double CLEAR = 0.02;

  private final InsertionGeometry geometry;
  private final SimulatedScene scene;
  private final Grasp nominal;
  private RigidTransform before = RigidTransform.IDENTITY;

  /**
   * @param insertion whose scene it is
   */
  public PartAttendant(Insertion insertion, SimulatedScene scene) {
    geometry = insertion.geometry();
    this.scene = scene;
    nominal = new Grasp(geometry.X_EP());
  }

  /**
   * Looks once; the arm rests if it stands where it stood at the last look.
   *
   * @param X_OE pose of the end effector
   * @return whether the part had slipped and was put back
   */
  public boolean look(RigidTransform X_OE) {
    RigidTransform X_OP = scene.bodyPose(geometry.part());
    RigidTransform X_BP = scene.bodyPose(geometry.fixture()).inverse().times(X_OP);
    RigidTransform slip = nominal.slip(X_OE, X_OP);
    double metres = slip.p().norm();
    boolean slipped = metres > SLIP_METRES || slip.R().log().norm() > SLIP_RADIANS;
    // the two poses are of different milliseconds: compared while the arm moves they say nothing
    boolean rests = X_OE.p().minus(before.p()).norm() < STILL_METRES;
    before = X_OE;
    if (!slipped || !rests || metres > IN_HAND || X_BP.p().z() < CLEAR) {
      return false;
    }
    scene.setBodyPose(geometry.part(), X_OE.times(nominal.X_EP()));
    return true;
  }

  /** The part's name. */
  public String part() {
    return geometry.part();
  }
}
