package org.serl4j.tasks.insertion;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.tasks.arm.BoardPlacement;
import org.serl4j.tasks.arm.Grasp;

/**
 * What an operator's hand and eye do at a real bench, done by the simulator: put the board
 * elsewhere, put the part back into the grasp, look whether it is truly inserted. No policy sees
 * any of it.
 */
final class InsertionBench {
  private final InsertionGeometry geometry;
  private final SimulatedScene scene;
  private final InsertionOptions options;
  private Grasp grasp;
  private int regrasps;

  InsertionBench(InsertionGeometry geometry, SimulatedScene scene, InsertionOptions options) {
    this.geometry = geometry;
    this.scene = scene;
    this.options = options;
    grasp = new Grasp(geometry.X_EP());
  }

  /** Counts a slip, if the last episode ended with one. */
  void inspectGrasp(RigidTransform X_OE) {
    if (grasp.slipped(X_OE, partPose())) {
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
    scene.setBodyPose(
        geometry.fixture(),
        new BoardPlacement(options.X_OB(), options.boardRange(), options.boardTurn()).draw(random));
    double gx = options.graspRange() * (2 * random.nextDouble() - 1);
    double gz = options.graspRange() * (2 * random.nextDouble() - 1);
    grasp = new Grasp(geometry.grasp(new Vector3(gx, 0, gz)));
    scene.setBodyPose(geometry.part(), endEffector.get().times(grasp.X_EP()));
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
