package org.serl4j.tasks.relocation;

import java.util.List;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.resets.ResetMotion;
import org.serl4j.tasks.arm.EndEffectorSpaces;

/**
 * Take a block out of one bin and put it into the other.
 *
 * <h2>Description</h2>
 *
 * Two shallow bins (180 x 165 mm, sloping rims of 15 mm) stand side by side before a
 * torque-controlled arm, with a wall of 30 mm between them. In one of them lies a block (36 x 36 x
 * 40 mm, 40 g, rounded edges). The fingers, open to 80 mm, must go about it, close, carry it over
 * the wall and let go of it in the other bin; nothing holds it but friction. One camera looks past
 * the fingers, one stands opposite the arm and sees both bins. Neither the state nor the reward
 * tells where the block is: only the images do. SERL's task (Luo et al., arXiv 2401.16013, section
 * V), with its numbers. It is two tasks, {@link Direction}: the success of one is the start of the
 * other, so that they reset each other.
 *
 * <h2>Action Space</h2>
 *
 * Six numbers in [-1, 1] and a choice, 10 times a second, in the end-effector frame E (z out of the
 * gripper, fingers open along y), from the measured pose:
 *
 * <table>
 * <caption>Action</caption>
 * <tr><th>slice</th><th>elements</th><th>meaning</th></tr>
 * <tr><td>xyz</td><td>3</td><td>1 asks for 0.05 m along the axis of E</td></tr>
 * <tr><td>rotation</td><td>3</td><td>1 asks for 0.1 rad of rotation vector about the axis of E</td></tr>
 * <tr><td>gripper</td><td>1</td><td>-1 close, 0 stay, 1 open; a critic of its own chooses</td></tr>
 * </table>
 *
 * The desired pose is clipped to a box about T, the middle of the wall at the grasp's height: 150
 * mm along the base's y, 70 mm along its x, from 100 mm above to 1 mm below, 0.01 rad of roll and
 * pitch, 30 degrees of yaw. Over the wall, 30 mm to either side, it stays 40 mm above. The arm
 * follows with K = 2000 N/m, clipped at 6 mm sideways and 5 mm along z, so the policy cannot push
 * harder than about 12 N and 10 N, nor move faster than K clip / D = 135 mm/s and 112 mm/s. A
 * gripper command returns at once; for 0.6 s after one the next is dropped ({@link
 * org.serl4j.controller.gripper.GripperRule}), and each that asks for a change costs the gripper's
 * critic 0.02.
 *
 * <h2>Observation Space</h2>
 *
 * A state of 19 numbers, in SERL's order (keys by name), and one 128 x 128 RGB image per camera
 * (wrist_wide, front):
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
 * The pose is relative to R, the pose at reset.
 *
 * <h2>Rewards</h2>
 *
 * 1 when the block lies in the goal's bin, at rest, released and with the tool away from it ({@link
 * BlockState#delivered}), else 0. That is measured on the block, which only a simulator can do: it
 * is also the success, and stands in for SERL's reward, a classifier of the front camera, which
 * {@code train --reward} puts in its place.
 *
 * <h2>Starting State</h2>
 *
 * E is 100 mm above the grasp's height over the middle of the start's bin, with open fingers. The
 * block stands in that bin, displaced from its middle by up to 50 mm along x and 35 mm along y,
 * turned as it comes, uniformly; or it lies where the episode before left it, where two directions
 * take turns.
 *
 * <h2>Episode End</h2>
 *
 * Terminated on reward 1. Truncated after 100 steps (10 s) and by faults, see {@link
 * org.serl4j.tasks.arm.ArmEnvironment}.
 *
 * <h2>Arguments</h2>
 *
 * {@link RelocationOptions}.
 *
 * <h2>References</h2>
 *
 * SERL: serl_robot_infra, bin_relocation_env (facts in the paper's appendix). Deliberate
 * differences: a translation in E is a pure translation (SERL's adjoint adds a rotation that grows
 * with the distance from the base); the gripper is HIL-SERL's choice with a critic of its own
 * instead of SERL's thresholded seventh number.
 */
public final class ObjectRelocation {
  /** Its MJCF file, relative to the package of all tasks. */
  public static final String SCENE = "relocation/object-relocation.xml";

  /** The simulated cell with these cameras, in {@code hardware-config/cells}. */
  public static final String CELL = "sim-bins.yaml";

