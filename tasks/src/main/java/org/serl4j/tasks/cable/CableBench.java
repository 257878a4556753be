package org.serl4j.tasks.cable;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.tasks.arm.Grasp;
import org.serl4j.tasks.perturbation.BoardTampering;
import org.serl4j.tasks.perturbation.Tampering;

/**
 * What an operator's hand and eye do at a real bench, done by the simulator: put the board
 * elsewhere, put the cable back into the grasp, look how it lies in the clip. No policy sees any of
 * it.
 */
final class CableBench {
  static final String BOARD = "board";

  /** The held piece; the others hang on it and lie straight in the scene's start. */
  static final String HELD = "cable";

  /** Joints of the cable along it, as bodies whose origin they are. */
  private static final List<String> JOINTS =
      List.of("tail_2", "tail_1", "far_1", "far_2", "far_3", "far_4", "far_5", "far_6");

  private static final int TAIL_JOINTS = 2;
  private static final String TAIL_END = "tail_2_end";
  private static final String FAR_END = "far_6_end";

  /** Of the grasp along the cable [m]: well within the held piece. */
  private static final double GRASP_RANGE = 0.004;

  private final SimulatedScene scene;
  private final CableOptions options;
  private Grasp grasp = new Grasp(CableRouting.X_EC);
  private Vector3 nextGrasp = Vector3.ZERO;
  private int regrasps;

  CableBench(SimulatedScene scene, CableOptions options) {
    this.scene = scene;
    this.options = options;
  }

  /** Counts a slip, if the last episode ended with one. */
  void inspectGrasp(RigidTransform X_OE) {
    if (grasp.slipped(X_OE, cablePose())) {
      regrasps++;
    }
  }

  /**
   * Brings the whole scene into a state that depends on {@code random} alone, so that an episode
   * repeats bit for bit whatever came before it: arm at home, straight cable in the grasp, jaws
   * closed, board in place.
   *
   * @param endEffector the end effector's pose after the arm is home
   */
  void prepare(RandomGenerator random, Supplier<RigidTransform> endEffector) {
    scene.reset();
    placeBoard(random);
    RigidTransform X_EC = CableRouting.X_EC;
    grasp = new Grasp(new RigidTransform(X_EC.R(), X_EC.p().plus(nextGrasp)));
    nextGrasp = Vector3.ZERO;
    scene.setBodyPose(HELD, endEffector.get().times(grasp.X_EP()));
  }

  /** Puts the board to a random place. */
  void placeBoard(RandomGenerator random) {
    scene.setBodyPose(BOARD, options.board().draw(random));
  }

  /** The unseen hand here. It displaces the grasp along the cable only: the pads are as high. */
  Tampering tampering() {
    return new BoardTampering(
        scene, BOARD, new Vector3(GRASP_RANGE, 0, 0), displacement -> nextGrasp = displacement);
  }

  RigidTransform boardPose() {
    return scene.bodyPose(BOARD);
  }

  /** Pose of the held piece. */
  RigidTransform cablePose() {
    return scene.bodyPose(HELD);
  }

  /**
   * The same without its turn about its own axis, which a round cable does not show: of the
   * quaternion's swing and twist about x, the swing.
   */
  RigidTransform seenPose() {
    return seen(cablePose());
  }

  static RigidTransform seen(RigidTransform X_OC) {
    Rotation R = X_OC.R();
    Rotation twist = new Rotation(R.w(), R.x(), 0, 0);
    return new RigidTransform(R.times(twist.inverse()), X_OC.p());
  }

  /** Points of the cable's centreline in B, from its short end to its far one. */
  List<Vector3> centreline() {
    RigidTransform X_BO = boardPose().inverse();
    return Stream.of(
            Stream.of(scene.sitePose(TAIL_END)),
            JOINTS.subList(0, TAIL_JOINTS).stream().map(scene::bodyPose),
            Stream.of(cablePose()),
            JOINTS.subList(TAIL_JOINTS, JOINTS.size()).stream().map(scene::bodyPose),
            Stream.of(scene.sitePose(FAR_END)))
        .flatMap(points -> points)
        .map(X_OP -> X_BO.times(X_OP).p())
        .toList();
  }

  /** How the cable lies in the clip now. */
  ClipFit fit() {
    return ClipFit.of(centreline());
  }

  /** How often the cable had to be put back since the environment was opened. */
  int regrasps() {
    return regrasps;
  }
}
