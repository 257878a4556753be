package org.serl4j.tasks.peg;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/** Sizes and fixed poses of the peg task; the scene {@code peg-insertion.xml} is built to them. */
final class PegGeometry {
  /** Depth of the hole [m]. */
  static final double HOLE_DEPTH = 0.030;

  /** From the end effector to the peg's tip, in the nominal grasp [m]. */
  static final double GRASP_TO_TIP = 0.048;

  /** Depth of the tip at the target pose [m]: clear of the hole's floor, so nothing presses. */
  static final double TARGET_DEPTH = 0.028;

  /**
   * Depth from which the peg counts as inserted [m]. The pose threshold of 1 cm alone asks for 18
   * mm of a peg in its nominal grasp; a peg that slipped up reaches less.
   */
  static final double INSERTED_DEPTH = 0.015;

  /** Distance of the tip's centre from the hole's axis beyond which it cannot be inside [m]. */
  static final double INSERTED_OFFSET = 0.002;

  /** Half turn about x: from a frame with z up to one with z down. */
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);

  /** Nominal grasp: pose of the peg in the gripper. */
  static final RigidTransform X_EP = new RigidTransform(DOWN, new Vector3(0, 0, GRASP_TO_TIP));

  /** Target pose of the end effector on the board. */
  static final RigidTransform X_BT =
      new RigidTransform(DOWN, new Vector3(0, 0, GRASP_TO_TIP - TARGET_DEPTH));

  /** Where the scene has its board: the middle of its random poses. */
  static final RigidTransform X_OB_NOMINAL =
      new RigidTransform(Rotation.IDENTITY, new Vector3(0.5, 0, 0.04));

  private PegGeometry() {}
}
