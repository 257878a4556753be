package org.serl4j.controller.arm.ros1;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.geometry.Wrench;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.FrankaState.Slice;
import org.serl4j.controller.ros1.message.ZeroJacobian;

/**
 * What one FrankaState says, in our terms.
 *
 * <pre>
 *   X_OE  = O_T_EE                          V_OE_O = J_OE dq
 *   f_E_E = R_EK f_K_K                      t_E_E  = R_EK t_K_K + p_EK x f_E_E,   X_EK = EE_T_K
 * </pre>
 *
 * <p>K_F_ext_hat_K is, by libfranka's {@code RobotState}, the wrench that acts on the stiffness
 * frame K, force first, expressed in K: the sign of {@link ArmState#F_E_E}. K is E unless somebody
 * called SetKFrame. Torques are tau_J_d, which contains no gravity.
 *
 * @param state the arm's state
 * @param mode robot_mode
 * @param errors current_errors, by name
 */
record FrankaReading(ArmState state, int mode, List<String> errors) {
  /** How far a rotation's columns may be from unit length: rounding of the robot's. */
  private static final double UNIT_TOLERANCE = 1e-3;

  /**
   * What is wrong with the robot itself.
   *
   * @param message one line with its remedy
   */
  record Trouble(ArmFault.Kind kind, String message) {}

  FrankaReading {
    errors = List.copyOf(errors);
  }

  /**
   * @param told not modified
   * @param jacobian a column after the other (not modified); of zeros while there is none
   * @param timeNs when it arrived, on the workcell's clock [ns]
   * @throws IllegalArgumentException if a number that we use is not finite
   */
  static FrankaReading of(FrankaState told, double[] jacobian, long timeNs) {
    double[] q = values(told, Slice.Q);
    double[] dq = values(told, Slice.DQ);
    ArmState state =
        new ArmState(
            timeNs,
            q,
            dq,
            pose(values(told, Slice.O_T_EE)),
            velocity(jacobian, dq),
            wrench(values(told, Slice.K_F_EXT_HAT_K), pose(values(told, Slice.EE_T_K))),
            values(told, Slice.TAU_J_D));
    return new FrankaReading(state, told.mode, told.currentErrors());
  }

  private static double[] values(FrankaState told, Slice slice) {
    double[] values = new double[slice.size()];
    told.copy(slice, values);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException("a number of " + slice + " is not finite");
    }
    return values;
  }

  /** A pose from 4x4 numbers, one column after the other. */
  static RigidTransform pose(double[] T) {
    double[] R = new double[9];
    for (int column = 0; column < 3; column++) {
      double length = 0;
      for (int row = 0; row < 3; row++) {
        double value = T[4 * column + row];
        R[3 * row + column] = value;
        length += value * value;
      }
      if (Math.abs(length - 1) > UNIT_TOLERANCE) {
        throw new IllegalArgumentException("a pose's rotation is none");
      }
    }
    double[] pose = new double[PoseArray.SIZE];
    PoseArray.setRotation(R, pose);
    pose[PoseArray.P] = T[12];
    pose[PoseArray.P + 1] = T[13];
    pose[PoseArray.P + 2] = T[14];
    return PoseArray.toTransform(pose);
  }

  /** {@code V = J dq}, linear first. */
  private static Twist velocity(double[] J, double[] dq) {
    double[] V = new double[ZeroJacobian.ROWS];
    for (int joint = 0; joint < JOINTS; joint++) {
      for (int row = 0; row < ZeroJacobian.ROWS; row++) {
        V[row] += J[ZeroJacobian.ROWS * joint + row] * dq[joint];
      }
    }
    return new Twist(new Vector3(V[0], V[1], V[2]), new Vector3(V[3], V[4], V[5]));
  }

  private static Wrench wrench(double[] F_K_K, RigidTransform X_EK) {
    Rotation R_EK = X_EK.R();
    Vector3 f = R_EK.times(new Vector3(F_K_K[0], F_K_K[1], F_K_K[2]));
    Vector3 t = R_EK.times(new Vector3(F_K_K[3], F_K_K[4], F_K_K[5]));
    return new Wrench(f, t.plus(X_EK.p().cross(f)));
  }

  /** Whether the robot is under its controller's command and complains of nothing. */
  boolean sound() {
    return mode == FrankaState.MODE_MOVE && errors.isEmpty();
  }

  /** Whether a person has the robot: no message of ours helps. */
  boolean heldByAPerson() {
    return mode == FrankaState.MODE_USER_STOPPED || mode == FrankaState.MODE_GUIDING;
  }

  /** Why the robot does not follow its controller, if it does not. */
  Optional<Trouble> trouble() {
    String named = errors.isEmpty() ? "" : " (" + String.join(", ", errors) + ")";
    return switch (mode) {
      case FrankaState.MODE_MOVE ->
          errors.isEmpty()
              ? Optional.empty()
              : trouble(
                  ArmFault.Kind.REFLEX, "the robot reports errors" + named, "look at the arm");
      case FrankaState.MODE_REFLEX ->
          trouble(
              ArmFault.Kind.REFLEX,
              "the robot stopped by its reflex" + named,
              "free the tool, lower speed or stiffness");
      case FrankaState.MODE_USER_STOPPED ->
          trouble(
              ArmFault.Kind.NOT_READY,
              "the robot's user stop is pressed" + named,
              "release it when nobody is in reach");
      case FrankaState.MODE_GUIDING ->
          trouble(
              ArmFault.Kind.NOT_READY,
              "the robot is guided by hand" + named,
              "let go of its guiding button");
      case FrankaState.MODE_IDLE ->
          trouble(
              ArmFault.Kind.NOT_READY,
              "the robot is idle, no controller moves it" + named,
              "start the impedance controller");
      case FrankaState.MODE_AUTOMATIC_ERROR_RECOVERY ->
          trouble(
              ArmFault.Kind.NOT_READY, "the robot recovers from an error" + named, "wait for it");
      default ->
          trouble(
              ArmFault.Kind.NOT_READY,
              "the robot is in mode " + mode + named,
              "unlock its joints and activate FCI in Desk");
    };
  }

  private static Optional<Trouble> trouble(ArmFault.Kind kind, String what, String remedy) {
    return Optional.of(new Trouble(kind, what + ": " + remedy + ", then recover"));
  }

  /** The six numbers of a twist or wrench, linear first. */
  static double[] six(Vector3 linear, Vector3 angular) {
    return new double[] {linear.x(), linear.y(), linear.z(), angular.x(), angular.y(), angular.z()};
  }

  /** Joints that are farther than {@code tolerance} from {@code target} [rad] (not modified). */
  List<Integer> away(double[] target, double tolerance) {
    List<Integer> joints = new ArrayList<>();
    for (int i = 0; i < JOINTS; i++) {
      if (!(Math.abs(state.q()[i] - target[i]) <= tolerance)) {
        joints.add(i);
      }
    }
    return joints;
  }
}
