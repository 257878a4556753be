package org.serl4j.controller.standin;

import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.FrankaState.Slice;

/**
 * {@code franka_states}, in the layout of franka_ros 0.9 and later: what the robot's state
 * controller tells. What the simulation does not know stays 0: the accelerations, the elbow's
 * commands, the rates of torques. External wrenches and torques have the sign of {@code
 * docs/notation.md}: exerted on the robot.
 *
 * <p>Used by one thread.
 */
final class StateTopic {
  static final String NAME = "/franka_state_controller/franka_states";

  // the Franka Hand, as its maker describes it
  private static final double HAND_KG = 0.73;
  private static final double[] HAND_CENTRE = {-0.01, 0, 0.03}; // [m] in the flange's frame
  private static final double[] HAND_INERTIA = {
    0.001, 0, 0, 0, 0.0025, 0, 0, 0, 0.0017
  }; // [kg m^2]

  private static final double[] IDENTITY = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  private static final double R = Math.sqrt(0.5);

  // one column after the other: the hand is turned by -45 degrees
  private static final double[] FLANGE_TO_E = {
    R, -R, 0, 0, R, R, 0, 0, 0, 0, 1, 0, 0, 0, FrankaKinematics.HAND_TO_TCP, 1
  };

  private final Publisher<FrankaState> publisher;
  private final WallTime time;
  private final FrankaState message = new FrankaState();
  private final double[] pose = new double[16];

  StateTopic(RosNode node, WallTime time) {
    this.time = time;
    publisher = node.publish(NAME, FrankaState.TYPE, false, 10);
    message.set(Slice.F_T_EE, FLANGE_TO_E);
    message.set(Slice.F_T_NE, FLANGE_TO_E);
    message.set(Slice.NE_T_EE, IDENTITY);
    message.set(Slice.EE_T_K, IDENTITY);
    message.set(Slice.M_EE, new double[] {HAND_KG});
    message.set(Slice.F_X_CEE, HAND_CENTRE);
    message.set(Slice.I_EE, HAND_INERTIA);
  }

  void publish(RobotSample sample, Reflex reflex) {
    message.seq++;
    message.stampNs = time.stampNs();
    message.set(Slice.Q, sample.q());
    message.set(Slice.Q_D, sample.q());
    message.set(Slice.THETA, sample.q());
    message.set(Slice.DQ, sample.dq());
    message.set(Slice.DQ_D, sample.dq());
    message.set(Slice.DTHETA, sample.dq());
    message.set(Slice.TAU_J_D, sample.tau());
    for (int i = 0; i < Slice.TAU_J.size(); i++) {
      message.set(Slice.TAU_J, i, sample.tau()[i] + sample.compensation()[i]);
      double touched = reflex.joint(sample.tau_ext(), i) ? 1 : 0;
      message.set(Slice.JOINT_COLLISION, i, touched);
      message.set(Slice.JOINT_CONTACT, i, touched);
    }
    message.set(Slice.TAU_EXT_HAT_FILTERED, sample.tau_ext());
    message.set(Slice.K_F_EXT_HAT_K, sample.F_E_E());
    message.set(Slice.O_F_EXT_HAT_K, sample.F_E_O());
    for (int i = 0; i < Slice.CARTESIAN_CONTACT.size(); i++) {
      double touched = reflex.cartesian(sample.F_E_O(), i) ? 1 : 0;
      message.set(Slice.CARTESIAN_COLLISION, i, touched);
      message.set(Slice.CARTESIAN_CONTACT, i, touched);
    }
    elbow(sample.q());
    matrix(sample.X_OE());
    message.set(Slice.O_T_EE, pose);
    matrix(sample.X_OD());
    message.set(Slice.O_T_EE_D, pose);
    message.set(Slice.O_T_EE_C, pose);
    load(sample.payload());
    message.set(Slice.TIME, 0, sample.timeNs() * 1e-9);
    message.set(Slice.CONTROL_COMMAND_SUCCESS_RATE, 0, sample.successRate());
    message.mode = sample.mode();
    message.errors(sample.errors(), sample.lastMotionErrors());
    publisher.publish(message);
  }

  /** Position of joint 3 and the sign of joint 4. */
  private void elbow(double[] q) {
    for (Slice slice : new Slice[] {Slice.ELBOW, Slice.ELBOW_D, Slice.ELBOW_C}) {
      message.set(slice, 0, q[2]);
      message.set(slice, 1, q[3] < 0 ? -1 : 1);
    }
  }

  private void load(Payload payload) {
    double mass = payload.massKg();
    double[] centre = {payload.p_FL().x(), payload.p_FL().y(), payload.p_FL().z()};
    message.set(Slice.M_LOAD, 0, mass);
    message.set(Slice.F_X_CLOAD, centre);
    message.set(Slice.I_LOAD, payload.inertia());
    message.set(Slice.M_TOTAL, 0, HAND_KG + mass);
    for (int i = 0; i < centre.length; i++) {
      double mean = (HAND_KG * HAND_CENTRE[i] + mass * centre[i]) / (HAND_KG + mass);
      message.set(Slice.F_X_CTOTAL, i, mean);
    }
  }

  /** A pose as 4x4, one column after the other. */
  private void matrix(double[] X) {
    double w = X[PoseArray.W];
    double x = X[PoseArray.W + 1];
    double y = X[PoseArray.W + 2];
    double z = X[PoseArray.W + 3];
    pose[0] = 1 - 2 * (y * y + z * z);
    pose[1] = 2 * (x * y + w * z);
    pose[2] = 2 * (x * z - w * y);
    pose[4] = 2 * (x * y - w * z);
    pose[5] = 1 - 2 * (x * x + z * z);
    pose[6] = 2 * (y * z + w * x);
    pose[8] = 2 * (x * z + w * y);
    pose[9] = 2 * (y * z - w * x);
    pose[10] = 1 - 2 * (x * x + y * y);
    System.arraycopy(X, PoseArray.P, pose, 12, 3);
    pose[15] = 1;
  }
}
