package org.serl4j.controller.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.camera.Cameras;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.camera.GrabbedCamera;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.ros1.client.TcpNode;
import org.serl4j.controller.ros1.message.ActionType.Goal;
import org.serl4j.controller.ros1.message.ActionType.GoalId;
import org.serl4j.controller.ros1.message.ActionType.Outcome;
import org.serl4j.controller.ros1.message.ActionType.Progress;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaActions.Report;
import org.serl4j.controller.ros1.message.Header;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.CameraConfig.Crop;
import org.serl4j.hardware.CollisionThresholds;

/** The stand-in among rosmaster and the clients that people write for a Franka. */
class SimArmTest {
  private static final String JOINTS = "/joint_states";

  private static RosPeers peers;
  private static Process clients;
  private static SimArm arm;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
    TcpNode node = peers.node("sim_arm");
    try (SceneFile scene = SceneFile.extract(SimulatedBench.class, "bench.xml")) {
      arm = SimArm.start(scene.path(), SimulatedBench.cell("wrist_1"), node, quick());
    }
    clients = peers.script("standin.py");
  }

  @AfterAll
  static void stop() {
    if (arm != null) {
      arm.close();
    }
    if (peers != null) {
      peers.close();
    }
  }

  /** The real reset takes 10 s. */
  private static StandinSettings quick() {
    return new StandinSettings(
        100, 200, "joint_position_controller", 1, CollisionThresholds.FRANKA_ROS, 1, 0);
  }

  /** What a client has printed when it is through. */
  private static String client(String task) throws IOException {
    begin(task);
    return finished(task);
  }

  private static void begin(String task) throws IOException {
    OutputStream tasks = clients.getOutputStream();
    tasks.write((task + "\n").getBytes(StandardCharsets.UTF_8));
    tasks.flush();
    RosPeers.await("the client", () -> peers.printed(clients).contains("begin " + task + "\n"));
  }

  private static String finished(String task) {
    RosPeers.await(
        task,
        () -> printed(task).contains("done " + task) || printed(task).contains("failed " + task));
    String printed = printed(task);
    assertTrue(printed.contains("done " + task), printed);
    arm.requireRunning();
    return printed;
  }

  private static String printed(String task) {
    String all = peers.printed(clients);
    return all.substring(all.indexOf("begin " + task + "\n"));
  }

  @Test
  void shouldFollowAnEquilibriumPoseThatWasSentOnce() throws IOException {
    String printed = client("follow");

    assertTrue(printed.contains("mode 2 success True"), printed);
    assertTrue(printed.contains("moved 0.04 0.06"), printed);
    assertTrue(printed.contains("column-major True True True"), printed);
    assertTrue(printed.contains("hand 0.1034 -0.7071"), printed);
  }

  @Test
  void shouldRefuseAGoalThatIsOlderThanTheOneBefore() throws IOException {
    long now = new WallTime(Clock.systemUTC()).stampNs();
    List<Outcome<Report>> results = new CopyOnWriteArrayList<>();
    try (TcpNode client = peers.node("old_goals")) {
      Subscription ends =
          client.subscribe(
              HandActions.NAME + "/move/result", FrankaActions.MOVE.result(), results::add);
      Publisher<Goal<FrankaActions.Move>> goals =
          client.publish(HandActions.NAME + "/move/goal", FrankaActions.MOVE.goal(), false, 1);
      RosPeers.await("links", () -> goals.links() == 1 && ends.links() == 1);
      long[] stampsNs = {now, now - TimeUnit.HOURS.toNanos(1), 0};
      for (int i = 0; i < stampsNs.length; i++) {
        goals.publish(
            new Goal<>(
                new Header(i, now, ""),
                new GoalId(stampsNs[i], "goal " + i),
                new FrankaActions.Move(0.04, 0.1)));
        int count = i + 1;
        RosPeers.await("the end of goal " + i, () -> results.size() == count);
      }
    }
    assertEquals(
        List.of(Progress.SUCCEEDED, Progress.RECALLED, Progress.SUCCEEDED),
        results.stream().map(result -> result.status().progress()).toList());
  }

  private static void printedAll(String printed, String... lines) {
    for (String line : lines) {
      assertTrue(printed.contains(line + "\n"), () -> "no '" + line + "' in:\n" + printed);
    }
  }

  @Test
  void shouldTakeParametersFromDynamicReconfigure() throws IOException {
    printedAll(
        client("parameters"),
        "first 2000.0 0.01",
        "count 20",
        "bounds 0.0 30.0 7.0",
        "one 1500.0",
        "clamped 0.1 0.0 1500.0",
        "read 1500.0");
  }

  @Test
  void shouldWorkTheHandThroughActionlib() throws IOException {
    printedAll(
        client("gripper"),
        "held 3 True True",
        "opened 3 True True 0.08 ['panda_finger_joint1', 'panda_finger_joint2']",
        "missed 4 False True",
        "homing 3 3");
  }

  @Test
  void shouldStopByReflexWhenPushedAndGoOnAfterRecovery() throws IOException {
    begin("reflex");
    RosPeers.await("the client", () -> printed("reflex").contains("waiting"));
    arm.scene().push("hand", new Vector3(0, 45, 0), 0.3);

    printedAll(
        finished("reflex"),
        "errors True True",
        "stays True 4",
        "recovery 3",
        "clear False True",
        "goes on");
  }

  @Test
  void shouldStandStillWhileTheUserStopIsPressed() throws IOException {
    printedAll(client("userstop"), "while stopped 4", "released 3", "mode 2");
  }

  @Test
  void shouldResetItsJointsThroughTheControllerManager() throws IOException {
    printedAll(
        client("joints"),
        "running ['cartesian_impedance_controller', 'franka_state_controller']",
        "both False",
        "beyond False",
        "switched True ['franka_state_controller', 'joint_position_controller']",
        "there",
        "back True ['cartesian_impedance_controller', 'franka_state_controller']",
        "follows again");
  }

  @Test
  void shouldShowItsCameras() throws IOException {
    printedAll(client("camera"), "image 128 128 rgb8 384 49152", "bright True stamp True");
  }

  @Test
  void shouldStreamItsCamerasOverHttp() {
    String url = "http://127.0.0.1:" + arm.mjpegPort().orElseThrow() + "/wrist_1";
    CameraConfig config =
        new CameraConfig(
            "wrist_1", url, 128, 128, new Crop(0, 0, 128, 128), 128, 30, 0, 10_000, 0, 5);
    List<GrabbedCamera> cameras = Cameras.startAll(List.of(config), System::nanoTime, 20_000);
    try (GrabbedCamera camera = cameras.get(0)) {
      Frame first = camera.latest();
      Frame later = camera.awaitFrameAfter(first.sequence() + 3, 20_000);
      assertTrue(later.sequence() > first.sequence() + 3);
      assertTrue(brightest(later) > 60, "brightest pixel " + brightest(later));
    }
  }

  private static int brightest(Frame frame) {
    int brightest = 0;
    for (byte value : frame.rgb()) {
      brightest = Math.max(brightest, value & 0xff);
    }
    return brightest;
  }

  @Test
  void shouldShowItsStatesToTheCommandLine() throws IOException, InterruptedException {
    // Debian has no franka_msgs: rostopic prints and counts what it has a class for
    Process watching =
        peers.start("/usr/bin/rostopic", "hz", "-w", "30", HandActions.NAME + JOINTS);
    String info = peers.run("/usr/bin/rostopic", "info", StateTopic.NAME);
    assertTrue(info.contains("Type: franka_msgs/FrankaState"), info);
    assertTrue(info.contains("* /sim_arm ("), info);
    String joints = peers.run("/usr/bin/rostopic", "echo", "-n", "1", HandActions.NAME + JOINTS);
    assertTrue(joints.contains("position: [0.0"), joints);
    RosPeers.await("a rate", () -> peers.printed(watching).contains("average rate: "));
    peers.kill(watching);
  }
}
