package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.GripperDriver;
import org.serl4j.hardware.Payload;
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.hardware.Xyz;

/** Everything that goes right, and what the robot itself complains about. */
class FrankaArmTest extends FrankaTest {
  @Test
  void shouldMoveNothingUntilItIsTold() {
    RosPeers.await("parameters", () -> !bench.robot.parameters().isEmpty());
    assertEquals(0, bench.robot.poses());
    assertEquals(Optional.empty(), bench.arm.fault());
    assertEquals(0, bench.arm.state().X_OE().p().minus(FakeFranka.start().p()).norm(), 1e-12);
  }

  @Test
  void shouldGoThereSmoothlyAndStayInTheEnvelope() {
    bench.go(NEAR);
    RosPeers.await(
        "the envelope's side",
        () -> {
          bench.arm.moveTo(FrankaBench.away(0, 2, 0));
          return bench.robot.X_OE().p().y() > 0.349;
        });
    bench.robot.assertSmooth();
    assertTrue(bench.robot.X_OD().p().y() < 0.35 + 1e-9);
  }

  @Test
  void shouldSendGainsClipsAndNullspace() {
    Map<String, Double> first = new LinkedHashMap<>();
    RosPeers.await(
        "parameters",
        () -> {
          first.putAll(bench.robot.parameters());
          return !first.isEmpty();
        });
    assertEquals(20, first.size());
    assertEquals(0.2, first.get("nullspace_stiffness"));
    bench.arm.comply(
        new Compliance(
            1234,
            56,
            78,
            9,
            1,
            2,
            new ReferenceClip(.01, .02, .03, .04, .05, .06, 0, 0, 0, 0, 0, .07)));
    RosPeers.await(
        "new parameters",
        () -> bench.robot.parameters().getOrDefault("translational_stiffness", 0.0) == 1234);
    assertEquals(0.03, bench.robot.parameters().get("translational_clip_neg_z"));
    assertEquals(0.07, bench.robot.parameters().get("rotational_clip_z"));
  }

  @Test
  void shouldNotMoveWithGainsThatTheControllerDidNotTake() {
    bench.robot.taking(
        asked -> {
          Map<String, Double> has = new LinkedHashMap<>(asked);
          has.put("translational_clip_z", 0.1);
          return has;
        });
    bench.arm.comply(
        new Compliance(1000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(.01, .01, .01, .1, .1, .1)));
    ArmFault fault = bench.fault(NEAR);
    assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
    assertTrue(
        fault.message().startsWith("the controller has translational_clip_z = 0.1 instead of 0.01"),
        fault.message());
  }

  @Test
  void shouldBrakeOnAReflexAndGoOnAfterItsRecovery() {
    bench.underWay(FAR);
    bench.robot.mode(FrankaState.MODE_REFLEX, "cartesian_reflex");
    ArmFault fault = bench.fault(FAR);
    assertEquals(ArmFault.Kind.REFLEX, fault.kind());
    assertTrue(fault.message().contains("cartesian_reflex"), fault.message());
    assertFalse(fault.lastStates().isEmpty());
    assertTrue(fault.lastCommands().size() >= 30, "commands before the fault");
    bench.arm.recover();
    bench.go(NEAR);
    bench.robot.assertSmooth();
    assertTrue(bench.robot.recoveries() >= 1);
    assertEquals(List.of(fault), bench.arm.stops());
  }

