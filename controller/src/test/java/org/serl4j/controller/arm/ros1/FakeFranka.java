package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.client.TcpNode;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.FrankaState.Slice;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.message.Reconfigure;
import org.serl4j.controller.ros1.message.RosControl;
import org.serl4j.controller.ros1.message.ZeroJacobian;

/**
 * The robot's side, as little of it as the arm needs: a pose that follows the equilibrium without
 * any dynamics, modes, two controllers, parameters. It holds every pose that it gets against the
 * bounds that the arm promises.
 */
final class FakeFranka implements AutoCloseable {
  static final double SPEED = 0.25; // [m/s] the cell's
  static final double ACCELERATION = 4; // [m/s^2]
  static final double TURN_RATE = 1; // [rad/s]
  static final double TURN_ACCELERATION = 15; // [rad/s^2]
  static final double STEP = 0.005; // [s]

  private static final String CONTROLLER = "/cartesian_impedance_controller";
  private static final double SLACK = 1e-9;

  /** A silence in which the arm at its highest speed has stopped, and more [ns]. */
  private static final long SILENCE_NS = 100_000_000;

  private static final double JOINT_STEP = 0.02; // [rad] a cycle

  private final RosNode node;
  private final LoopRunner runner;
  private Publisher<FrankaState> states;
  private Publisher<double[]> jacobians;
  private @Nullable Subscription equilibrium;

  // below under this object's lock
  private final FrankaState message = new FrankaState();
  private RigidTransform X_OE = start();
  private RigidTransform X_OD = X_OE;
  private RigidTransform last = X_OE;
  private Vector3 v = Vector3.ZERO;
  private Vector3 w = Vector3.ZERO;
  private final List<String> violations = new ArrayList<>();
  private double[] q = {0, -0.1101, 0, -2.2727, 0, 2.1626, 0.785398};
  private double[] jointTarget = q.clone();
  private int poses;
  private boolean cuttable;
  private long poseNs;
  private Vector3 seen = X_OD.p();
  private double leap;
  private int mode = FrankaState.MODE_MOVE;
  private List<String> errors = List.of();
  private int recoveries;
  private boolean impedance = true;
  private boolean joint;
  private boolean stuck;
  private final List<String> switches = new ArrayList<>();
  private Map<String, Double> parameters = new LinkedHashMap<>();
  private UnaryOperator<Map<String, Double>> taking = UnaryOperator.identity();
  private double force;
  private long stampNs;
  private long commandStampNs;
  private FrankaActions.@Nullable Load load;

  static RigidTransform start() {
    return new RigidTransform(new Rotation(0, 1, 0, 0), new Vector3(0.5, 0, 0.3));
  }

