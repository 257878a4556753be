package org.serl4j.tasks.arm;

import java.util.Arrays;
import java.util.List;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.teleoperation.Motion;

/**
 * SERL's observation and action as named slices. The order is SERL's (its keys sorted by name, 19
 * numbers); pose and velocity are two slices each, because metres and radians differ. A task whose
 * gripper is learned has one choice more behind the motion.
 *
 * @param actionMetres what an action of 1 asks for along an axis [m]
 * @param actionRadians what an action of 1 asks for about an axis [rad]
 * @param gripper whether the action's last element chooses what the gripper does
 */
public record EndEffectorSpaces(double actionMetres, double actionRadians, boolean gripper) {
  private static final VectorLayout STATE =
      VectorLayout.builder()
          .add("gripper_pose", 1, "m", 0.08)
          .add("tcp_force", 3, "N", 10)
          .add("tcp_pose_position", 3, "m", 0.05)
          .add("tcp_pose_rotation", 3, "rad", 0.3)
          .add("tcp_torque", 3, "Nm", 1)
          .add("tcp_vel_linear", 3, "m/s", 0.05)
          .add("tcp_vel_angular", 3, "rad/s", 0.3)
          .build();

  private static final VectorLayout ACTION =
      VectorLayout.builder().add("xyz", 3, "1", 1).add("rotation", 3, "1", 1).build();

  private static final VectorLayout ACTION_WITH_GRIPPER =
      VectorLayout.builder()
          .add("xyz", 3, "1", 1)
          .add("rotation", 3, "1", 1)
          .addDiscrete("gripper")
          .build();

  private static final Slice GRIPPER = STATE.slice("gripper_pose");
  private static final Slice FORCE = STATE.slice("tcp_force");
  private static final Slice POSITION = STATE.slice("tcp_pose_position");
  private static final Slice ROTATION = STATE.slice("tcp_pose_rotation");
  private static final Slice TORQUE = STATE.slice("tcp_torque");
  private static final Slice LINEAR = STATE.slice("tcp_vel_linear");
  private static final Slice ANGULAR = STATE.slice("tcp_vel_angular");
  private static final Slice XYZ = ACTION.slice("xyz");
  private static final Slice TURN = ACTION.slice("rotation");
  private static final Slice CHOICE = ACTION_WITH_GRIPPER.slice("gripper");

  /** Of a task whose gripper stays as it is. */
  public EndEffectorSpaces(double actionMetres, double actionRadians) {
    this(actionMetres, actionRadians, false);
  }

  /** The spaces of this task with these cameras, whose images are square [px]. */
  Spaces over(List<String> cameras, int imageSize) {
    return new Spaces(STATE, cameras, imageSize, gripper ? ACTION_WITH_GRIPPER : ACTION);
  }

  /** The spaces of a task with these cameras whose gripper stays as it is. */
  public static Spaces spaces(List<String> cameras, int imageSize) {
    return new Spaces(STATE, cameras, imageSize, ACTION);
  }

  /**
   * The state.
   *
   * @param X_OR pose of the end effector at reset: the state's pose is relative to it
   */
  public static float[] state(ArmState arm, double gripperWidthM, RigidTransform X_OR) {
    float[] state = new float[STATE.size()];
    state[GRIPPER.from()] = (float) gripperWidthM;
    put(arm.F_E_E().f(), state, FORCE);
    put(arm.F_E_E().t(), state, TORQUE);
    // X_RE = X_OR^-1 X_OE
    RigidTransform X_RE = X_OR.inverse().times(arm.X_OE());
    put(X_RE.p(), state, POSITION);
    put(X_RE.R().log(), state, ROTATION);
    // V_OE_E = R_OE^-1 V_OE_O, linear and angular alike: both are of E's origin
    Rotation R_EO = arm.X_OE().R().inverse();
    put(R_EO.times(arm.V_OE_O().v()), state, LINEAR);
    put(R_EO.times(arm.V_OE_O().w()), state, ANGULAR);
    return state;
  }

  private static void put(Vector3 v, float[] into, Slice slice) {
    into[slice.from()] = (float) v.x();
    into[slice.from() + 1] = (float) v.y();
    into[slice.from() + 2] = (float) v.z();
  }

  /**
   * The pose that an action asks for: a displacement and a rotation in the end effector's own frame
   * E, from the measured pose as in SERL. SERL maps the action through an adjoint whose lower block
   * adds a rotation of p x (R v) to a pure translation; here a translation is a translation.
   *
   * <pre>
   *   p_OD = p_OE + R_OE (actionMetres a_xyz)        R_OD = R_OE exp(actionRadians a_rotation)
   * </pre>
   */
  public RigidTransform target(RigidTransform X_OE, float[] action) {
    return X_OE.times(
        new RigidTransform(
            Rotation.exp(vector(action, TURN).times(actionRadians)),
            vector(action, XYZ).times(actionMetres)));
  }

  /** The action, not clipped, that asks for {@code X_ED} from wherever E is. */
  public float[] action(Vector3 p_ED, Vector3 r_ED) {
    float[] action = new float[ACTION.size()];
    put(p_ED.times(1 / actionMetres), action, XYZ);
    put(r_ED.times(1 / actionRadians), action, TURN);
    return action;
  }

  /** The action of that motion in E: 1 asks for as much as an action of 1. */
  public static float[] action(Motion motion_E) {
    float[] action = new float[ACTION.size()];
    put(motion_E.translation(), action, XYZ);
    put(motion_E.rotation(), action, TURN);
    return action;
  }

  /**
   * The same motion with a choice of the gripper behind it.
   *
   * @param motion of 6 elements; not modified
   */
  public static float[] with(float[] motion, GripperAction choice) {
    float[] action = Arrays.copyOf(motion, ACTION_WITH_GRIPPER.size());
    action[CHOICE.from()] = choice.element();
    return action;
  }

  /** The gripper's element of an action that has one. */
  static float choice(float[] action) {
    return action[CHOICE.from()];
  }

  private static Vector3 vector(float[] from, Slice slice) {
    return new Vector3(from[slice.from()], from[slice.from() + 1], from[slice.from() + 2]);
  }
}
