package org.serl4j.tasks.lift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.teleoperation.Motion;

class CubeLiftEnvironmentTest {
  private CubeLiftEnvironment environment;

  @BeforeEach
  void open() throws IOException {
    environment = CubeLiftEnvironment.open(false);
  }

  @AfterEach
  void close() {
    environment.close();
  }

  private static float[] action(double x, double y, double z, double grasp) {
    return new float[] {(float) x, (float) y, (float) z, (float) grasp};
  }

  private double element(Step step, String slice, int i) {
    return step.observation().state()[environment.spaces().state().slice(slice).from() + i];
  }

  @Test
  void shouldOrderItsStateAsSerlDoes() {
    Spaces spaces = CubeLift.spaces(false);
    List<String> names = spaces.state().slices().stream().map(Slice::name).toList();
    assertEquals(names.stream().sorted().toList(), names);
    assertEquals(10, spaces.state().size());
    assertEquals(4, spaces.action().size());
    assertEquals(7, CubeLift.spaces(true).state().size());
    assertEquals(List.of("front", "wrist"), CubeLift.spaces(true).cameras());
  }

  @Test
  void shouldPayForBeingNearAndForLifting() {
    assertEquals(0.3, CubeLift.reward(0, 0), 1e-15);
    assertEquals(0.3 / Math.E, CubeLift.reward(0.05, 0), 1e-15);
    assertEquals(0.65, CubeLift.reward(0, 0.1), 1e-15);
    assertEquals(1, CubeLift.reward(0, 0.2), 1e-15);
    assertEquals(1, CubeLift.reward(0, 0.5), 1e-15);
    assertEquals(0.3, CubeLift.reward(0, -0.1), 1e-15);
  }

  @Test
  void shouldRewardWhatItsStateShows() {
    environment.reset(4);
    CubeLiftExpert expert = CubeLiftExpert.of(environment, 0.3, 4);
    for (int i = 0; i < CubeLift.STEPS; i++) {
      Step step = environment.step(expert.get());
      double distance = 0;
      for (int k = 0; k < 3; k++) {
        double d = element(step, "block_pos", k) - element(step, "tcp_pos", k);
        distance += d * d;
      }
      double lift = element(step, "block_pos", 2) - CubeLift.HALF_EDGE;
      assertEquals(CubeLift.reward(Math.sqrt(distance), lift), step.reward(), 1e-5);
    }
  }

  @Test
  void shouldPutTheCubeAndTheArmWhereSerlDoes() {
    double nearest = 1;
    double farthest = 0;
    double left = 0;
    double right = 0;
    for (int seed = 0; seed < 200; seed++) {
      environment.reset(seed);
      Vector3 p_OB = environment.cube();
      nearest = Math.min(nearest, p_OB.x());
      farthest = Math.max(farthest, p_OB.x());
      right = Math.min(right, p_OB.y());
      left = Math.max(left, p_OB.y());
      assertEquals(0.02, p_OB.z(), 1e-12);
    }
    assertTrue(nearest >= 0.25 && nearest < 0.26, "nearest " + nearest);
    assertTrue(farthest <= 0.55 && farthest > 0.54, "farthest " + farthest);
    assertTrue(right >= -0.25 && right < -0.24, "right " + right);
    assertTrue(left <= 0.25 && left > 0.24, "left " + left);
    assertArrayEquals(
        new double[] {0, -0.785, 0, -2.35, 0, 1.57, Math.PI / 4},
        environment.bench().jointPositions(),
        1e-15);
    // SERL's gripper pinches 0.1488 m from the flange, the Franka hand 0.1034 m
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(environment.bench().jointPositions());
    RigidTransform X_OH = PoseArray.toTransform(kinematics.X_OE());
    RigidTransform X_HE =
        new RigidTransform(
            Rotation.IDENTITY, new Vector3(0, 0, 0.1488 - FrankaKinematics.HAND_TO_TCP));
    RigidTransform X_OE = X_OH.times(X_HE);
    assertEquals(0, environment.bench().X_OE().p().minus(X_OE.p()).norm(), 1e-9);
    assertEquals(0, CubeLift.R_OD.inverse().times(X_OE.R()).log().norm(), 0.006);
  }

  @Test
  void shouldMoveTheTargetNotTheMeasuredPositionAndClipItToTheBox() {
    environment.reset(1);
    Vector3 start = environment.target();
    environment.step(action(0.5, 0, 0, 0));
    environment.step(action(0.5, -0.5, 0, 0));
    assertEquals(
        0, environment.target().minus(start.plus(new Vector3(0.1, -0.05, 0))).norm(), 1e-7);
    for (int i = 0; i < 10; i++) {
      environment.step(action(1, 1, 1, 0));
    }
    assertEquals(new Vector3(0.6, 0.3, 0.5), environment.target());
    for (int i = 0; i < 10; i++) {
      environment.step(action(-1, -1, -1, 0));
    }
    assertEquals(new Vector3(0.2, -0.3, 0), environment.target());
  }

  @Test
  void shouldAddUpTheGraspAndCloseTheFingers() {
    environment.reset(1);
    assertEquals(0.3, element(environment.step(action(0, 0, 0, 0.3)), "gripper_pos", 0), 1e-6);
    assertEquals(0.6, element(environment.step(action(0, 0, 0, 0.3)), "gripper_pos", 0), 1e-6);
    assertEquals(1, element(environment.step(action(0, 0, 0, 1)), "gripper_pos", 0), 1e-6);
    assertEquals(1, element(environment.step(action(0, 0, 0, 1)), "gripper_pos", 0), 1e-6);
    assertEquals(0.5, element(environment.step(action(0, 0, 0, -0.5)), "gripper_pos", 0), 1e-6);
    assertEquals(0, element(environment.step(action(0, 0, 0, -1)), "gripper_pos", 0), 1e-6);
  }

  @Test
  void shouldShowTheVelocityOfItsPosition() {
    environment.reset(1);
    Step before = environment.step(action(0, 1, 0, 0));
    Step after = environment.step(action(0, 1, 0, 0));
    double difference =
        (element(after, "tcp_pos", 1) - element(before, "tcp_pos", 1)) / CubeLift.STEP_SECONDS;
    double mean = (element(after, "tcp_vel", 1) + element(before, "tcp_vel", 1)) / 2;
    assertTrue(mean > 0.1, "speed " + mean);
    assertEquals(mean, difference, 0.1 * mean);
  }

  @Test
  void shouldBeLiftedByItsExpertAndGoOnToTheTimeLimit() {
    for (int seed = 0; seed < 20; seed++) {
      environment.reset(seed);
      CubeLiftExpert expert = CubeLiftExpert.of(environment, 0, seed);
      double total = 0;
      Step step = environment.step(expert.get());
      for (int i = 1; i < CubeLift.STEPS; i++) {
        assertFalse(step.done());
        total += step.reward();
        step = environment.step(expert.get());
      }
      assertTrue(step.truncated() && !step.terminated());
      assertTrue(step.success(), "seed " + seed);
      assertTrue(total > 25, "seed " + seed + ": return " + total);
    }
    assertEquals("20 episodes, 20 in which the cube was held up", environment.report());
  }

  @Test
  void shouldBeSteeredByAPerson() {
    Motion motion = new Motion(new Vector3(0, -0.5, 2), Vector3.ZERO);
    assertArrayEquals(new float[] {0, -0.25f, 1, 1}, CubeLift.steer(motion, GripperAction.CLOSE));
    assertArrayEquals(new float[] {0, -0.25f, 1, -1}, CubeLift.steer(motion, GripperAction.OPEN));
  }
}
