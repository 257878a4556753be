package org.serl4j.tasks.pcb;

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
 * Put the pin header into its socket on a circuit board, by sight and touch.
 *
 * <h2>Description</h2>
 *
 * A torque-controlled arm holds a header by its ends: two rows of eight pins that stand 5 mm out of
 * a plastic body of 10 x 21 mm. The socket's cavity (10.8 x 21.8 mm, chamfered edge) leaves 0.4 mm
 * on each side of the body. Two cameras on the wrist look past the rows of pins from opposite
 * sides. Neither the state nor the reward tells where the socket is: only the images do. SERL's
 * task (Luo et al., arXiv 2401.16013, section V), with its numbers.
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
 * <tr><td>rotation</td><td>3</td><td>0.2 rad of rotation vector about the axis of E</td></tr>
 * </table>
 *
 * The desired pose is clipped to a box about the target pose T: 50 mm along x and y, from 50 mm
 * above it to 5 mm below, 0.05 rad of roll and pitch, 20 degrees of yaw. The arm follows it with K
 * = 3000 N/m, clipped at 1.5 to 2.5 mm sideways, 2 mm downwards and 3 mm upwards, so the policy
 * cannot push harder than about 7.5 N sideways and 6 N down, nor move faster than K clip / D = 25
 * to 50 mm/s. The gripper stays closed.
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
 * 1 when E is within 3 mm along x and y, 1 mm along z and 0.1 rad of the target pose, else 0. With
 * the header in its nominal grasp its tips are then at least 7.7 mm deep, of 9 mm when it sits. A
 * success also asks, in simulation, that the true tips are at least 7 mm deep: a header whose body
 * stands on the chamfer reaches 6 mm.
 *
 * <h2>Starting State</h2>
 *
 * E is 50 mm above the target, displaced by up to 50 mm along x and y and turned by up to 20
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
 * SERL: serl_robot_infra, pcb_env (facts in the paper's appendix). Deliberate differences: a
 * translation in E is a pure translation (SERL's adjoint adds a rotation that grows with the
 * distance from the base); the images show the cameras' whole view, where SERL cuts out its middle
 * (300 of 480 rows), so that the socket is in view from the start.
 */
public final class PcbInsertion {
  public static final String NAME = "pcb-insertion";

  private static final double START_HEIGHT = 0.05; // [m]
  private static final double TURN = Math.PI / 9;

  /** The target depth is 0.3 mm short of the tabs' stop on the rim, so nothing presses. */
  private static final InsertionGeometry GEOMETRY =
      new InsertionGeometry(
          "header",
          "board",
          new RigidTransform(Rotation.IDENTITY, new Vector3(0.5, 0, 0.0505)),
          0.036,
          0.009,
          0.0062,
          0.0087,
          0.007,
          0.0015);

  /** The task, with SERL's numbers. */
  public static final Insertion TASK =
      new Insertion(
          NAME,
          "pcb/pcb-insertion.xml",
          GEOMETRY,
          new EndEffectorSpaces(0.02, 0.2),
          new Compliance(
              3000,
              180,
              150,
              7,
              0,
              0,
              new ReferenceClip(
                  0.002, 0.002, 0.003, 0.0025, 0.0015, 0.002, 0.025, 0.007, 0.01, 0.025, 0.007,
                  0.01)),
          new Workspace(
              RigidTransform.IDENTITY,
              new Vector3(-0.05, -0.05, -START_HEIGHT),
              new Vector3(0.05, 0.05, 0.005),
              new Vector3(-0.05, -0.05, -TURN),
              new Vector3(0.05, 0.05, TURN),
              List.of()),
          new PoseThreshold(0.003, 0.003, 0.001, 0.1),
          new StartRegion(START_HEIGHT, 0.05, TURN),
          ResetMotion.serl().withLift(0.03),
          List.of(new JointReset(200), GEOMETRY.regrasp(0.0195, 0.0215)));

  private PcbInsertion() {}
}
