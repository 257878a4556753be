package org.serl4j.controller.arm.serl;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.geometry.Wrench;

/**
 * One answer of SERL's {@code getstate}, in the wire's orders:
 *
 * <pre>
 *   pose        x y z [m], quaternion x y z w     X_OE
 *   vel         v [m/s], w [rad/s]                V_OE_O = J_OE dq
 *   force       3 [N]                             of F_E_E, in E, on the end effector (Franka's K_F_ext_hat_K)
 *   torque      3 [Nm]                            of F_E_E, likewise
 *   q, dq       7 [rad], 7 [rad/s]
 *   jacobian    6 rows of 7                       J_OE, rows v then w
 *   gripper_pos share of the opening              1 open, 0 closed
 * </pre>
 *
 * <p>The arrays are not modified.
 *
 * @param jacobian row-major, 42 numbers
 */
@SuppressWarnings("ArrayRecordComponent") // a message: compared by nobody
record ServerState(
    double[] pose,
    double[] vel,
    double[] force,
    double[] torque,
    double[] q,
    double[] dq,
    double[] jacobian,
    double gripper) {

  /**
   * What the server tells of an arm.
   *
   * @param gripper share of the opening
   */
  static ServerState of(ArmState state, double gripper) {
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(state.q());
    RigidTransform X_OE = state.X_OE();
    Rotation R = X_OE.R();
    return new ServerState(
        new double[] {X_OE.p().x(), X_OE.p().y(), X_OE.p().z(), R.x(), R.y(), R.z(), R.w()},
        six(state.V_OE_O().v(), state.V_OE_O().w()),
        three(state.F_E_E().f()),
        three(state.F_E_E().t()),
        state.q(),
        state.dq(),
        kinematics.J_OE(),
        gripper);
  }

  /**
   * Reads an answer of {@code getstate}.
   *
   * @throws LinkException if it is another thing
   */
  static ServerState parse(JsonNode answer) throws LinkException {
    JsonNode gripper = answer.path("gripper_pos");
    if (!gripper.isNumber()) {
      throw new LinkException("getstate: the answer has no number 'gripper_pos'");
    }
    return new ServerState(
        numbers(answer, "pose", 7),
        numbers(answer, "vel", 6),
        numbers(answer, "force", 3),
        numbers(answer, "torque", 3),
        numbers(answer, "q", JOINTS),
        numbers(answer, "dq", JOINTS),
        jacobian(answer.path("jacobian")),
        gripper.doubleValue());
  }

  private static double[] numbers(JsonNode answer, String key, int count) throws LinkException {
    return numbers(key, answer.path(key), count);
  }

  private static double[] numbers(String name, JsonNode array, int count) throws LinkException {
    if (!array.isArray() || array.size() != count) {
      throw new LinkException(
          "getstate: the answer's '%s' is not a list of %d numbers".formatted(name, count));
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      if (!array.get(i).isNumber()) {
        throw new LinkException("getstate: the answer's '%s' has no number".formatted(name));
      }
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  /** Six rows of seven; SERL's clients also take 42 numbers in a row. */
  private static double[] jacobian(JsonNode rows) throws LinkException {
    if (rows.size() == 6 * JOINTS) {
      return numbers("jacobian", rows, 6 * JOINTS);
    }
    if (!rows.isArray() || rows.size() != 6) {
      throw new LinkException("getstate: the answer's 'jacobian' is not 6 rows of 7 numbers");
    }
    double[] values = new double[6 * JOINTS];
    for (int row = 0; row < 6; row++) {
      System.arraycopy(numbers("jacobian", rows.get(row), JOINTS), 0, values, row * JOINTS, JOINTS);
    }
    return values;
  }

  /** Whether every number is finite and the quaternion one of a rotation. */
  boolean finite() {
    double sum = gripper;
    for (double[] part : new double[][] {pose, vel, force, torque, q, dq, jacobian}) {
      sum += Arrays.stream(part).sum();
    }
    double norm = Math.hypot(Math.hypot(pose[3], pose[4]), Math.hypot(pose[5], pose[6]));
    return Double.isFinite(sum) && Math.abs(norm - 1) < 1e-3;
  }

  /**
   * The arm's state; only if {@link #finite}. SERL's server does not tell torques: they are NaN.
   *
   * @param timeNs when it was asked for [ns]
   */
  ArmState armState(long timeNs) {
    double[] tau = new double[JOINTS];
    Arrays.fill(tau, Double.NaN);
    return new ArmState(
        timeNs,
        q,
        dq,
        transform(pose),
        new Twist(vector(vel, 0), vector(vel, 3)),
        new Wrench(vector(force, 0), vector(torque, 0)),
        tau);
  }

  /** From position and quaternion x y z w (not modified); the quaternion is normalised. */
  static RigidTransform transform(double[] pose) {
    return new RigidTransform(new Rotation(pose[6], pose[3], pose[4], pose[5]), vector(pose, 0));
  }

  /** To position and quaternion x y z w. */
  static double[] pose(RigidTransform X) {
    return new double[] {
      X.p().x(), X.p().y(), X.p().z(), X.R().x(), X.R().y(), X.R().z(), X.R().w()
    };
  }

  /**
   * Position and the angles about the fixed axes x, then y, then z [rad] that SciPy calls {@code
   * xyz}: {@code R = Rz(c) Ry(b) Rx(a)}, a and c in (-pi, pi], b in [-pi/2, pi/2].
   */
  double[] poseEuler() {
    double x = pose[3];
    double y = pose[4];
    double z = pose[5];
    double w = pose[6];
    // sin b = -R20; a = atan2(R21, R22), c = atan2(R10, R00)
    double sinB = 2 * (w * y - x * z);
    double b = Math.asin(Math.max(-1, Math.min(1, sinB)));
    double a = Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y));
    double c = Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z));
    if (Math.abs(sinB) > 1 - 1e-12) {
      // only a -+ c is left: SciPy puts all of it into a
      a = 2 * Math.atan2(x, w);
      c = 0;
    }
    return new double[] {pose[0], pose[1], pose[2], a, b, c};
  }

  /** The answer of {@code getstate}. */
  ObjectNode toJson() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("pose", array(pose));
    answer.set("vel", array(vel));
    answer.set("force", array(force));
    answer.set("torque", array(torque));
    answer.set("q", array(q));
    answer.set("dq", array(dq));
    answer.set("jacobian", jacobianRows());
    answer.put("gripper_pos", gripper);
    return answer;
  }

  /** The Jacobian as six rows. */
  ArrayNode jacobianRows() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int row = 0; row < 6; row++) {
      rows.add(array(Arrays.copyOfRange(jacobian, row * JOINTS, (row + 1) * JOINTS)));
    }
    return rows;
  }

  static ArrayNode array(double[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  private static double[] three(Vector3 v) {
    return new double[] {v.x(), v.y(), v.z()};
  }

  private static double[] six(Vector3 linear, Vector3 angular) {
    return new double[] {linear.x(), linear.y(), linear.z(), angular.x(), angular.y(), angular.z()};
  }

  private static Vector3 vector(double[] values, int from) {
    return new Vector3(values[from], values[from + 1], values[from + 2]);
  }
}
