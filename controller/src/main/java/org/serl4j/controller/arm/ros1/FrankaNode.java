package org.serl4j.controller.arm.ros1;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.client.RosClients;
import org.serl4j.controller.ros1.message.ActionType;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.Header;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.message.Reconfigure;
import org.serl4j.controller.ros1.message.ZeroJacobian;
import org.serl4j.hardware.Payload;
import org.serl4j.hardware.RosLink;
import org.serl4j.hardware.RosTopics;

/** The names and messages of the robot's programs. Publishing never waits; calls wait a second. */
final class FrankaNode implements AutoCloseable {
  static final String NAME = "/serl4j";

  /** The frame of an equilibrium pose, as SERL's controller gets it: the robot's base. */
  private static final String BASE_FRAME = "0";

  /** A line is given up when nothing came for this many times the age that stops the arm. */
  private static final int SILENCE = 2;

  private static final long CALL_MS = 1_000;

  /** Poses that wait for a slow line: one that is dropped is a jump for the controller. */
  private static final int POSES = 256;

  private final RosNode node;
  private final Publisher<PoseStamped> poses;
  private final Publisher<ActionType.Goal<FrankaActions.Nothing>> recoveries;
  private final ServiceClient<Reconfigure.Config, Reconfigure.Config> parameters;
  private final ServiceClient<FrankaActions.Load, FrankaActions.Report> load;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final PoseStamped pose = new PoseStamped(); // of the sending thread
  private final LongSupplier wallNs;
  private int recoveryCount;

  private FrankaNode(RosNode node, RosTopics topics, LongSupplier wallNs) {
    this.node = node;
    this.wallNs = wallNs;
    poses = node.publish(topics.controller() + "/equilibrium_pose", PoseStamped.TYPE, false, POSES);
    recoveries =
        node.publish(
            topics.control() + "/error_recovery/goal",
            FrankaActions.ERROR_RECOVERY.goal(),
            false,
            1);
    parameters =
        node.client(
            topics.controller() + "dynamic_reconfigure_compliance_param_node/set_parameters",
            Reconfigure.SERVICE,
            true,
            CALL_MS);
    load = node.client(topics.control() + "/set_load", FrankaActions.SET_LOAD, false, CALL_MS);
    pose.frameId = BASE_FRAME;
  }

  /**
   * @param wallNs for stamps, which nothing of ours reads: it may be set while this runs [ns]
   * @throws RosException if this machine does not have the host's address
   */
  static FrankaNode open(RosLink ros, LongSupplier wallNs) throws RosException {
    RosSettings settings = new RosSettings(URI.create(ros.master()), ros.host(), "/");
    return new FrankaNode(RosClients.open(settings, NAME), ros.names(), wallNs);
  }

  /** Listeners are called on threads of the node. */
  void subscribe(RosLink ros, Consumer<FrankaState> states, Consumer<double[]> jacobians) {
    RosTopics topics = ros.names();
    int silenceMs = SILENCE * ros.staleMs();
    subscriptions.add(node.subscribe(topics.states(), FrankaState.TYPE, silenceMs, states));
    subscriptions.add(
        node.subscribe(
            topics.controller() + "/franka_jacobian", ZeroJacobian.TYPE, silenceMs, jacobians));
  }

  RosNode node() {
    return node;
  }

  /** How many controllers listen for poses. */
  int listeners() {
    return poses.links();
  }

  /** How often one of them connected again. */
  int returns() {
    return poses.returns();
  }

  /**
   * Sends an equilibrium pose.
   *
   * @param X_OD a {@code PoseArray} (not modified)
   */
  void send(double[] X_OD) {
    pose.seq++;
    pose.stampNs = wallNs.getAsLong();
    pose.x = X_OD[PoseArray.P];
    pose.y = X_OD[PoseArray.P + 1];
    pose.z = X_OD[PoseArray.P + 2];
    pose.qw = X_OD[PoseArray.W];
    pose.qx = X_OD[PoseArray.W + 1];
    pose.qy = X_OD[PoseArray.W + 2];
    pose.qz = X_OD[PoseArray.W + 3];
    poses.publish(pose);
  }

  /** This machine's, since 1970. */
  static long wallNs() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  /**
   * A goal for one of the robot's actions. Its id has no time, so the robot puts its own there:
   * actionlib refuses a goal that is older than the one before, as ours would be after this
   * machine's clock was set back.
   *
   * @param wallNs makes the id differ from those of earlier runs
   */
  static <G> ActionType.Goal<G> goal(String action, int number, G goal, long wallNs) {
    return new ActionType.Goal<>(
        new Header(number, wallNs, ""),
        new ActionType.GoalId(0, NAME + "-" + action + "-" + number + "-" + wallNs),
        goal);
  }

  boolean hearsRecovery() {
    return recoveries.links() > 0;
  }

  void recoverErrors() {
    recoveryCount++;
    recoveries.publish(
        goal("error_recovery", recoveryCount, FrankaActions.Nothing.NOTHING, wallNs.getAsLong()));
  }

  /**
   * Sets the controller's parameters.
   *
   * @param asked by name (not modified)
   * @return what it now has otherwise, as "name = value instead of value"; empty if nothing
   */
  Optional<String> reconfigure(Map<String, Double> asked) throws RosException {
    Map<String, Double> has =
        parameters.call(Reconfigure.Config.of(new LinkedHashMap<>(asked))).doubles();
    for (Map.Entry<String, Double> one : asked.entrySet()) {
      Double applied = has.get(one.getKey());
      if (applied == null || Math.abs(applied - one.getValue()) > 1e-9 * (1 + one.getValue())) {
        return Optional.of(
            "%s = %s instead of %s".formatted(one.getKey(), applied, one.getValue()));
      }
    }
    return Optional.empty();
  }

  /** Tells the robot what it carries; what it answers if it does not take it. */
  Optional<String> load(Payload payload) throws RosException {
    FrankaActions.Report report =
        load.call(
            new FrankaActions.Load(
                payload.mass(),
                new double[] {payload.centre().x(), payload.centre().y(), payload.centre().z()},
                inertia(payload)));
    return report.success() ? Optional.empty() : Optional.of(report.error());
  }

  /** The symmetric matrix, one column after the other. */
  static double[] inertia(Payload payload) {
    double xx = payload.inertia().x();
    double yy = payload.inertia().y();
    double zz = payload.inertia().z();
    double xy = payload.products().x();
    double xz = payload.products().y();
    double yz = payload.products().z();
    return new double[] {xx, xy, xz, xy, yy, yz, xz, yz, zz};
  }

  /** What is wrong with the link to master or publishers, as " (why)"; empty for nothing. */
  String complaint() {
    Optional<String> why =
        subscriptions.stream()
            .flatMap(subscription -> subscription.complaint().stream())
            .findFirst()
            .or(node::complaint);
    return why.map(text -> " (" + text + ")").orElse("");
  }

  @Override
  public void close() {
    parameters.close();
    load.close();
    node.close();
  }
}
