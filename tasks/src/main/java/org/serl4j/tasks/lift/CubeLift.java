package org.serl4j.tasks.lift;

import java.util.List;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.teleoperation.Motion;

/**
 * Lift the cube.
 *
 * <h2>Description</h2>
 *
 * A cube (40 mm, 100 g) lies on the floor in front of an arm with a parallel gripper. SERL's
 * simulated task {@code PandaPickCube-v0} (franka_sim), so that learning curves can be held against
 * each other. It exists in simulation only, and its rewards and times are SERL's own. What differs
 * from SERL's is numbered in docs/decisions/0025-cube-lift.md.
 *
 * <h2>Action Space</h2>
 *
 * Four numbers in [-1, 1], 50 times a second, in the base frame O:
 *
 * <table>
 * <caption>Action</caption>
 * <tr><th>slice</th><th>elements</th><th>an action of 1</th></tr>
 * <tr><td>xyz</td><td>3</td><td>moves the target position by 0.1 m along the axis of O</td></tr>
 * <tr><td>grasp</td><td>1</td><td>closes the gripper's command g, in [0, 1], by 1</td></tr>
 * </table>
 *
 * The target position (not the measured one) is moved, and clipped to [0.2, 0.6] x [-0.3, 0.3] x
 * [0, 0.5] m; its orientation stays straight down. The end effector is pulled to it as by a spring
 * of 200 /s^2, critically damped ({@link org.serl4j.controller.impedance.OperationalSpaceLaw}). g =
 * 0 asks for an opening of 80 mm, g = 1 for none.
 *
 * <h2>Observation Space</h2>
 *
 * Ten numbers as they are, in SERL's order (keys by name):
 *
 * <table>
 * <caption>State</caption>
 * <tr><th>slice</th><th>elements</th><th>meaning</th></tr>
 * <tr><td>block_pos</td><td>3</td><td>centre of the cube, in O [m]</td></tr>
 * <tr><td>gripper_pos</td><td>1</td><td>g, the command</td></tr>
 * <tr><td>tcp_pos</td><td>3</td><td>p_OE [m]</td></tr>
 * <tr><td>tcp_vel</td><td>3</td><td>velocity of E, in O [m/s]</td></tr>
 * </table>
 *
 * With images, the first slice is missing and there are 128 x 128 RGB images {@code front} and
 * {@code wrist}.
 *
 * <h2>Rewards</h2>
 *
 * With d the distance from E to the cube's centre and h how far the cube is above its height at the
 * start, after every step:
 *
 * <pre>
 *   reward = 0.3 exp(-20 d / m) + 0.7 clip(h / 0.2 m, 0, 1)
 * </pre>
 *
 * So an episode's return is between 0 and 100. A step counts as a success while h is at least 0.2 m
 * and d at most 50 mm: the gripper holds the cube up.
 *
 * <h2>Starting State</h2>
 *
 * The arm at rest at (0, -0.785, 0, -2.35, 0, 1.57, pi/4) rad, gripper open; the cube square to the
 * axes, uniformly in [0.25, 0.55] x [-0.25, 0.25] m.
 *
 * <h2>Episode End</h2>
 *
 * Never terminates, not by success either; truncated after 100 steps (2 s).
 */
public final class CubeLift {
  /** The task's name. */
  public static final String NAME = "cube-lift";

  /** The scene, beside this class. */
  static final String SCENE = "cube-lift.xml";

  static final int STEPS = 100;
  static final int PHYSICS_STEPS = 10; // of 2 ms in a step
  static final double STEP_SECONDS = 0.02;

  static final double ACTION_METRES = 0.1;
  static final double OPEN_METRES = 0.08;
  static final Vector3 LOW = new Vector3(0.2, -0.3, 0); // of the target position [m]
  static final Vector3 HIGH = new Vector3(0.6, 0.3, 0.5);
  static final Rotation R_OD = new Rotation(0, 1, 0, 0);

  static final double NEAREST_X = 0.25; // of the cube at the start [m]
  static final double FARTHEST_X = 0.55;
  static final double FARTHEST_Y = 0.25;
  static final double HALF_EDGE = 0.02; // [m]

  static final double LIFT_METRES = 0.2;
  static final double HELD_METRES = 0.05;
  private static final double NEAR = 0.3;
  private static final double LIFTED = 0.7;
  private static final double PER_METRE = 20;

  static final int IMAGE_SIZE = 128;
  static final List<String> CAMERAS = List.of("front", "wrist");

  private static final VectorLayout ACTION =
      VectorLayout.builder().add("xyz", 3, "1", 1).add("grasp", 1, "1", 1).build();

  private CubeLift() {}

  /** The arm's joints at the start [rad]; a new array. */
  static double[] home() {
    return new double[] {0, -0.785, 0, -2.35, 0, 1.57, Math.PI / 4};
  }

  /**
   * The spaces.
   *
   * @param images whether the policy sees images instead of the cube's position
   */
  static Spaces spaces(boolean images) {
    VectorLayout.Builder state = VectorLayout.builder();
    if (!images) {
      state.add("block_pos", 3, "m", 1);
    }
    state.add("gripper_pos", 1, "1", 1).add("tcp_pos", 3, "m", 1).add("tcp_vel", 3, "m/s", 1);
    return new Spaces(state.build(), images ? CAMERAS : List.of(), images ? IMAGE_SIZE : 0, ACTION);
  }

  /** The action that pushes the target as a person means it. */
  public static float[] steer(Motion motion, GripperAction gripper) {
    Vector3 push = motion.limited().translation();
    return new float[] {(float) push.x(), (float) push.y(), (float) push.z(), -gripper.element()};
  }

  /**
   * The reward.
   *
   * @param distance of E from the cube's centre [m]
   * @param lift of the cube above its start [m]
   */
  static double reward(double distance, double lift) {
    double lifted = Math.max(0, Math.min(1, lift / LIFT_METRES));
    return NEAR * Math.exp(-PER_METRE * distance) + LIFTED * lifted;
  }
}