  @Test
  void shouldWaitForThePersonWhoPressedTheUserStop() {
    bench.underWay(FAR);
    bench.robot.mode(FrankaState.MODE_USER_STOPPED);
    assertTrue(bench.fault(FAR).message().contains("user stop"));
    bench.arm.recover();
    assertTrue(bench.fault(FAR).message().contains("user stop"), "as long as it is pressed");
    bench.robot.mode(FrankaState.MODE_IDLE);
    bench.arm.recover();
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  @Test
  void shouldStopPressingWhenTheForceIsTooHigh() {
    bench.underWay(FAR);
    bench.robot.stuck(true);
    bench.robot.press(80);
    ArmFault fault = bench.fault(FAR);
    assertEquals(ArmFault.Kind.CONTACT_FORCE, fault.kind());
    RosPeers.await(
        "the pose sent where the arm stands",
        () -> bench.robot.X_OD().p().minus(bench.robot.X_OE().p()).norm() < 1e-6);
    bench.robot.press(0);
    bench.robot.stuck(false);
    bench.arm.recover();
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  @Test
  void shouldStopWhenNobodyCommandsAnyMore() {
    bench.underWay(FAR);
    RosPeers.await("the watchdog", () -> bench.arm.fault().isPresent());
    assertEquals(ArmFault.Kind.STALE_COMMAND, bench.arm.fault().orElseThrow().kind());
    bench.robot.assertSmooth();
  }

  @Test
  void shouldWaitWhileACameraIsDarkAndGoOnByItself() {
    bench.underWay(FAR);
    bench.arm.watch(() -> Optional.of("camera wrist_1: no frame for 600 ms"));
    RosPeers.await(
        "a rest",
        () -> {
          bench.arm.moveTo(FAR);
          return !bench.arm.stops().isEmpty()
              && bench.robot.X_OE().p().minus(bench.robot.X_OD().p()).norm() < 1e-7;
        });
    assertEquals(ArmFault.Kind.CAMERA, bench.arm.stops().get(0).kind());
    assertTrue(bench.robot.X_OE().p().minus(FAR.p()).norm() > 0.05, "on the way");
    assertEquals(Optional.empty(), bench.arm.fault());
    bench.arm.watch(Optional::empty);
    bench.go(FAR);
    bench.robot.assertSmooth();
  }

  /** The reflex restarts the controller where the arm was pushed to: the way must begin there. */
  @Test
  void shouldNoticeThatTheControllerBeganAnewWhileAFaultStands() {
    bench.underWay(FAR);
    RosPeers.await("the watchdog", () -> bench.arm.fault().isPresent());
    bench.robot.mode(FrankaState.MODE_REFLEX, "joint_reflex");
    bench.robot.push(new Vector3(-0.05, 0.02, 0.03));
    RosPeers.await(
        "the push", () -> bench.arm.state().X_OE().p().minus(bench.robot.X_OE().p()).norm() < 1e-9);
    bench.arm.recover();
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  // joints

  @Test
  void shouldBringTheJointsHomeThroughTheOtherController() {
    double[] home = bench.arm.home();
    double[] bent = home.clone();
    bent[0] += 0.4;
    bench.bend(bent);
    bench.underWay(NEAR);
    RosPeers.await(
        "the joints at home",
        () -> {
          bench.arm.moveJoints(home);
          return Math.abs(bench.robot.joints()[0] - home[0]) < 0.01
              && bench.robot.switches().size() == 4;
        });
    assertEquals(Optional.empty(), bench.arm.fault());
    List<String> switches = bench.robot.switches();
    assertEquals(
        List.of(
            "start [] stop [cartesian_impedance_controller, joint_position_controller]",
            "start [joint_position_controller] stop [cartesian_impedance_controller]",
            "start [] stop [cartesian_impedance_controller, joint_position_controller]",
            "start [cartesian_impedance_controller] stop [joint_position_controller]"),
        switches);
    bench.go(FrankaBench.away(-0.04, 0, 0));
    bench.robot.assertSmooth();
    assertArrayEquals(home, bench.robot.joints(), 0.01);
  }

  /** Bends a joint and has it reset by a joint controller that runs, but does not move the arm. */
  private void beginAResetThatSticks(int joint) {
    double[] home = bench.arm.home();
    double[] bent = home.clone();
    bent[joint] += 0.4;
    bench.bend(bent);
    bench.robot.stuck(true);
    RosPeers.await(
        "the other controller",
        () -> {
          bench.arm.moveJoints(home);
          return bench.robot.switches().size() == 2;
        });
  }

  @Test
  void shouldCallAJointResetOffWhenAPoseIsCommanded() {
    beginAResetThatSticks(0);
    bench.robot.stuck(false);
    bench.go(NEAR);
    bench.robot.assertSmooth();
    assertEquals(Optional.empty(), bench.arm.fault());
  }

  @Test
  void shouldEndAJointResetOnAUserStopAndStayRecoverable() {
    beginAResetThatSticks(3);
    bench.robot.mode(FrankaState.MODE_USER_STOPPED);
    RosPeers.await("a fault", () -> bench.arm.fault().isPresent());
    RosPeers.await("the stop", () -> bench.robot.switches().size() == 3);
    bench.robot.stuck(false);
    bench.robot.mode(FrankaState.MODE_IDLE);
    bench.arm.recover();
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  @Test
  void shouldRefuseJointsBeyondTheirLimits() {
    double[] beyond = bench.arm.home();
    beyond[3] = 0.1;
    assertThrows(IllegalArgumentException.class, () -> bench.arm.moveJoints(beyond));
  }

  // what the robot is told besides

  @Test
  void shouldTellTheRobotWhatItCarries() throws Exception {
    bench.close();
    Payload payload =
        new Payload(0.25, new Xyz(0.04, 0, 0.05), new Xyz(1e-3, 2e-3, 3e-3), new Xyz(4e-4, 0, 0));
    bench = new FrankaBench(peers, GripperDriver.NONE, Optional.of(payload));
    RosPeers.await("the load", () -> bench.robot.load() != null);
    FrankaActions.Load told = Objects.requireNonNull(bench.robot.load());
    assertEquals(0.25, told.mass());
    assertArrayEquals(new double[] {0.04, 0, 0.05}, told.centre());
    assertArrayEquals(new double[] {1e-3, 4e-4, 0, 4e-4, 2e-3, 0, 0, 0, 3e-3}, told.inertia());
  }

  @Test
  void shouldRefusePositionsThatAreNone() {
    RigidTransform nowhere =
        new RigidTransform(FakeFranka.start().R(), new Vector3(Double.NaN, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> bench.arm.moveTo(nowhere));
  }
}