  /** SERL's: one on the wrist and one opposite the arm. */
  public static final List<String> CAMERAS = List.of("wrist_wide", "front");

  /** The body to be relocated. */
  static final String BLOCK = "block";

  /** Of the block's middle over the floor it stands on [m]. */
  static final double HALF_HEIGHT = 0.02;

  /** F: the middle of the wall, at the bins' floors. */
  static final Vector3 p_OF = new Vector3(0.5, 0, 0.02);

  /** Of E over the floor when the pads hold a standing block above the rims' height [m]. */
  static final double GRASP_HEIGHT = 0.028;

  /** From a frame with z up to one with z down, x to the base's left and y ahead. */
  private static final Rotation DOWN_ACROSS = new Rotation(0, Math.sqrt(0.5), Math.sqrt(0.5), 0);

  /** The middle of the wall at the grasp's height: x along the base's y, y along its x, z down. */
  public static final RigidTransform X_OT =
      new RigidTransform(DOWN_ACROSS, p_OF.plus(new Vector3(0, 0, GRASP_HEIGHT)));

  static final double START_HEIGHT = 0.1; // [m] above the grasp's height
  static final double TURN = Math.PI / 6;

  static final EndEffectorSpaces END_EFFECTOR = new EndEffectorSpaces(0.05, 0.1, true);

  static final Compliance COMPLIANCE =
      new Compliance(
          2000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(0.006, 0.006, 0.005, 0.05, 0.05, 0.02));

  /** Along T: x is the base's y. */
  private static final double REACH_X = 0.15; // [m]

  private static final double REACH_Y = 0.07; // [m]
  private static final double PRESS = 0.001; // [m] below the grasp's height

  /** From E to the outside of an open finger [m]. */
  private static final double FINGERS = 0.052;

  /** Half a pad's width [m]. */
  private static final double PAD = 0.009;

  /** Half the wall's thickness, and a little more [m]. */
  private static final double WALL_HALF = 0.006;

  /** Over the wall; no way out but up and to the bins. */
  static final Workspace.Box WALL =
      new Workspace.Box(
          new Vector3(-0.03, -2 * REACH_Y, -0.04), new Vector3(0.03, 2 * REACH_Y, 2 * PRESS));

  static final Workspace WORKING =
      new Workspace(
          X_OT,
          new Vector3(-REACH_X, -REACH_Y, -START_HEIGHT),
          new Vector3(REACH_X, REACH_Y, PRESS),
          new Vector3(-0.01, -0.01, -TURN),
          new Vector3(0.01, 0.01, TURN),
          List.of(WALL));

  static final ResetMotion RESET_MOTION = ResetMotion.serl();

  private ObjectRelocation() {}

  /** E above that bin, where episodes begin. */
  static RigidTransform X_OS(Bin bin) {
    return new RigidTransform(X_OT.R(), bin.at(0, Bin.CENTRE, GRASP_HEIGHT + START_HEIGHT));
  }

  /**
   * The same where the bins stand elsewhere.
   *
   * @param X_OT E at the middle of the wall there, at the grasp's height
   */
  static RigidTransform X_OS(Bin bin, RigidTransform X_OT) {
    return X_OT.times(ObjectRelocation.X_OT.inverse()).times(X_OS(bin));
  }

  /**
   * How far E is turned about the base's z, from where its fingers open along x, to take the block
   * by a pair of its sides [rad]. The block may lie on any of them; near the wall E is turned no
   * farther than its open fingers have room.
   */
  static double graspYaw(RigidTransform X_OP) {
    Vector3 side = Vector3.ZERO;
    for (Vector3 normal :
        List.of(new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, 1))) {
      Vector3 turned = X_OP.R().times(normal);
      side = Math.hypot(turned.x(), turned.y()) > Math.hypot(side.x(), side.y()) ? turned : side;
    }
    double angle = Math.atan2(side.y(), side.x());
    double quarter = Math.PI / 2;
    double yaw = angle - quarter * Math.rint(angle / quarter);
    double room = Math.abs(X_OP.p().y() - p_OF.y()) - PAD - WALL_HALF;
    double most = Math.min(TURN, Math.asin(Math.max(0, Math.min(1, room / FINGERS))));
    return Math.max(-most, Math.min(most, yaw));
  }

  /** The same of E now. */
  static double yaw(RigidTransform X_OE) {
    Vector3 fingers = X_OE.R().times(new Vector3(0, 1, 0));
    return Math.atan2(fingers.y(), fingers.x());
  }
}
