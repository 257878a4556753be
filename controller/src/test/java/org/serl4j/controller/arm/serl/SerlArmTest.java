package org.serl4j.controller.arm.serl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.loop.PoseTravel;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/** Our own adapter against our own server, and against servers that misbehave. */
class SerlArmTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int STALE_MS = 500;

  /** Far above what these benches exert. */
  private static final double NO_CONTACT = 100;

  private static final Compliance PRECISE =
      new Compliance(
          3000, 89, 300, 9, 0, 0, ReferenceClip.symmetric(0.01, 0.01, 0.01, 0.05, 0.05, 0.05));

  private static SerlWorkcell connect(ServedBench bench) {
    return SerlWorkcell.open(ServedBench.remote(bench.server.port(), NO_CONTACT, STALE_MS, 0));
  }

  private static void run(SerlWorkcell cell, long ms) {
    cell.pace().advanceTo(cell.pace().nowNs() + ms * MS);
  }

  /** Runs until it is so, at most 10 s, and tells whether it became so. */
  private static boolean becomes(SerlWorkcell cell, BooleanSupplier so) {
    long deadlineNs = cell.pace().nowNs() + 10_000 * MS;
    while (!so.getAsBoolean() && cell.pace().nowNs() < deadlineNs) {
      run(cell, 10);
    }
    return so.getAsBoolean();
  }

  private static boolean reached(Arm arm, RigidTransform X) {
    RigidTransform X_OE = arm.state().X_OE();
    return X_OE.p().minus(X.p()).norm() < 2e-3
        && X_OE.R().inverse().times(X.R()).log().norm() < 0.01;
  }

  /** Commands a pose at 10 Hz until the arm is there, at most so many times. */
  private static boolean goes(SerlWorkcell cell, RigidTransform X) {
    for (int i = 0; i < 60 && !reached(cell.arm(), X); i++) {
      cell.arm().moveTo(X);
      run(cell, 100);
    }
    return reached(cell.arm(), X);
  }

  @Test
  void shouldDriveAnArmThroughHttp() throws IOException {
    try (ServedBench bench = ServedBench.open();
        SerlWorkcell cell = connect(bench)) {
      cell.arm().comply(PRECISE);
      RigidTransform X =
          new RigidTransform(
              SimulatedBench.down(0, 0, 0).R().times(Rotation.exp(new Vector3(0, 0, 0.4))),
              new Vector3(0.53, -0.06, 0.26));
      assertTrue(goes(cell, X), "at " + cell.arm().state().X_OE());
      assertEquals(Optional.empty(), cell.arm().fault());
      // what the bench itself knows
      RigidTransform truth = bench.workcell.scene().sitePose("tcp");
      assertEquals(0, truth.p().minus(X.p()).norm(), 3e-3);
      ArmState here = cell.arm().state();
      ArmState there = bench.workcell.arm().state();
      assertEquals(0, here.F_E_E().f().minus(there.F_E_E().f()).norm(), 1.0);

      cell.gripper().open();
      assertTrue(
          becomes(
              cell,
              () ->
                  cell.gripper().widthM() > 0.078
                      && cell.gripper().measured().activity() == GripperState.Activity.STILL),
          "the gripper is " + cell.gripper().measured());
      cell.gripper().grasp();
      assertTrue(becomes(cell, () -> cell.gripper().widthM() < 0.002));
      assertTrue(cell.gripper().move(0.03));
      assertTrue(becomes(cell, () -> Math.abs(cell.gripper().widthM() - 0.03) < 0.002));

      double[] home = cell.arm().home();
      assertTrue(
          becomes(
              cell,
              () -> {
                cell.arm().moveJoints(home);
                return away(cell.arm(), home) < 0.03;
              }),
          "stands " + away(cell.arm(), home) + " rad from home");
      assertTrue(goes(cell, SimulatedBench.down(0.5, 0.02, 0.2)), "moves after the joint reset");
      assertEquals(Optional.empty(), cell.arm().fault());
      assertTrue(bench.log.isEmpty(), bench.log.toString());
    }
  }

  private static double away(Arm arm, double[] home) {
    double worst = 0;
    for (int i = 0; i < home.length; i++) {
      worst = Math.max(worst, Math.abs(arm.state().q()[i] - home[i]));
    }
    return worst;
  }

  @Test
  void shouldKeepToItsOwnEnvelope() throws IOException {
    try (ServedBench bench = ServedBench.open();
        SerlWorkcell cell = connect(bench)) {
      cell.arm().comply(PRECISE);
      RigidTransform X = SimulatedBench.down(0.5, 0, 0.2);
      cell.arm()
          .confine(
              new Workspace(
                  X,
                  new Vector3(-0.02, -0.02, -0.02),
                  new Vector3(0.02, 0.02, 0.02),
                  new Vector3(-0.1, -0.1, -0.1),
                  new Vector3(0.1, 0.1, 0.1),
                  List.of()));
      for (int i = 0; i < 20; i++) {
        cell.arm().moveTo(SimulatedBench.down(0.5, -0.1, 0.2));
        run(cell, 100);
      }
      assertEquals(-0.02, cell.arm().state().X_OE().p().y(), 2e-3);
    }
  }

  /** The server goes and comes back with its arm elsewhere, while a far pose is commanded. */
  @Test
  void shouldStopWhenItsServerIsGoneAndGoOnWithoutAJump() throws IOException {
    RigidTransform far = SimulatedBench.down(0.5, 0.2, 0.25);
    int port;
    SerlWorkcell cell;
    ServedBench first = ServedBench.open();
    try {
      port = first.server.port();
      cell = connect(first);
      cell.arm().comply(PRECISE);
      for (int i = 0; i < 10; i++) {
        cell.arm().moveTo(far);
        run(cell, 100);
      }
      assertTrue(cell.arm().state().X_OE().p().y() > 0.05, "is on its way");
    } finally {
      first.close();
    }
    try (cell) {
      assertTrue(
          becomes(
              cell,
              () -> {
                cell.arm().moveTo(far);
                return cell.arm().fault().isPresent();
              }));
      ArmFault fault = cell.arm().fault().orElseThrow();
      assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
      assertTrue(fault.message().contains("the bound is 500 ms"), fault.message());
      assertTrue(fault.message().endsWith("check server and network, then recover"));
      ArmState last = fault.lastStates().get(fault.lastStates().size() - 1);
      assertTrue(fault.timeNs() - last.timeNs() > STALE_MS * MS, "not before the bound");

      // recovering does not help while nobody is there
      cell.arm().recover();
      assertEquals(ArmFault.Kind.COMMUNICATION, cell.arm().fault().orElseThrow().kind());

      try (ServedBench second = ServedBench.open(port)) {
        RigidTransform home = second.workcell.arm().state().X_OE();
        assertTrue(
            becomes(cell, () -> cell.arm().state().X_OE().p().minus(home.p()).norm() < 1e-3),
            "sees the new arm");
        assertTrue(cell.arm().fault().isPresent(), "a fault stands until somebody recovers");
        cell.arm().recover();
        double farthest = 0;
        for (int i = 0; i < 30; i++) {
          cell.arm().moveTo(far);
          run(cell, 20);
          Optional<RigidTransform> sent = ((SerlArm) cell.arm()).sent();
          if (sent.isPresent() && i < 3) {
            farthest = Math.max(farthest, sent.get().p().minus(home.p()).norm());
          }
        }
        assertTrue(farthest < PoseTravel.LEAD_M, "the first poses lead by " + farthest + " m");
        assertEquals(Optional.empty(), cell.arm().fault());
        assertTrue(goes(cell, far), "at " + cell.arm().state().X_OE());
      }
    }
  }

  @Test
  void shouldTellWhyItsServerRefused() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 0)) {
      server.refused = "pose";
      assertTrue(
          becomes(
              cell,
              () -> {
                cell.arm().moveTo(cell.arm().state().X_OE());
                return cell.arm().fault().isPresent();
              }));
      ArmFault fault = cell.arm().fault().orElseThrow();
      assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
      assertEquals(
          "pose: the server says 409: not now: check the server, then recover", fault.message());
    }
  }

  /** Stiffness times clip is 20 N, of which this side allows half. */
  @Test
  void shouldLetGoAtItsOwnContactLimit() throws IOException {
    try (ServedBench bench = ServedBench.open();
        SerlWorkcell cell =
            SerlWorkcell.open(ServedBench.remote(bench.server.port(), 10, STALE_MS, 0))) {
      double z = cell.arm().state().X_OE().p().z();
      for (int i = 1; i <= 40 && cell.arm().fault().isEmpty(); i++) {
        cell.arm().moveTo(SimulatedBench.down(0.5, 0, z - 0.01 * i));
        run(cell, 100);
      }
      assertEquals(
          ArmFault.Kind.CONTACT_FORCE,
          cell.arm().fault().map(ArmFault::kind).orElse(ArmFault.Kind.STALE_COMMAND));
      assertTrue(
          becomes(cell, () -> bench.workcell.arm().state().F_E_E().f().norm() < 5),
          "still pushes with " + bench.workcell.arm().state().F_E_E().f().norm() + " N");
    }
  }

  @Test
  void shouldStopWhenItIsNotCommandedAnyMore() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell =
            SerlWorkcell.open(
                ServedBench.watched(
                    ServedBench.remote(server.port(), NO_CONTACT, STALE_MS, 0), 300))) {
      cell.arm().moveTo(cell.arm().state().X_OE());
      assertTrue(becomes(cell, () -> cell.arm().fault().isPresent()));
      assertEquals(ArmFault.Kind.STALE_COMMAND, cell.arm().fault().orElseThrow().kind());
      cell.arm().recover();
      run(cell, 100);
      assertEquals(Optional.empty(), cell.arm().fault());
    }
  }

  /** A server that was started anew knows neither errors of the past nor parameters. */
  @Test
  void shouldClearAndSendItsParametersBeforeItMovesAgain() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 0)) {
      RigidTransform X = cell.arm().state().X_OE();
      server.state = told -> told.replaceFirst("\"vel\":\\[[^,]*,", "\"vel\":[NaN,");
      assertTrue(becomes(cell, () -> cell.arm().fault().isPresent()));
      server.state = told -> told;
      assertTrue(becomes(cell, () -> server.asked.contains("pose")), "holds");
      run(cell, 100);
      server.asked.clear();
      run(cell, 100);
      assertEquals(List.of(), commands(server), "is silent while the fault stands");
      cell.arm().recover();
      cell.arm().moveTo(X);
      assertTrue(becomes(cell, () -> server.asked.contains("pose")));
      assertEquals(List.of("clearerr", "update_param", "pose"), commands(server).subList(0, 3));
      assertEquals(Optional.empty(), cell.arm().fault());
    }
  }

  private static List<String> commands(ScriptedServer server) {
    return server.asked.stream().filter(route -> !route.equals("getstate")).toList();
  }

  /** Longer than any state or call may take. */
  @Test
  void shouldNotMistakeAPauseForALostLink() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 0)) {
      run(cell, 3 * STALE_MS);
      cell.arm().moveTo(cell.arm().state().X_OE());
      assertEquals(Optional.empty(), cell.arm().fault());
      run(cell, 100);
      assertEquals(Optional.empty(), cell.arm().fault());
    }
  }

  @Test
  void shouldRefuseJointsThatTheServerDoesNotGoTo() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 0)) {
      double[] q = cell.arm().home();
      q[2] += 0.1;
      assertEquals(
          "joint 3 cannot go to 0.1000 rad: a SERL server resets joints to its own target alone",
          assertThrows(IllegalArgumentException.class, () -> cell.arm().moveJoints(q))
              .getMessage());
    }
  }

  // servers that misbehave

  private static String sound() {
    return ServerState.of(ServerStateTest.state(), 0.4).toJson().toString();
  }

  private static SerlWorkcell connect(ScriptedServer server, int frozenMs) {
    return SerlWorkcell.open(ServedBench.remote(server.port(), NO_CONTACT, STALE_MS, frozenMs));
  }

  @Test
  void shouldStopWhenTheServerTellsOneStateForTooLong() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 200)) {
      assertTrue(becomes(cell, () -> cell.arm().fault().isPresent()));
      ArmFault fault = cell.arm().fault().orElseThrow();
      assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
      assertTrue(fault.message().startsWith("the server has told the same state for"));
    }
  }

  @Test
  void shouldStopAtAStateThatIsNotFinite() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 0)) {
      server.state = told -> told.replaceFirst("\"vel\":\\[[^,]*,", "\"vel\":[NaN,");
      assertTrue(becomes(cell, () -> cell.arm().fault().isPresent()));
      assertEquals(ArmFault.Kind.NOT_FINITE, cell.arm().fault().orElseThrow().kind());
    }
  }

  @Test
  void shouldTellWhatIsWrongWithAnAnswer() throws IOException {
    try (ScriptedServer server = new ScriptedServer(sound());
        SerlWorkcell cell = connect(server, 0)) {
      server.state = told -> "x".repeat(1_000_000);
      assertTrue(becomes(cell, () -> cell.arm().fault().isPresent()));
      String message = cell.arm().fault().orElseThrow().message();
      assertTrue(message.contains("the answer is longer than 65536 bytes"), message);
    }
  }

  /** The server's threads are stuck until this test lets them go, after every call has returned. */
  @Test
  void shouldNotWaitForAServerThatDoesNotAnswer() throws IOException {
    CountDownLatch released = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer(sound())) {
      try (SerlWorkcell cell = connect(server, 0)) {
        server.state =
            told -> {
              try {
                released.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return told;
            };
        Arm arm = cell.arm();
        assertTrue(
            becomes(
                cell,
                () -> {
                  arm.moveTo(arm.state().X_OE());
                  arm.comply(PRECISE);
                  cell.gripper().open();
                  return arm.fault().isPresent();
                }));
        String message = arm.fault().orElseThrow().message();
        assertTrue(message.startsWith("the newest state is "), message);
        arm.recover();
        assertEquals(1, released.getCount(), "nobody has let the server go");
      }
      released.countDown();
    }
  }

  @Test
  void shouldSayWhenThereIsNoServer() throws IOException {
    int free;
    try (ScriptedServer server = new ScriptedServer("")) {
      free = server.port();
    }
    String line =
        String.valueOf(
            assertThrows(
                    IllegalStateException.class,
                    () -> SerlWorkcell.open(ServedBench.remote(free, NO_CONTACT, STALE_MS, 0)))
                .getMessage());
    assertEquals(
        "the arm's server does not answer: getstate: nothing listens at http://127.0.0.1:"
            + free
            + "/: start it, or correct cell.arm.link",
        line);
  }

  @Test
  void shouldSayWhenAnotherServerIsThere() throws IOException {
    try (ScriptedServer server = new ScriptedServer("<html>hello</html>")) {
      String line =
          String.valueOf(
              assertThrows(IllegalStateException.class, () -> connect(server, 0)).getMessage());
      assertTrue(line.contains("the answer is not JSON: is http://127.0.0.1:"), line);
    }
  }
}
