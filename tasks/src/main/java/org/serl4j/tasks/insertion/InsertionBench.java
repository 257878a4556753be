package org.serl4j.tasks.insertion;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;

/**
 * What an operator's hand and eye do at a real bench, done by the simulator: put the board
 * elsewhere, put the part back into the grasp, look whether it is truly inserted. No policy sees
 * any of it.
 */
final class InsertionBench {
  /**
   * Displacement of the part in the grasp, since the episode's start, that counts as a slip [m].
   */
  private static final double SLIP_METRES = 0.002;

  private static final double SLIP_RADIANS = Math.toRadians(3);

  private final InsertionGeometry geometry;
  private final SimulatedScene scene;
  private final InsertionOptions options;
  private RigidTransform X_EP;
  private int regrasps;

  InsertionBench(InsertionGeometry geometry, SimulatedScene scene, InsertionOptions options) {
    this.geometry = geometry;
    this.scene = scene;
    this.options = options;
    X_EP = geometry.X_EP();
  }

  /** Counts a slip, if the last episode ended with one. */
  void inspectGrasp(RigidTransform X_OE) {
    // X_P0P = X_EP0^-1 X_OE^-1 X_OP
    RigidTransform slip = X_EP.inverse().times(X_OE.inverse()).times(partPose());
    if (slip.p().norm() > SLIP_METRES || slip.R().log().norm() > SLIP_RADIANS) {
      regrasps++;
    }
  }

  /**
   * Brings the whole scene into a state that depends on {@code random} alone, so that an episode
   * repeats bit for bit whatever came before it: arm at home, part in the grasp, board in place.
   *
   * @param endEffector the end effector's pose after the arm is home
   */
  void prepare(RandomGenerator random, Supplier<RigidTransform> endEffector) {
    scene.reset();
    double x = options.boardRange() * (2 * random.nextDouble() - 1);
    double y = options.boardRange() * (2 * random.nextDouble() - 1);
    double rz = options.boardTurn() * (2 * random.nextDouble() - 1);
    RigidTransform X_OB = options.X_OB();
    scene.setBodyPose(
        geometry.fixture(),
        new RigidTransform(
            Rotation.exp(new Vector3(0, 0, rz)).times(X_OB.R()),
            X_OB.p().plus(new Vector3(x, y, 0))));
    double gx = options.graspRange() * (2 * random.nextDouble() - 1);
    double gz = options.graspRange() * (2 * random.nextDouble() - 1);
    X_EP = geometry.grasp(new Vector3(gx, 0, gz));
    scene.setBodyPose(geometry.part(), endEffector.get().times(X_EP));
  }

  RigidTransform boardPose() {
    return scene.bodyPose(geometry.fixture());
  }

  RigidTransform partPose() {
    return scene.bodyPose(geometry.part());
  }

  /** How deep the part's tip is below the hole's mouth [m]; negative above. */
  double depth() {
    return -tip().z();
  }

  /** Whether the part is truly in the hole. */
  boolean inserted() {
    Vector3 p_BP = tip();
    return -p_BP.z() >= geometry.insertedDepth()
        && Math.hypot(p_BP.x(), p_BP.y()) <= geometry.insertedOffset();
  }

  private Vector3 tip() {
    return boardPose().inverse().times(partPose()).p();
  }

  /** How often the part had to be put back since the environment was opened. */
  int regrasps() {
    return regrasps;
  }
}
