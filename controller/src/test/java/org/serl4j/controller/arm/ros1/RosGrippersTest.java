package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.gripper.GripperState.Activity;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.ros1.message.ActionType;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.Header;
import org.serl4j.controller.ros1.message.JointStates;
import org.serl4j.controller.ros1.message.RobotiqGripper;
import org.serl4j.hardware.GripperConfig;

/** Both grippers against drivers that answer, or do not. Time is the test's own. */
class RosGrippersTest extends MasterTest {
  private static final GripperConfig CONFIG = new GripperConfig(0.08, 0.1, 70);
  private static final Header HEADER = new Header(0, 0, "");

  private final AtomicLong nowNs = new AtomicLong();

  private void later(long ms) {
    nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  private static JointStates fingers(double width) {
    return new JointStates(
        HEADER,
        List.of("left", "right"),
        new double[] {width / 2, width / 2},
        new double[2],
        new double[2]);
  }

  @Test
  void shouldDriveAFrankaHandAndNotWaitForResultsThatNeverCome() throws Exception {
    try (RosNode ours = peers.node("/ours");
        RosNode driver = peers.node("/driver")) {
      List<ActionType.Goal<FrankaActions.Grasp>> grasps = new CopyOnWriteArrayList<>();
      List<ActionType.Goal<FrankaActions.Move>> moves = new CopyOnWriteArrayList<>();
      Publisher<JointStates> states =
          driver.publish("/franka_gripper/joint_states", JointStates.TYPE, true, 1);
      Publisher<ActionType.Outcome<FrankaActions.Report>> results =
          driver.publish("/franka_gripper/grasp/result", FrankaActions.GRASP.result(), false, 1);
      FrankaHand hand =
          new FrankaHand(ours, "/franka_gripper", CONFIG, nowNs::get, FrankaNode::wallNs);
      states.publish(fingers(0.08));
      RosPeers.await("the width", () -> Math.abs(hand.widthM() - 0.08) < 1e-9);
      assertEquals(Activity.STILL, hand.measured().activity());

      // nobody listens yet: the command waits
      hand.grasp();
      assertTrue(hand.complaint().orElseThrow().startsWith("nobody listens"));
      driver.subscribe("/franka_gripper/grasp/goal", FrankaActions.GRASP.goal(), grasps::add);
      driver.subscribe("/franka_gripper/move/goal", FrankaActions.MOVE.goal(), moves::add);
      RosPeers.await(
          "the grasp",
          () -> {
            hand.tick(nowNs.get());
            return !grasps.isEmpty();
          });
      assertEquals(new FrankaActions.Grasp(0.01, 1, 1, 0.1, 70), grasps.get(0).goal());
      RosPeers.await("the driver's other ear", () -> hand.complaint().isEmpty());

      // an object of 30 mm stops the fingers; the result says so
      states.publish(fingers(0.03));
      RosPeers.await("the width", () -> Math.abs(hand.widthM() - 0.03) < 1e-9);
      later(1000);
      assertEquals(Activity.MOVING, hand.measured().activity(), "no result yet");
      RosPeers.await("our ear", () -> results.links() > 0);
      results.publish(
          new ActionType.Outcome<>(
              HEADER,
              new ActionType.GoalStatus(grasps.get(0).id(), ActionType.Progress.SUCCEEDED, ""),
              new FrankaActions.Report(true, "")));
      RosPeers.await("the end", () -> hand.measured().activity() == Activity.HOLDING);

      // this one is never answered
      hand.open();
      RosPeers.await("the move", () -> !moves.isEmpty());
      assertEquals(new FrankaActions.Move(0.08, 0.1), moves.get(0).goal());
      later(FrankaHand.RESULT_MS + 1);
      hand.tick(nowNs.get());
      states.publish(fingers(0.08));
      RosPeers.await("the width", () -> Math.abs(hand.widthM() - 0.08) < 1e-9);
      assertTrue(
          hand.complaint().orElseThrow().startsWith("the hand has not reported on a command"),
          hand.complaint().toString());
      later(500);
      assertEquals(Activity.STILL, hand.measured().activity());

      // and does not keep the next one
      hand.grasp();
      RosPeers.await("the second grasp", () -> grasps.size() == 2);
      assertNotEquals(grasps.get(0).id(), grasps.get(1).id());
      assertEquals(0, grasps.get(1).id().stampNs(), "of the robot's clock, not ours");
      assertEquals(Optional.empty(), hand.complaint());
    }
  }

  /** actionlib refuses a goal whose id is older than the one before. */
  @Test
  void shouldBeUnderstoodByActionlibAfterOurClockWasSet() throws Exception {
    Process program = peers.script("hand.py");
    RosPeers.await("the hand", () -> peers.printed(program).contains("ready"));
    List<ActionType.Outcome<FrankaActions.Report>> results = new CopyOnWriteArrayList<>();
    try (RosNode ours = peers.node("/ours3");
        RosNode other = peers.node("/other3")) {
      AtomicLong setForthNs = new AtomicLong();
      FrankaHand hand =
          new FrankaHand(
              ours,
              "/franka_gripper",
              CONFIG,
              nowNs::get,
              () -> FrankaNode.wallNs() + setForthNs.get());
      other.subscribe("/franka_gripper/move/result", FrankaActions.MOVE.result(), results::add);
      Publisher<ActionType.Goal<FrankaActions.Move>> goals =
          other.publish("/franka_gripper/move/goal", FrankaActions.MOVE.goal(), false, 1);
      RosPeers.await("the other's link", () -> goals.links() == 1);
      long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
      ActionType.GoalId old = new ActionType.GoalId(now - TimeUnit.HOURS.toNanos(1), "old");
      int count = 0;
      for (double width : new double[] {0.02, 0.03}) {
        setForthNs.addAndGet(-TimeUnit.HOURS.toNanos(1));
        hand.move(width);
        String moved = "moved %.2f".formatted(width);
        int done = ++count;
        RosPeers.await(
            moved,
            () -> {
              hand.tick(nowNs.get());
              return peers.printed(program).contains(moved) && results.size() == done;
            });
        assertEquals(ActionType.Progress.SUCCEEDED, results.get(done - 1).status().progress());
      }
      goals.publish(new ActionType.Goal<>(HEADER, old, new FrankaActions.Move(0.05, 0.1)));
      RosPeers.await("the refusal", () -> results.size() == 3);
      assertEquals(ActionType.Progress.RECALLED, results.get(2).status().progress());
      hand.move(0.04);
      RosPeers.await("the next move", () -> peers.printed(program).contains("moved 0.04"));
    } finally {
      peers.kill(program);
    }
  }

  @Test
  void shouldActivateARobotiqBeforeItsFirstCommand() throws Exception {
    try (RosNode ours = peers.node("/ours2");
        RosNode driver = peers.node("/driver2")) {
      List<RobotiqGripper.Command> commands = new CopyOnWriteArrayList<>();
      Publisher<RobotiqGripper.State> input =
          driver.publish("/Robotiq2FGripperRobotInput", RobotiqGripper.State.TYPE, true, 1);
      driver.subscribe("/Robotiq2FGripperRobotOutput", RobotiqGripper.Command.TYPE, commands::add);
      RobotiqFingers fingers =
          new RobotiqFingers(ours, "/Robotiq2FGripperRobot", CONFIG, nowNs::get);
      assertTrue(fingers.complaint().orElseThrow().startsWith("the gripper tells nothing"));
      input.publish(new RobotiqGripper.State(0, 0, 0, 3, 0, 0, 0, 0));
      RosPeers.await("the width", () -> Math.abs(fingers.widthM() - 0.08) < 1e-9);
      RosPeers.await("the driver's ear", () -> fingers.complaint().isEmpty());
      later(600);
      fingers.tick(nowNs.get());
      assertEquals(List.of(), commands);

      fingers.grasp();
      RosPeers.await("the activation", () -> !commands.isEmpty());
      assertEquals(new RobotiqGripper.Command(1, 1, 0, 255, 255, 150), commands.get(0));
      assertEquals(Activity.MOVING, fingers.measured().activity());

      // activated, on an object at half its way
      input.publish(new RobotiqGripper.State(1, 1, 3, 2, 0, 255, 128, 10));
      RosPeers.await("the hold", () -> fingers.measured().activity() == Activity.HOLDING);
      assertEquals(0.08 * (1 - 128 / 255.0), fingers.widthM(), 1e-9);

      fingers.open();
      RosPeers.await("the opening", () -> commands.size() == 2);
      assertEquals(new RobotiqGripper.Command(1, 1, 0, 0, 255, 150), commands.get(1));
      input.publish(new RobotiqGripper.State(1, 1, 3, 3, 0, 0, 3, 0));
      RosPeers.await("rest", () -> fingers.measured().activity() == Activity.STILL);

      input.publish(new RobotiqGripper.State(1, 1, 3, 3, 0x0A, 0, 3, 0));
      RosPeers.await("the fault", () -> fingers.complaint().isPresent());
      assertTrue(fingers.complaint().orElseThrow().startsWith("the gripper reports fault 0x0A"));
    }
  }
}
