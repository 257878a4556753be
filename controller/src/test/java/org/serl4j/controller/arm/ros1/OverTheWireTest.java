package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.standin.SimArm;
import org.serl4j.controller.standin.StandinSettings;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.CollisionThresholds;
import org.serl4j.hardware.GripperDriver;

/** Our arm against our stand-in: two programs that know of each other what a real wire tells. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class OverTheWireTest {
  private static final double NEAR = 8e-3;

  private static RosPeers peers;
  private static SceneFile scene;
  private static SimArm standin;
  private static FrankaWorkcell workcell;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
    scene = SceneFile.extract(SimulatedBench.class, "bench.xml");
    standin =
        SimArm.start(
            scene.path(),
            SimulatedBench.cell(),
            peers.node("sim_arm"),
            new StandinSettings(
                100,
                500,
                "joint_position_controller",
                1,
                CollisionThresholds.FRANKA_ROS,
                1,
                StandinSettings.NO_MJPEG));
    Cell cell = FrankaBench.cell(peers.settings(), GripperDriver.FRANKA, Optional.empty());
    workcell = FrankaWorkcell.open(cell, stop -> {});
  }

  @AfterAll
  static void stop() throws IOException {
    if (workcell != null) {
      workcell.close();
    }
    if (standin != null) {
      standin.close();
      scene.close();
    }
    if (peers != null) {
      peers.close();
    }
  }

  private static Arm arm() {
    return workcell.arm();
  }

  private static double distance(RigidTransform X_OD) {
    return arm().state().X_OE().p().minus(X_OD.p()).norm();
  }

  private static void requireSound() {
    assertEquals(Optional.empty(), arm().fault().map(ArmFault::message));
  }

  private static void bring(RigidTransform X_OD) {
    RosPeers.await(
        "the pose",
        () -> {
          arm().moveTo(X_OD);
          requireSound();
          return distance(X_OD) < NEAR;
        });
  }

  @Test
  void shouldBringTheArmToAPose() {
    bring(elsewhere(0.05));
  }

  /** A pose that is not reached without a movement, so that whoever is there is followed. */
  private static RigidTransform elsewhere(double z) {
    RigidTransform X_OE = arm().state().X_OE();
    RigidTransform X_OD = new RigidTransform(X_OE.R(), X_OE.p().plus(new Vector3(0, 0, z)));
    assertTrue(distance(X_OD) > 3 * NEAR);
    return X_OD;
  }

  @Test
  void shouldMoveTheFingers() {
    Gripper gripper = workcell.gripper();
    RigidTransform X_OE = arm().state().X_OE();
    gripper.open();
    RosPeers.await(
        "open fingers",
        () -> {
          arm().moveTo(X_OE);
          return gripper.widthM() > 0.075;
        });
    gripper.grasp();
    RosPeers.await(
        "closed fingers",
        () -> {
          arm().moveTo(X_OE);
          return gripper.widthM() < 0.03;
        });
  }

  @Test
  void shouldResetTheJoints() {
    double[] home = arm().home();
    RosPeers.await(
        "the joints' home",
        () -> {
          arm().moveJoints(home);
          requireSound();
          double[] q = arm().state().q();
          double furthest = 0;
          for (int i = 0; i < home.length; i++) {
            furthest = Math.max(furthest, Math.abs(home[i] - q[i]));
          }
          return furthest < 0.011;
        });
    bring(elsewhere(0.03));
  }

  @Test
  void shouldStopWhenItIsStruckAndRecover() {
    RigidTransform X_OE = elsewhere(0.03);
    bring(X_OE);
    standin.scene().push("hand", new Vector3(0, 45, 0), 0.3);
    RosPeers.await(
        "the reflex",
        () -> {
          arm().moveTo(X_OE);
          return arm().fault().isPresent();
        });
    String message = arm().fault().orElseThrow().message();
    assertTrue(message.contains("reflex"), message);
    RosPeers.await(
        "recovery",
        () -> {
          if (arm().fault().isPresent()) {
            arm().recover();
          }
          arm().moveTo(X_OE);
          return arm().fault().isEmpty() && distance(X_OE) < NEAR;
        });
  }
}
