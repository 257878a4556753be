package org.serl4j.tasks.insertion;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
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
  /** The body of the arm that holds the part. */
  private static final String HAND = "hand";

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
  void displaceNextGrasp(Vector3 p_E) {
    nextGrasp = p_E;
  }

  /** Moves the board along its own axes and about its own z while time passes. */
  void shoveBoard(Vector3 p_B, double yaw, double seconds) {
    RigidTransform shove = new RigidTransform(Rotation.exp(new Vector3(0, 0, yaw)), p_B);
    scene.shove(geometry.fixture(), boardPose().times(shove), seconds);
  }

  /** Pushes the hand for a while [N], [s]. */
  void pushHand(Vector3 f_O, double seconds) {
    scene.push(HAND, f_O, seconds);
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
