package org.serl4j.tasks.relocation;

import java.util.function.DoubleSupplier;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.SimulatedWorkcell;

/**
 * What an operator's hand and eye do at a real bench, done by the simulator: put the block into a
 * bin, look where it lies. No policy sees any of it.
 */
final class RelocationBench {
  /** A block that moves less between two looks is still [m]: 10 mm/s in a step of 0.1 s. */
  private static final double STILL_METRES = 0.001;

  private static final double STILL_RADIANS = 0.02;

  private final SimulatedScene scene;
  private final Arm arm;
  private final DoubleSupplier fingersM;
  private final GripperRule rule;
  private RigidTransform seenBefore;

  RelocationBench(SimulatedWorkcell workcell, GripperRule rule) {
    this(workcell.scene(), workcell.arm(), workcell.gripper()::widthM, rule);
  }

  /**
   * @param fingersM measured distance between the finger pads [m]
   */
  RelocationBench(SimulatedScene scene, Arm arm, DoubleSupplier fingersM, GripperRule rule) {
    this.scene = scene;
    this.arm = arm;
    this.fingersM = fingersM;
    this.rule = rule;
    seenBefore = blockPose();
  }

  /**
   * Brings the whole scene into a state that depends on {@code X_OP} alone: arm above the wall,
   * fingers open, the block there at rest.
   */
  void prepare(RigidTransform X_OP) {
    scene.reset();
    scene.setBodyPose(ObjectRelocation.BLOCK, X_OP);
    seenBefore = X_OP;
  }

  RigidTransform blockPose() {
    return scene.bodyPose(ObjectRelocation.BLOCK);
  }

  /** The block now; what moves is told from the look before, so look once a step. */
  BlockState look() {
    RigidTransform X_OP = blockPose();
    RigidTransform moved = seenBefore.inverse().times(X_OP);
    seenBefore = X_OP;
    return new BlockState(
        X_OP,
        moved.p().norm() < STILL_METRES && moved.R().log().norm() < STILL_RADIANS,
        scene.contactForce(ObjectRelocation.BLOCK, "finger_left") > 0
            || scene.contactForce(ObjectRelocation.BLOCK, "finger_right") > 0,
        rule.isOpen(fingersM.getAsDouble()),
        arm.state().X_OE().p().minus(X_OP.p()).norm());
  }
}
