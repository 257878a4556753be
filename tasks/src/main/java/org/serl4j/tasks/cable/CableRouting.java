package org.serl4j.tasks.cable;

import java.util.List;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.resets.HeldPart;
import org.serl4j.resets.JointReset;
import org.serl4j.resets.Regrasp;
import org.serl4j.resets.ResetMotion;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.resets.ScriptedReset;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.arm.Grasp;
import org.serl4j.tasks.arm.PartAttendant;

/**
 * Press the cable into its clip, by sight and touch.
 *
 * <h2>Description</h2>
 *
 * A torque-controlled arm holds a stiff cable (10 mm thick, 158 mm long, held 47 mm from its short
 * end) between its fingers; both ends are free. On a form board, as harnesses are laid out on,
 * stands a clip, 31 mm ahead of the fingers when the cable is in: two jaws 11 mm apart with
 * lead-ins at 38 degrees and barbs that leave 8.4 mm open, so that the cable pushes the jaws apart
 * on its way in and they close over it. Two cameras beside the hand look past the fingers, from the
 * left with a wide lens that has the clip in view from almost every start, from the right closely
 * at the place where the cable goes in. Neither the state nor the reward tells where the clip is:
 * only the images do. SERL's task (Luo et al., arXiv 2401.16013, section V), with its numbers.
 *
 * <h2>Action Space</h2>
 *
 * Six numbers in [-1, 1], 10 times a second, in the end-effector frame E (z out of the gripper),
 * from the measured pose:
 *
 * <table>
 * <caption>Action</caption>
 * <tr><th>slice</th><th>elements</th><th>an action of 1 asks for</th></tr>
 * <tr><td>xyz</td><td>3</td><td>0.05 m along the axis of E</td></tr>
 * <tr><td>rotation</td><td>3</td><td>0.3 rad of rotation vector about the axis of E</td></tr>
 * </table>
 *
 * The desired pose is clipped to a box about the target pose T: 100 mm along x and y, from 100 mm
 * above it to 1 mm below, 0.01 rad of roll and pitch, 30 degrees of yaw. The arm follows it with K
 * = 2000 N/m, clipped at 5 mm, so the policy cannot push harder than about 10 N, nor move faster
 * than K clip / D = 112 mm/s. The gripper stays closed.
 *
 * <h2>Observation Space</h2>
 *
 * A state of 19 numbers, in SERL's order (keys by name), and one 128 x 128 RGB image per camera:
 *
 * <table>
 * <caption>State</caption>
 * <tr><th>slice</th><th>elements</th><th>meaning</th></tr>
 * <tr><td>gripper_pose</td><td>1</td><td>distance of the finger pads [m]</td></tr>
 * <tr><td>tcp_force</td><td>3</td><td>force on E, in E [N]</td></tr>
 * <tr><td>tcp_pose_position</td><td>3</td><td>p_RE [m]</td></tr>
 * <tr><td>tcp_pose_rotation</td><td>3</td><td>log(R_RE) [rad]</td></tr>
 * <tr><td>tcp_torque</td><td>3</td><td>torque on E, in E [Nm]</td></tr>
 * <tr><td>tcp_vel_linear</td><td>3</td><td>velocity of E, in E [m/s]</td></tr>
 * <tr><td>tcp_vel_angular</td><td>3</td><td>angular velocity of E, in E [rad/s]</td></tr>
 * </table>
 *
 * The pose is relative to R, the pose at reset, so that what is learned holds wherever the board
 * stands.
 *
 * <h2>Rewards</h2>
 *
 * 1 when the cable is held by the clip, else 0: at both ends of the clip its centreline is within 2
 * mm of the slot's middle and at least 8 mm below the rim, so that all of its section is below the
 * barbs (9.6 mm on the seat). That is measured on the cable, which only a simulator can do: it is
 * also the success, and stands in for SERL's reward, a classifier of images, which {@code train
 * --reward} puts in its place. On a bench nothing measures the cable: the reward is always 0 there,
 * and the classifier's word is the success.
 *
 * <h2>Starting State</h2>
 *
 * E is 100 mm above the target, displaced by up to 100 mm along x and y and turned by up to 30
 * degrees, uniformly. By option the board is put elsewhere each time (50 mm, 30 degrees).
 *
 * <h2>Episode End</h2>
 *
 * Terminated on reward 1. Truncated after 100 steps (10 s) and by faults, see {@link
 * CableEnvironment}.
 *
 * <h2>Arguments</h2>
 *
 * {@link CableOptions}.
 *
 * <h2>References</h2>
 *
 * SERL: serl_robot_infra, cable_env (facts in the paper's appendix). Deliberate differences: a
 * translation in E is a pure translation (SERL's adjoint adds a rotation that grows with the
 * distance from the base); the cable's far end hangs free, so that an episode can begin from any
 * board with the same straight cable.
 */
