package org.serl4j.tasks.insertion;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.tasks.arm.BoardPlacement;
import org.serl4j.tasks.arm.Grasp;
import org.serl4j.tasks.perturbation.BoardTampering;
import org.serl4j.tasks.perturbation.Tampering;

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
  private @Nullable Vector3 nextGrasp;
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

  /** How the part lies in the grasp, seen from where it should: {@code X_P0P}. */
  RigidTransform slip(RigidTransform X_OE) {
    return grasp.slip(X_OE, partPose());
  }

  /**
   * Brings the whole scene into a state that depends on {@code random} alone, so that an episode
   * repeats bit for bit whatever came before it: arm at home, part in the grasp, board in place.
   *
   * @param endEffector the end effector's pose after the arm is home
   */
  void prepare(RandomGenerator random, Supplier<RigidTransform> endEffector) {
    scene.reset();
    placeBoard(random);
    double gx = options.graspRange() * (2 * random.nextDouble() - 1);
    double gz = options.graspRange() * (2 * random.nextDouble() - 1);
    grasp = new Grasp(geometry.grasp(nextGrasp == null ? new Vector3(gx, 0, gz) : nextGrasp));
    nextGrasp = null;
    scene.setBodyPose(geometry.part(), endEffector.get().times(grasp.X_EP()));
  }

  /** Puts the board to a random place. */
  void placeBoard(RandomGenerator random) {
    scene.setBodyPose(
        geometry.fixture(),
        new BoardPlacement(options.X_OB(), options.boardRange(), options.boardTurn()).draw(random));
  }

  /**
   * Has the next episode, and no other, begin with a part that is displaced along the axes of E.
   */
  private void displaceNextGrasp(Vector3 p_E) {
    nextGrasp = p_E;
  }

  /**
   * The unseen hand here.
   *
   * @param most displacement of the part in the grasp along the pads and along the gripper [m]
   */
  Tampering tampering(double most) {
    return new BoardTampering(
        scene, geometry.fixture(), new Vector3(most, 0, most), this::displaceNextGrasp);
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
