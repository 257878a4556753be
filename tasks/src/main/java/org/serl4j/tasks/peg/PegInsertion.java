package org.serl4j.tasks.peg;

import java.util.List;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.resets.JointReset;
import org.serl4j.resets.ResetMotion;
import org.serl4j.resets.StartRegion;
import org.serl4j.rewards.PoseThreshold;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.insertion.Insertion;
import org.serl4j.tasks.insertion.InsertionEnvironment;
import org.serl4j.tasks.insertion.InsertionGeometry;
import org.serl4j.tasks.insertion.InsertionOptions;

/**
 * Put the peg into the hole, by sight and touch.
 *
 * <h2>Description</h2>
 *
 * A torque-controlled arm holds a square peg (20 x 20 x 60 mm) between its fingers. The board has a
 * square hole (21 x 21 mm, 30 mm deep, chamfered edge). Two cameras on the wrist look past the peg
 * from opposite sides. Neither the state nor the reward tells where the hole is: only the images
 * do. SERL's task (Luo et al., arXiv 2401.16013, section V), with its numbers.
 *
 * <h2>Action Space</h2>
 *
 * Six numbers in [-1, 1], 10 times a second, in the end-effector frame E (z out of the gripper),
 * from the measured pose:
 *
 * <table>
 * <caption>Action</caption>
 * <tr><th>slice</th><th>elements</th><th>an action of 1 asks for</th></tr>
 * <tr><td>xyz</td><td>3</td><td>0.02 m along the axis of E</td></tr>
 * <tr><td>rotation</td><td>3</td><td>0.1 rad of rotation vector about the axis of E</td></tr>
 * </table>
 *
 * The desired pose is clipped to a box about the target pose T: 50 mm along x and y, from 100 mm
 * above it to the target itself, 0.01 rad of roll and pitch, 30 degrees of yaw. The arm follows it
 * with K = 2000 N/m, clipped at 3 mm sideways and 10 mm along z, so the policy cannot push harder
 * than about 6 N sideways and 20 N down. The gripper stays closed.
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
 * 1 when E is within 1 cm and 0.2 rad of the target pose on every axis, else 0. Inside that
 * threshold a peg in its nominal grasp is at least 18 mm deep. A success also asks, in simulation,
 * that the true peg is at least 15 mm deep in the hole.
 *
 * <h2>Starting State</h2>
 *
 * E is 100 mm above the target, displaced by up to 50 mm along x and y and turned by up to 30
 * degrees, uniformly. By option the board is put elsewhere each time (50 mm, 30 degrees).
 *
 * <h2>Episode End</h2>
 *
 * Terminated on reward 1. Truncated after 100 steps (10 s) and by faults, see {@link
 * InsertionEnvironment}.
 *
 * <h2>Arguments</h2>
 *
 * {@link InsertionOptions}.
 *
 * <h2>References</h2>
 *
 * SERL: serl_robot_infra, peg_env (facts in the paper's appendix). One deliberate difference: a
 * translation in E is a pure translation (SERL's adjoint adds a rotation that grows with the
 * distance from the base).
 */
public final class PegInsertion {
  public static final String NAME = "peg-insertion";

  private static final double START_HEIGHT = 0.1; // [m]
  private static final double TURN = Math.PI / 6;

  /**
   * The target depth is clear of the hole's floor, so nothing presses. The pose threshold of 1 cm
   * alone asks for 18 mm of a peg in its nominal grasp; a peg that slipped up reaches less.
   */
  private static final InsertionGeometry GEOMETRY =
      new InsertionGeometry(
          "peg",
          "board",
          new RigidTransform(Rotation.IDENTITY, new Vector3(0.5, 0, 0.04)),
          0.048,
          0.030,
          0.004,
          0.028,
          0.015,
          0.002);

  /** The task, with SERL's numbers. */
  public static final Insertion TASK =
      new Insertion(
          NAME,
          "peg/peg-insertion.xml",
          GEOMETRY,
          new EndEffectorSpaces(0.02, 0.1),
          new Compliance(
              2000,
              89,
              150,
              7,
              0,
              0,
              ReferenceClip.symmetric(0.003, 0.003, 0.01, 0.02, 0.02, 0.02)),
          new Workspace(
              RigidTransform.IDENTITY,
              new Vector3(-0.05, -0.05, -START_HEIGHT),
              new Vector3(0.05, 0.05, 0),
              new Vector3(-0.01, -0.01, -TURN),
              new Vector3(0.01, 0.01, TURN),
              List.of()),
          PoseThreshold.even(0.01, 0.2),
          new StartRegion(START_HEIGHT, 0.05, TURN),
          ResetMotion.serl(),
          List.of(new JointReset(200), GEOMETRY.regrasp(0.0185, 0.0205)));

  private PegInsertion() {}
}
