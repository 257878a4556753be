package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.serl4j.controller.WallClock;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.hardware.ArmConfig;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.GripperDriver;
import org.serl4j.hardware.JointReset;
import org.serl4j.hardware.Payload;
import org.serl4j.hardware.RosLink;

/** A fake robot and an arm of ours at the same master. */
final class FrankaBench implements AutoCloseable {
  private static final Cell PANDA =
      Cell.read(Path.of("../hardware-config/cells/franka-panda.yaml"));

  /** Longer than a busy machine leaves a thread waiting [ms]. */
  private static final int STALE_MS = 500;

  static final RigidTransform NEAR = away(0.04, -0.03, 0.02);
  static final RigidTransform FAR = away(0.1, 0.25, -0.1);

  final FakeFranka robot;
  final FrankaArm arm;

  /** What our machine's own clock is set forth by [ns]. */
  private final AtomicLong setForthNs = new AtomicLong();

  FrankaBench(RosPeers peers) throws Exception {
    this(peers, GripperDriver.NONE, Optional.empty());
  }

  FrankaBench(RosPeers peers, GripperDriver gripper, Optional<Payload> payload) throws Exception {
    robot = new FakeFranka(peers.settings());
    try {
      arm =
          connect(
              cell(peers.settings(), gripper, payload),
              () -> FrankaNode.wallNs() + setForthNs.get());
    } catch (RuntimeException e) {
      robot.close();
      throw e;
    }
  }

  static FrankaArm connect(Cell cell) {
    return connect(cell, FrankaNode::wallNs);
  }

  private static FrankaArm connect(Cell cell, LongSupplier wallNs) {
    WallClock clock = new WallClock(() -> {});
    clock.start();
    return FrankaArm.connect(cell, stop -> {}, clock::nowNs, wallNs);
  }

  /** Sets our machine's clock, to that much before or after the true time [ns]. */
  void setOurClock(long ns) {
    setForthNs.set(ns);
  }

  /** The cell of a Panda, without cameras, at another master. */
  static Cell cell(RosSettings settings, GripperDriver gripper, Optional<Payload> payload) {
    RosLink file = PANDA.arm().ros().orElseThrow();
    JointReset reset = file.jointReset().orElseThrow();
    RosLink ros =
        new RosLink(
            settings.master().toString(),
            settings.host(),
            1 / FakeFranka.STEP,
            STALE_MS,
            FakeFranka.ACCELERATION,
            FakeFranka.TURN_ACCELERATION,
            gripper,
            Optional.empty(),
            Optional.of(reset),
            payload);
    ArmConfig arm =
        new ArmConfig(
            ArmKind.ROS1,
            PANDA.arm().model(),
            PANDA.arm().home(),
            PANDA.arm().nullspaceStiffness(),
            PANDA.arm().joint1NullspaceStiffness(),
            Optional.empty(),
            Optional.of(ros));
    return new Cell("fake", arm, PANDA.gripper(), List.of(), PANDA.safety(), PANDA.compliance());
  }

  static RigidTransform away(double x, double y, double z) {
    RigidTransform X = FakeFranka.start();
    return new RigidTransform(X.R(), X.p().plus(new Vector3(x, y, z)));
  }

  /** Puts the robot's joints elsewhere, and waits until the arm knows. */
  void bend(double[] q) {
    robot.joints(q);
    RosPeers.await("the joints' state", () -> Arrays.equals(q, arm.state().q()));
  }

  /** Repeats a command until the robot stands there. */
  void go(RigidTransform X_OD) {
    RosPeers.await(
        "the robot at " + X_OD.p(),
        () -> {
          arm.moveTo(X_OD);
          assertEquals(Optional.empty(), arm.fault().map(ArmFault::message));
          return robot.X_OE().p().minus(X_OD.p()).norm() < 1e-3;
        });
  }

  /** Repeats a command until a number of poses has come since. */
  void underWay(RigidTransform X_OD) {
    int before = robot.poses();
    RosPeers.await(
        "poses on the way",
        () -> {
          arm.moveTo(X_OD);
          return robot.poses() > before + 30;
        });
  }

  /** Repeats a command until a fault stands. */
  ArmFault fault(RigidTransform X_OD) {
    RosPeers.await(
        "a fault",
        () -> {
          arm.moveTo(X_OD);
          return arm.fault().isPresent();
        });
    return arm.fault().orElseThrow();
  }

  @Override
  public void close() {
    arm.close();
    robot.close();
  }
}
