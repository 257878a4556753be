package org.serl4j.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.session.StopSignal;
import org.serl4j.controller.Pace;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.client.TcpNode;
import org.serl4j.controller.standin.SimArm;
import org.serl4j.controller.standin.StandinSettings;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.CollisionThresholds;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.arm.BenchAttendant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulated Franka with SERL's controller, as a node of ROS 1. */
@Command(
    name = "sim-arm",
    description =
        "Be a Franka with SERL's controller on ROS 1: a simulated arm with the topics, services and"
            + " actions of the real one, and its scene's cameras. Ctrl-C ends it.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SimArmCommand implements Callable<Integer> {
  private static final String NODE = "sim_arm";
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--task", paramLabel = "TASK", description = "Whose scene stands on the bench.")
  private String task = "peg-insertion";

  @Option(
      names = "--master",
      paramLabel = "URI",
      description = "The ROS master (default: ROS_MASTER_URI, else this machine's).")
  private @Nullable URI master;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Under which address others find this machine (default: ROS_HOSTNAME, ROS_IP, else"
              + " 127.0.0.1). Whoever reaches it moves the arm.")
  private @Nullable String host;

  @Option(names = "--state-hz", paramLabel = "HZ", description = "Rate of franka_states.")
  private double stateHz = StandinSettings.DEFAULT.stateHz();

  @Option(names = "--jacobian-hz", paramLabel = "HZ", description = "Rate of franka_jacobian.")
  private double jacobianHz = StandinSettings.DEFAULT.jacobianHz();

  @Option(
      names = "--joint-controller",
      paramLabel = "NAME",
      description = "Name of the joint position controller.")
  private String jointController = StandinSettings.DEFAULT.jointController();

  @Option(
      names = "--reset-seconds",
      paramLabel = "S",
      description = "How long the joint position controller takes to its target.")
  private double resetSeconds = StandinSettings.DEFAULT.jointSeconds();

  @Option(
      names = "--reflex-scale",
      paramLabel = "F",
      description = "Multiplies franka_ros' collision thresholds (20 N, 25 Nm, 12 to 20 Nm).")
  private double reflexScale = StandinSettings.DEFAULT.thresholdScale();

  @Option(
      names = "--mjpeg",
      paramLabel = "PORT",
      description =
          "Show the cameras as http://127.0.0.1:PORT/NAME too; 0 takes a free port and says which.")
  private @Nullable Integer mjpegPort;

  @Option(
      names = "--attend",
      description =
          "Put back what has slipped in the grasp or lies in neither bin, as a person beside the bench"
              + " would.")
  private boolean attend;

  @Override
  public Integer call() throws IOException {
    StandinSettings settings = settings();
    RosSettings ros = ros();
    Cell read = Cell.read(cellFile());
    PrintWriter out = spec.commandLine().getOut();
    Thread here = Thread.currentThread();
    try (StopSignal signal = new StopSignal(here::interrupt, () -> say(out, "ended in a hurry"));
        SceneFile scene = new TaskCatalogue().sceneFile(task, read)) {
      RosNode node = TcpNode.open(ros, NODE);
      try (SimArm arm = SimArm.start(scene.path(), read, node, settings)) {
        showCameras(out, read, arm);
        serve(out, read, ros, node, arm, person(out, arm), signal);
      }
    }
    return 0;
  }

  private static void showCameras(PrintWriter out, Cell cell, SimArm arm) {
    for (CameraConfig camera : cell.cameras()) {
      if (arm.mjpegPort().isPresent()) {
        say(
            out,
            "camera %s: http://127.0.0.1:%d/%s"
                .formatted(camera.name(), arm.mjpegPort().getAsInt(), camera.name()));
      }
    }
  }

  /** What the person beside the bench does at every look. */
  private Runnable person(PrintWriter out, SimArm arm) {
    if (!attend) {
      return () -> {};
    }
    BenchAttendant attendant;
    try {
      attendant = new TaskCatalogue().attendant(task, arm.scene());
    } catch (IllegalArgumentException e) {
      throw misused(e);
    }
    return () -> attendant.look(arm.X_OE()).ifPresent(line -> say(out, line));
  }

  /** Says when the master comes and goes, until this thread is interrupted. */
  private static void serve(
      PrintWriter out,
      Cell cell,
      RosSettings ros,
      RosNode node,
      SimArm arm,
      Runnable person,
      StopSignal signal) {
    Pace pace = arm.pace();
    Optional<Boolean> before = Optional.empty();
    // interrupted() clears the flag, so that closing may wait
    while (!Thread.interrupted() && !signal.requested()) {
      boolean registered = node.complaint().isEmpty();
      if (before.isEmpty() || before.get() != registered) {
        say(
            out,
            registered
                ? "the arm of cell '%s' is %s at the ROS master %s (Ctrl-C ends)"
                    .formatted(cell.name(), node.name(), ros.master())
                : "no ROS master at %s: start rosmaster or roscore, the arm registers when it answers (Ctrl-C ends)"
                    .formatted(ros.master()));
        before = Optional.of(registered);
      }
      if (!node.isOpen()) {
        throw new IllegalStateException("the node was shut down from outside (rosnode kill)");
      }
      pace.advanceTo(pace.nowNs() + LOOK_NS);
      arm.requireRunning();
      person.run();
    }
    say(out, "unregistering");
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private Path cellFile() {
    try {
      return cell.file(task);
    } catch (IllegalArgumentException e) {
      throw misused(e);
    }
  }

  private RosSettings ros() {
    try {
      RosSettings environment = RosSettings.of(System.getenv());
      return new RosSettings(
          master == null ? environment.master() : master,
          host == null ? environment.host() : host,
          environment.namespace());
    } catch (IllegalArgumentException e) {
      throw misused(e);
    }
  }

  private StandinSettings settings() {
    try {
      return new StandinSettings(
          stateHz,
          jacobianHz,
          jointController,
          resetSeconds,
          CollisionThresholds.FRANKA_ROS,
          reflexScale,
          mjpegPort == null ? StandinSettings.NO_MJPEG : mjpegPort);
    } catch (IllegalArgumentException e) {
      throw misused(e);
    }
  }

  private CommandLine.ParameterException misused(IllegalArgumentException e) {
    return new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
  }
}
