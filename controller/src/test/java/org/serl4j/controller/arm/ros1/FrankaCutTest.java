package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.loop.PoseTravel;
import org.serl4j.controller.ros1.client.NetworkSwitch;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.hardware.GripperDriver;

/**
 * The cable between this machine and the robot's is pulled for a while: packets vanish, and TCP
 * keeps what was sent. {@code -Dros1.cut=10} also pulls it for that many seconds.
 */
@SuppressWarnings("NullAway.Init") // JUnit fills them
class FrankaCutTest {
  private static final RigidTransform NEAR = FrankaBench.NEAR;
  private static final RigidTransform FAR = FrankaBench.FAR;

  private static final double ARRIVED = 1e-3; // [m]
  private static final double AT_REST = 1e-10; // [m]

  /** What shows that the arm goes to another goal than before the cut [m]. */
  private static final double TURNED = 0.01;

  /** After a cut as short as this the arm may go on: states come again before they are too old. */
  private static final double SHORT_SECONDS = 0.5;

  /** The lead over the measured pose and the way of a stop: what a short cut may hold up [m]. */
  private static final double LEAP =
      PoseTravel.LEAD_M + FakeFranka.SPEED * FakeFranka.SPEED / (2 * FakeFranka.ACCELERATION);

  private static final long BACK_NS = TimeUnit.SECONDS.toNanos(2);

  private static NetworkSwitch network;
  private static RosPeers peers;
  private static FarFranka robot;

  private FrankaArm arm;

  @BeforeAll
  static void connect(@TempDir Path home) throws IOException {
    network = new NetworkSwitch("robot", "master");
    peers = new RosPeers(home, network.machine("master"), network.here());
    robot = new FarFranka(peers, network.machine("robot"));
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (peers != null) { // no rosmaster here
      peers.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @BeforeEach
  void open() {
    arm =
        FrankaBench.connect(
            FrankaBench.cell(peers.settings(), GripperDriver.NONE, Optional.empty()));
    FarFranka.Report held = robot.report();
    // an arm that is opened begins where the robot stands, not where it was sent to
    RosPeers.await(
        "a robot at rest", () -> arm.state().X_OE().p().minus(held.p_OD()).norm() < AT_REST);
    int before = held.poses();
    RosPeers.await("poses on the way", () -> robot.report(this::depart).poses() > before + 30);
  }

  @AfterEach
  void close() {
    arm.close();
  }

  /** A machine that does other things may raise a fault before anything was cut. */
  private void depart() {
    arm.recover();
    arm.moveTo(FAR);
  }

  private static double distance(FarFranka.Report report, RigidTransform X) {
    return report.p_OD().minus(X.p()).norm();
  }

  private void go(RigidTransform X) {
    RosPeers.await(
        "the robot at " + X.p(),
        () -> {
          FarFranka.Report report = robot.report(() -> arm.moveTo(X));
          assertEquals(Optional.empty(), arm.fault().map(ArmFault::message));
          return distance(report, X) < ARRIVED;
        });
  }

  private void pull(double seconds) throws IOException {
    network.unplug(network.here());
    long endNs = System.nanoTime() + Math.round(seconds * 1e9);
    RosPeers.await(
        "the end of the cut",
        () -> {
          arm.moveTo(FAR);
          return System.nanoTime() >= endNs;
        });
    FarFranka.Report held = robot.report();
    Optional<ArmFault> fault = arm.fault();
    long cutNs = arm.state().timeNs();
    network.plug(network.here());
    long mendedNs = System.nanoTime();
    if (seconds > SHORT_SECONDS) {
      assertEquals(ArmFault.Kind.COMMUNICATION, fault.orElseThrow().kind());
      String message = fault.orElseThrow().message();
      assertTrue(message.startsWith("the newest state is "), message);
      RosPeers.await("states", () -> arm.state().timeNs() > cutNs);
      assertEquals(held.p_OD(), robot.report().p_OD(), "what was sent into the cut");
    }
    RosPeers.await(
        "another goal",
        () -> {
          arm.recover();
          FarFranka.Report report = robot.report(() -> arm.moveTo(NEAR));
          return distance(report, NEAR) < distance(held, NEAR) - TURNED;
        });
    long backNs = System.nanoTime() - mendedNs;
    go(NEAR);
    FarFranka.Report end = robot.report();
    System.out.printf(
        "cut for %.1f s: %s, back after %.2f s, longest leap so far %.1f mm%n",
        seconds, fault.isPresent() ? "a fault" : "no fault", backNs * 1e-9, end.leap() * 1e3);
    assertEquals("[]", end.violations());
    assertTrue(end.leap() <= LEAP, end.toString());
    assertTrue(backNs < BACK_NS, () -> "back after " + TimeUnit.NANOSECONDS.toMillis(backNs));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 3})
  void shouldStopAndComeBack(double seconds) throws IOException {
    pull(seconds);
  }

  @Test
  @EnabledIfSystemProperty(named = "ros1.cut", matches = "\\d+")
  void shouldComeBackAfterALongCut() throws IOException {
    pull(Integer.getInteger("ros1.cut", 0));
  }

  @Test
  void shouldGoOnWhenOnlyTheMasterIsCutOff() throws IOException {
    network.unplug(network.machine("master"));
    RosPeers.await(
        "the complaint",
        () -> {
          arm.moveTo(FAR);
          return arm.node().complaint().isPresent();
        });
    assertTrue(arm.node().complaint().orElseThrow().contains("does not answer"));
    go(NEAR);
    go(FrankaBench.away(-0.04, 0.02, 0));
    network.plug(network.machine("master"));
    RosPeers.await("the master", () -> arm.node().complaint().isEmpty());
    go(NEAR);
    assertEquals("[]", robot.report().violations());
  }
}