  FakeFranka(RosSettings settings) throws IOException {
    node = TcpNode.open(settings, "/fake_franka");
    message.set(Slice.EE_T_K, new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
    states = node.publish("/franka_state_controller/franka_states", FrankaState.TYPE, false, 1);
    jacobians = node.publish(CONTROLLER + "/franka_jacobian", ZeroJacobian.TYPE, false, 1);
    listen();
    node.serve(
        CONTROLLER + "dynamic_reconfigure_compliance_param_node/set_parameters",
        Reconfigure.SERVICE,
        this::set);
    node.subscribe(
        "/franka_control/error_recovery/goal",
        FrankaActions.ERROR_RECOVERY.goal(),
        goal -> recover());
    node.serve("/franka_control/set_load", FrankaActions.SET_LOAD, this::take);
    node.serve("/controller_manager/switch_controller", RosControl.SWITCH, this::change);
    runner = new LoopRunner("fake-franka", 10_000_000, this::cycle, System::nanoTime);
    runner.start();
  }

  RosNode node() {
    return node;
  }

  private void cycle() {
    synchronized (this) {
      boolean moves = mode == FrankaState.MODE_MOVE;
      if (moves && impedance && !stuck) {
        X_OE = X_OE.interpolate(X_OD, 0.3);
      }
      for (int i = 0; joint && !stuck && i < q.length; i++) {
        q[i] += Math.max(-JOINT_STEP, Math.min(JOINT_STEP, jointTarget[i] - q[i]));
      }
      leap = Math.max(leap, X_OD.p().minus(seen).norm());
      seen = X_OD.p();
      fill();
      states.publish(message);
      if (impedance && moves) {
        jacobians.publish(new double[ZeroJacobian.ROWS * ZeroJacobian.COLUMNS]);
      }
    }
  }

  private void fill() {
    message.stampNs = stampNs;
    message.mode = mode == FrankaState.MODE_MOVE && !impedance && !joint ? 1 : mode;
    message.errors(errors, errors);
    message.set(Slice.Q, q);
    message.set(Slice.O_T_EE, columns(X_OE));
    message.set(Slice.K_F_EXT_HAT_K, 2, -force);
  }

  /** 4x4, one column after the other. */
  static double[] columns(RigidTransform X) {
    double[] T = new double[16];
    Vector3[] axes = {new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, 1)};
    for (int column = 0; column < 3; column++) {
      Vector3 axis = X.R().times(axes[column]);
      T[4 * column] = axis.x();
      T[4 * column + 1] = axis.y();
      T[4 * column + 2] = axis.z();
    }
    T[12] = X.p().x();
    T[13] = X.p().y();
    T[14] = X.p().z();
    T[15] = 1;
    return T;
  }

  // the controller

  /** (Re)starts the controller's subscriber; the equilibrium is where the arm stands. */
  void listen() {
    synchronized (this) {
      begin();
    }
    equilibrium = node.subscribe(CONTROLLER + "/equilibrium_pose", PoseStamped.TYPE, this::follow);
  }

  void stopListening() {
    if (equilibrium != null) {
      equilibrium.close();
    }
  }

  private void begin() {
    X_OD = X_OE;
    last = X_OE;
    v = Vector3.ZERO;
    w = Vector3.ZERO;
  }

  private synchronized void follow(PoseStamped pose) {
    RigidTransform next =
        new RigidTransform(
            new Rotation(pose.qw, pose.qx, pose.qy, pose.qz), new Vector3(pose.x, pose.y, pose.z));
    poses++;
    commandStampNs = pose.stampNs;
    Vector3 vNext = next.p().minus(last.p()).times(1 / STEP);
    Vector3 wNext = next.R().times(last.R().inverse()).log().times(1 / STEP);
    check("frame_id", pose.frameId.equals("0"));
    check("speed", vNext.norm() <= SPEED + SLACK);
    check("turn rate", wNext.norm() <= TURN_RATE + SLACK);
    long now = System.nanoTime();
    boolean restarts = cuttable && now - poseNs > SILENCE_NS;
    poseNs = now;
    check(
        "acceleration",
        gentle(v, vNext, ACCELERATION * STEP)
            || (restarts && gentle(Vector3.ZERO, vNext, ACCELERATION * STEP)));
    check(
        "turn acceleration",
        gentle(w, wNext, TURN_ACCELERATION * STEP)
            || (restarts && gentle(Vector3.ZERO, wNext, TURN_ACCELERATION * STEP)));
    last = next;
    v = vNext;
    w = wNext;
    if (mode == FrankaState.MODE_MOVE && impedance) {
      X_OD = next;
    }
  }

  /** A pose that rests is not sent for a while: between two small steps it may have rested. */
  private static boolean gentle(Vector3 before, Vector3 after, double step) {
    double small = step + 1e-6; // rounding of a quaternion, divided by a step
    return after.minus(before).norm() <= small || (after.norm() <= small && before.norm() <= small);
  }

  private void check(String what, boolean kept) {
    if (!kept) {
      violations.add(what + " of pose " + poses + ": from " + last.p() + ", v " + v);
    }
  }