public final class CableRouting {
  public static final String NAME = "cable-routing";

  /** Its MJCF file, relative to the package of all tasks. */
  public static final String SCENE = "cable/cable-routing.xml";

  /** Its simulated cell: a wide camera that finds the clip, a close one that looks into it. */
  public static final String CELL = "sim-cable.yaml";

  static final double START_HEIGHT = 0.1; // [m]
  static final double RANGE = 0.1; // [m]
  static final double TURN = Math.PI / 6;

  /** Half turn about x: from a frame with z up to one with z down. */
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);

  /** Where the scene has the board. */
  static final RigidTransform X_OB =
      new RigidTransform(Rotation.IDENTITY, new Vector3(0.531, 0, 0.06));

  /**
   * From the middle of the held piece along the cable to the place that belongs in the clip [m].
   */
  static final Vector3 p_CK = new Vector3(0.031, 0, 0);

  /** The cable lies low between the pads, flush with their lower edges. */
  static final RigidTransform X_EC = new RigidTransform(DOWN, new Vector3(0, 0, 0.004));

  /** Depth of the centreline on the clip's seat [m]. */
  static final double SEATED_DEPTH = 0.0096;

  /** How far beyond the seat the policy may press [m]. */
  static final double PRESS = 0.001;

  /** E with the cable on the seat. */
  static final RigidTransform X_BT =
      new RigidTransform(Rotation.IDENTITY, new Vector3(-p_CK.x(), 0, -SEATED_DEPTH))
          .times(X_EC.inverse());

  static final EndEffectorSpaces END_EFFECTOR = new EndEffectorSpaces(0.05, 0.3);

  static final Compliance COMPLIANCE =
      new Compliance(
          2000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(0.005, 0.005, 0.005, 0.05, 0.05, 0.02));

  static final Workspace WORKING =
      new Workspace(
          RigidTransform.IDENTITY,
          new Vector3(-RANGE, -RANGE, -START_HEIGHT),
          new Vector3(RANGE, RANGE, PRESS),
          new Vector3(-0.01, -0.01, -TURN),
          new Vector3(0.01, 0.01, TURN),
          List.of());

  static final ResetMotion RESET_MOTION = ResetMotion.serl().withLift(0.05);

  /** What the gripper measures when it holds the cable [m]. */
  private static final HeldPart HELD = new HeldPart("cable", 0.008, 0.0115);

  /**
   * The same on a bench, where nobody tells how thick the cable is: fingers that are neither closed
   * nor far apart [m].
   */
  static final HeldPart HELD_ON_BENCH = new HeldPart("cable", 0.002, 0.03);

  /** Of the tool over the cable and of the cable over the clip, on the way [m]. */
  private static final double CLEARANCE = 0.03;

  private static final int JOINT_RESET_EPISODES = 200;

  /**
   * What a reset does between lifting, which pulls the cable out of the clip (1.6 N), and starting,
   * where no hand does it. A cable that slipped is pressed into the clip, which holds it, and taken
   * up anew.
   */
  static final List<ResetRoutine> REPAIRS = repairs(HELD);

  /**
   * The same on a bench that sees no cable: one that stayed in the clip, or was put there by a
   * person, is taken up from it; how it lies between the fingers stays unknown.
   */
  static final List<ResetRoutine> REPAIRS_ON_BENCH = repairs(HELD_ON_BENCH);

  private static List<ResetRoutine> repairs(HeldPart held) {
    return List.of(
        new JointReset(JOINT_RESET_EPISODES),
        new Regrasp(held, X_EC, Grasp.SLIP_METRES, Grasp.SLIP_RADIANS, 0, CLEARANCE));
  }

  /** What a person beside the bench attends to: what the simulator's hand counts as a slip. */
  public static final PartAttendant.Held ATTENDED =
      new PartAttendant.Held(
          CableBench.HELD,
          CableBench.BOARD,
          X_EC,
          CableBench::seen,
          Grasp.SLIP_METRES,
          Grasp.SLIP_RADIANS);

  /** Names of all routines of a reset, in their order. */
  public static List<String> routines() {
    return ScriptedReset.names(REPAIRS);
  }

  private CableRouting() {}
}
