package org.serl4j.controller.standin;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.serl4j.controller.Pace;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.Simulation;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.message.StandardMessages;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;

/**
 * A simulated Franka in real time behind a node of ROS 1: topics, services, actions and parameters
 * of the real robot under franka_ros and SERL's impedance controller. It needs no master to be
 * made; the node registers when one answers.
 *
 * <p>Names in ROS are absolute, as on the robot, except {@code ~user_stop}: true presses the user
 * stop, false releases it.
 */
public final class SimArm implements AutoCloseable {
  // franka_gripper's
  private static final double HAND_HZ = 30;

  private static final double ACTIONS_HZ = 50;

  static final String POSE = "/cartesian_impedance_controller/equilibrium_pose";

  private final Simulation<FrankaControl> simulation;
  private final RosNode node;
  private final FrankaControl control;
  private final List<LoopRunner> runners = new ArrayList<>();
  private final Optional<PictureServer> pictures;

  private SimArm(
      Simulation<FrankaControl> simulation,
      Reflex reflex,
      Cell cell,
      RosNode node,
      Optional<PictureServer> pictures,
      StandinSettings settings) {
    this.simulation = simulation;
    this.node = node;
    control = simulation.loop();
    WallTime time = new WallTime(Clock.systemUTC());
    this.pictures = pictures;
    StateTopic states = new StateTopic(node, time);
    JacobianTopic jacobians = new JacobianTopic(node);
    HandActions hand =
        new HandActions(
            node,
            simulation.gripper(),
            cell.gripper().openWidth(),
            () -> control.latest().timeNs(),
            time);
    RobotServices services =
        new RobotServices(node, control, cell.arm().limits(), settings.jointController(), time);
    ReconfigureServer.serve(node, control::comply);
    node.subscribe(POSE, PoseStamped.TYPE, this::pose);
    node.subscribe("~user_stop", StandardMessages.BOOL, control::userStop);
    every(
        "sim-arm-states",
        settings.stateHz(),
        () -> {
          if (services.tellsState()) {
            states.publish(control.latest(), reflex);
          }
        });
    every("sim-arm-jacobian", settings.jacobianHz(), () -> jacobians.publish(control.latest()));
    every("sim-arm-hand", HAND_HZ, hand::publish);
    every(
        "sim-arm-actions",
        ACTIONS_HZ,
        () -> {
          hand.look();
          services.look();
        });
    for (CameraConfig config : cell.cameras()) {
      CameraTopic camera =
          new CameraTopic(
              simulation, config, node, time, pictures.map(p -> p.stream("/" + config.name())));
      every("sim-arm-camera-" + config.name(), config.rateHz(), camera::step);
    }
  }

  private void every(String name, double hz, Runnable step) {
    runners.add(new LoopRunner(name, Math.round(1e9 / hz), step, System::nanoTime));
  }

  /**
   * Opens the scene and speaks as the robot.
   *
   * @param sceneXml an MJCF file with the arm of {@code franka.xml}
   * @param cell its gripper, its cameras (of the scene), its arm's model
   * @param node whose topics these become; closed with the arm, and when this fails
   * @throws FileNotFoundException if there is no such file
   * @throws IllegalArgumentException if scene and cell do not fit: one line with the reason
   */
  public static SimArm start(Path sceneXml, Cell cell, RosNode node, StandinSettings settings)
      throws FileNotFoundException {
    try {
      return open(sceneXml, cell, node, settings);
    } catch (FileNotFoundException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static SimArm open(Path sceneXml, Cell cell, RosNode node, StandinSettings settings)
      throws FileNotFoundException {
    Reflex reflex = new Reflex(settings.thresholds(), settings.thresholdScale());
    Simulation<FrankaControl> simulation =
        Simulation.open(
            sceneXml,
            cell,
            false,
            plant ->
                new FrankaControl(
                    plant,
                    cell.arm().limits(),
                    reflex,
                    ControllerParameters.of(ControllerParameters.defaults()),
                    settings.jointSeconds()));
    Optional<PictureServer> pictures = Optional.empty();
    try {
      // a machine that cannot draw says so now, not when somebody looks
      cell.cameras().forEach(simulation::look);
      if (settings.mjpegPort() != StandinSettings.NO_MJPEG) {
        pictures = Optional.of(new PictureServer(settings.mjpegPort()));
      }
      SimArm arm = new SimArm(simulation, reflex, cell, node, pictures, settings);
      simulation.start();
      arm.runners.forEach(LoopRunner::start);
      return arm;
    } catch (RuntimeException e) {
      pictures.ifPresent(PictureServer::close);
      simulation.close();
      throw e;
    }
  }

  /** An equilibrium pose; what is no pose is left out. */
  private void pose(PoseStamped pose) {
    double norm = pose.qw * pose.qw + pose.qx * pose.qx + pose.qy * pose.qy + pose.qz * pose.qz;
    if (Double.isFinite(pose.x + pose.y + pose.z + norm) && norm > 0) {
      control.equilibrium(
          new RigidTransform(
              new Rotation(pose.qw, pose.qx, pose.qy, pose.qz),
              new Vector3(pose.x, pose.y, pose.z)));
    }
  }

  /** The privileged look at the scene, for whoever disturbs it. */
  public SimulatedScene scene() {
    return simulation.scene();
  }

  /** Where the end effector stands now. */
  public RigidTransform X_OE() {
    double[] X = control.latest().X_OE();
    return new RigidTransform(
        new Rotation(X[PoseArray.W], X[PoseArray.W + 1], X[PoseArray.W + 2], X[PoseArray.W + 3]),
        new Vector3(X[PoseArray.P], X[PoseArray.P + 1], X[PoseArray.P + 2]));
  }

  /** Where the pictures are served, if they are. */
  public OptionalInt mjpegPort() {
    return pictures.map(p -> OptionalInt.of(p.port())).orElse(OptionalInt.empty());
  }

  /** The simulation's clock. */
  public Pace pace() {
    return simulation.pace();
  }

  /**
   * Whether all threads are at work.
   *
   * @throws IllegalStateException if one has ended: one line with the reason
   */
  public void requireRunning() {
    simulation.requireRunning();
    for (LoopRunner runner : runners) {
      Optional<Throwable> failure = runner.failure();
      if (failure.isPresent()) {
        throw new IllegalStateException(
            "a thread of the stand-in stopped: " + failure.get().getMessage(), failure.get());
      }
    }
  }

  /** Unregisters, then ends all threads. */
  @Override
  public void close() {
    node.close();
    pictures.ifPresent(PictureServer::close);
    runners.forEach(LoopRunner::close);
    simulation.close();
  }
}