  synchronized void assertSmooth() {
    assertTrue(violations.isEmpty(), () -> violations.toString());
    assertTrue(poses > 0, "poses have come");
  }

  /** From now on a line that is cut may end the poses at any speed. */
  synchronized void cuttable() {
    cuttable = true;
  }

  /** What it would say at a distance. */
  synchronized FarFranka.Report report() {
    return new FarFranka.Report(poses, X_OD.p(), leap, violations.toString());
  }

  synchronized int poses() {
    return poses;
  }

  synchronized RigidTransform X_OD() {
    return X_OD;
  }

  synchronized RigidTransform X_OE() {
    return X_OE;
  }

  private Reconfigure.Config set(Reconfigure.Config asked) {
    UnaryOperator<Map<String, Double>> taken;
    synchronized (this) {
      parameters = new LinkedHashMap<>(asked.doubles());
      taken = taking;
    }
    return Reconfigure.Config.of(taken.apply(asked.doubles()));
  }

  /** What the controller makes of parameters. */
  synchronized void taking(UnaryOperator<Map<String, Double>> taking) {
    this.taking = taking;
  }

  synchronized Map<String, Double> parameters() {
    return Map.copyOf(parameters);
  }

  private synchronized boolean change(RosControl.Switch request) {
    switches.add("start " + request.start() + " stop " + request.stop());
    if (request.stop().contains("cartesian_impedance_controller")) {
      impedance = false;
    }
    joint &= !request.stop().contains("joint_position_controller");
    if (request.start().contains("cartesian_impedance_controller")) {
      impedance = true;
      begin();
    }
    if (request.start().contains("joint_position_controller")) {
      joint = true;
      jointTarget = target();
    }
    return true;
  }

  private double[] target() {
    try {
      List<?> values = (List<?>) node.parameters().get("/target_joint_positions").orElseThrow();
      return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    } catch (RosException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized List<String> switches() {
    return List.copyOf(switches);
  }

  private synchronized FrankaActions.Report take(FrankaActions.Load told) {
    load = told;
    return new FrankaActions.Report(true, "");
  }

  synchronized FrankaActions.@Nullable Load load() {
    return load;
  }

  // the robot

  /** Whether nothing moves it although it is told to. */
  synchronized void stuck(boolean is) {
    stuck = is;
  }

  synchronized void mode(int mode, String... errors) {
    this.mode = mode;
    this.errors = List.of(errors);
    if (mode == FrankaState.MODE_MOVE) {
      begin();
    }
  }

  /** Somebody pushes the arm [m]. */
  synchronized void push(Vector3 d) {
    X_OE = new RigidTransform(X_OE.R(), X_OE.p().plus(d));
  }

  private synchronized void recover() {
    recoveries++;
    if (mode != FrankaState.MODE_USER_STOPPED && mode != FrankaState.MODE_MOVE) {
      mode(FrankaState.MODE_MOVE);
    }
  }

  synchronized int recoveries() {
    return recoveries;
  }

  /** What the robot's clock says from now on, as if it stood [ns]. */
  synchronized void clock(long ns) {
    stampNs = ns;
  }

  /** Of the newest pose [ns]. */
  synchronized long commandStampNs() {
    return commandStampNs;
  }

  /** Presses against the tool from below [N]. */
  synchronized void press(double newtons) {
    force = newtons;
  }

  synchronized void joints(double[] positions) {
    q = Arrays.copyOf(positions, positions.length);
  }

  synchronized double[] joints() {
    return q.clone();
  }

  /** Ends the topic of states, as a robot's computer that goes down. */
  void silence() {
    synchronized (this) {
      states.close();
    }
  }

  void speak() {
    synchronized (this) {
      states = node.publish("/franka_state_controller/franka_states", FrankaState.TYPE, false, 1);
    }
  }

  @Override
  public void close() {
    runner.close();
    node.close();
  }
}
