package org.serl4j.tasks.insertion;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.tasks.arm.Grasp;

/**
 * The person beside a simulated bench that others drive: pushes a part that has slipped between the
 * fingers back to where it belongs, once the arm has lifted it clear of the board.
 */
public final class PartAttendant {
  /** A part farther off is no longer between the fingers [m]. */
  private static final double IN_HAND = 0.02;

  /** Height of the tip above the board from which the part is within reach [m]. */
  private static final double CLEAR = 0.02;

  private final InsertionGeometry geometry;
  private final SimulatedScene scene;
  private final Grasp nominal;

  /**
   * @param insertion whose scene it is
   */
  public PartAttendant(Insertion insertion, SimulatedScene scene) {
    geometry = insertion.geometry();
    this.scene = scene;
    nominal = new Grasp(geometry.X_EP());
  }

  /**
   * Looks once.
   *
   * @param X_OE pose of the end effector
   * @return whether the part had slipped and was put back
   */
  public boolean look(RigidTransform X_OE) {
    RigidTransform X_OP = scene.bodyPose(geometry.part());
    RigidTransform X_BP = scene.bodyPose(geometry.fixture()).inverse().times(X_OP);
    boolean reachable = X_BP.p().z() > CLEAR && nominal.slip(X_OE, X_OP).p().norm() < IN_HAND;
    if (!reachable || !nominal.slipped(X_OE, X_OP)) {
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
