package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Step;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.StartRegion;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

/**
 * What every insertion does over the real simulator, with a board that is put elsewhere each time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InsertionEnvironmentContract {
  private static final int X = 0;
  private static final int Y = 1;
  private static final int Z = 2;
  private static final int YAW = 5;
  private static final RigidTransform FAR_AWAY =
      new RigidTransform(Rotation.IDENTITY, new Vector3(0.3, 0.3, 0.1));

  private final Insertion task;
  private final InsertionGeometry geometry;

  /** Most that the arm may push down with: stiffness times clip [N]. */
  private final double push;

  private SimulatedWorkcell workcell;
  private BlinkingWorkcell blinking;
  private InsertionBench bench;
  private InsertionEnvironment environment;
  private long[] turnedToBothSides;
  private long offTheHole;

  InsertionEnvironmentContract(Insertion task) {
    this.task = task;
    geometry = task.geometry();
    push = task.compliance().translationalStiffness() * task.compliance().clip().z();
  }

  @BeforeAll
  void open() throws IOException {
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, task.scene())) {
      workcell = SimulatedWorkcell.open(file.path(), SimulatedCell.read(), true);
    }
    blinking = new BlinkingWorkcell(workcell);
    InsertionOptions options = InsertionOptions.randomBoard(task);
    bench = new InsertionBench(geometry, workcell.scene(), options);
    environment = new InsertionEnvironment(task, blinking, options, bench, true);
    chooseSeeds();
  }

  /** Seeds whose starts suit the tests: turned to either side, and far from the hole. */
  private void chooseSeeds() {
    long left = -1;
    long right = -1;
    offTheHole = -1;
    for (long seed = 200; left < 0 || right < 0 || offTheHole < 0; seed++) {
      environment.reset(seed);
      RigidTransform X_OE = X_OE();
      Vector3 x = X_OE.R().times(new Vector3(1, 0, 0));
      double yaw = Math.atan2(x.y(), x.x()); // about the base's z
      left = left < 0 && yaw > 0.2 && yaw < 0.8 ? seed : left;
      right = right < 0 && yaw < -0.2 && yaw > -0.8 ? seed : right;
      Vector3 p_TE = environment.target().inverse().times(X_OE).p();
      offTheHole = Math.hypot(p_TE.x(), p_TE.y()) > 0.03 ? seed : offTheHole;
    }
    turnedToBothSides = new long[] {left, right};
  }

  @AfterAll
  void close() {
    environment.close();
  }

  private RigidTransform X_OE() {
    return workcell.arm().state().X_OE();
  }

  private static float[] along(int axis, double value) {
    float[] action = new float[6];
    action[axis] = (float) value;
    return action;
  }

  private float[] part(Observation observation, String name) {
    Slice slice = environment.spaces().state().slice(name);
    return Arrays.copyOfRange(observation.state(), slice.from(), slice.to());
  }

  @Test
  void shouldLayTheStateOutAsSerlDoes() {
    assertEquals(19, environment.spaces().state().size());
    assertEquals(0, environment.spaces().state().slice("gripper_pose").from());
    assertEquals(1, environment.spaces().state().slice("tcp_force").from());
    assertEquals(4, environment.spaces().state().slice("tcp_pose_position").from());
    assertEquals(7, environment.spaces().state().slice("tcp_pose_rotation").from());
    assertEquals(10, environment.spaces().state().slice("tcp_torque").from());
    assertEquals(13, environment.spaces().state().slice("tcp_vel_linear").from());
    assertEquals(16, environment.spaces().state().slice("tcp_vel_angular").from());
  }

  @Test
  void shouldAgreeWithItsSceneOnSizes() {
    environment.reset(3);
    RigidTransform X_OB = bench.boardPose();
    Vector3 bottom = X_OB.inverse().times(workcell.scene().sitePose("hole_bottom")).p();
    assertEquals(-geometry.holeDepth(), bottom.z(), 1e-9);
    workcell.scene().reset();
    RigidTransform error =
        geometry.X_EP().inverse().times(X_OE().inverse()).times(bench.partPose());
    assertTrue(error.p().norm() < 1e-5, "grasp in the scene: " + error);
    assertTrue(error.R().log().norm() < 1e-5, "grasp in the scene: " + error);
  }

  @Test
  void shouldStartAboveTheTargetWithARelativePoseOfZero() {
    for (long seed = 100; seed < 104; seed++) {
      Observation first = environment.reset(seed);
      for (float x : part(first, "tcp_pose_position")) {
        assertEquals(0, x, 1e-6);
      }
      for (float x : part(first, "tcp_pose_rotation")) {
        assertEquals(0, x, 1e-6);
      }
      RigidTransform X_TE = environment.target().inverse().times(X_OE());
      assertEquals(-task.start().height(), X_TE.p().z(), 0.003);
      assertTrue(Math.abs(X_TE.p().x()) < 0.053 && Math.abs(X_TE.p().y()) < 0.053);
      assertTrue(Math.abs(X_TE.R().log().z()) < task.start().turn() + 0.02);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {X, Y, Z, YAW})
  void shouldMoveAlongTheEndEffectorsOwnAxesFromATurnedStart(int axis) {
    for (long seed : turnedToBothSides) {
      environment.reset(seed);
      RigidTransform X_OR = X_OE();
      Vector3 p_TR = environment.target().inverse().times(X_OR).p();
      double yaw = environment.target().R().inverse().times(X_OR.R()).log().z();
      // inwards, where the task's box leaves room
      double sign =
          switch (axis) {
            case Z -> 1;
            case YAW -> -Math.signum(yaw);
            default -> -Math.signum(axisOf(X_OR, axis, p_TR));
          };
      Step step = environment.step(along(axis, sign));
      for (int i = 0; i < 3; i++) {
        step = environment.step(along(axis, sign));
      }
      Observation seen = step.observation();
      boolean turning = axis == YAW;
      String pose = turning ? "tcp_pose_rotation" : "tcp_pose_position";
      String velocity = turning ? "tcp_vel_angular" : "tcp_vel_linear";
      requireAlong(axis % 3, sign, part(seen, pose), turning ? 0.03 : 0.005);
      requireAlong(axis % 3, sign, part(seen, velocity), turning ? 0.05 : 0.02);

      // the same seen from outside: E went along its own axis in the base frame
      RigidTransform X_RE = X_OR.inverse().times(X_OE());
      Vector3 moved = turning ? X_RE.R().log() : X_RE.p();
      Vector3 told = vector(part(seen, pose));
      assertTrue(moved.minus(told).norm() < 1e-5);
    }
  }

  /** Displacement {@code p_TR} along the axis of E, which has another yaw than T. */
  private double axisOf(RigidTransform X_OR, int axis, Vector3 p_TR) {
    Rotation R_RT = X_OR.R().inverse().times(environment.target().R());
    Vector3 p = R_RT.times(p_TR);
    return axis == X ? p.x() : p.y();
  }

  private static Vector3 vector(float[] v) {
    return new Vector3(v[0], v[1], v[2]);
  }

  private static void requireAlong(int axis, double sign, float[] v, double atLeast) {
    assertTrue(sign * v[axis] > atLeast, "axis " + axis + ": " + vector(v));
    double across = Math.sqrt(Math.max(0, vector(v).dot(vector(v)) - v[axis] * v[axis]));
    assertTrue(across < 0.35 * Math.abs(v[axis]), "axis " + axis + ": " + vector(v));
  }

  @Test
  void shouldFeelTheBoardPushBackAndPushNoHarderThanStiffnessTimesClip() {
    environment.reset(offTheHole);
    double hardest = 0;
    Step step = environment.step(along(Z, 1));
    while (!step.done()) {
      step = environment.step(along(Z, 1));
      // in E, whose z points down: the board pushes towards -z
      hardest = Math.max(hardest, -part(step.observation(), "tcp_force")[Z]);
    }
    assertEquals("time limit of 100 steps", step.note());
    float steady = -part(step.observation(), "tcp_force")[Z];
    assertTrue(steady > 0.5 * push && steady < 1.3 * push, "steady force " + steady + " N");
    assertTrue(hardest < 3 * push, "hardest force " + hardest + " N");
    assertFalse(bench.inserted());
  }

  @Test
  void shouldStayInTheTasksBox() {
    environment.reset(5);
    for (int i = 0; i < 40; i++) {
      environment.step(new float[] {1, 1, -1, 1, 1, 1});
      RigidTransform X_TE = environment.target().inverse().times(X_OE());
      assertTrue(Math.abs(X_TE.p().x()) < 0.055 && Math.abs(X_TE.p().y()) < 0.055);
      assertTrue(X_TE.p().z() > -task.start().height() - 0.005);
      Vector3 r = X_TE.R().log();
      double tilt =
          Math.hypot(task.working().rotationHigh().x(), task.working().rotationHigh().y());
      assertTrue(Math.hypot(r.x(), r.y()) < tilt + 0.03, "tilt " + r);
      assertTrue(Math.abs(r.z()) < task.working().rotationHigh().z() + 0.03);
    }
  }

  @Test
  void shouldLetTheExpertInsertWithTruncationTerminationAndSuccessApart() {
    int successes = 0;
    for (long seed = 0; seed < 5; seed++) {
      Step step = demonstrate(seed, 0);
      successes += step.success() ? 1 : 0;
      assertEquals(step.success(), step.terminated());
      assertEquals(step.success() ? 1 : 0, step.reward());
      if (step.success()) {
        assertFalse(step.truncated());
        assertTrue(bench.depth() > geometry.insertedDepth());
      }
    }
    assertEquals(5, successes);
  }

  private Step demonstrate(long seed, double noise) {
    environment.reset(seed);
    InsertionExpert expert = InsertionExpert.of(environment, noise, seed);
    Step step = environment.step(expert.get());
    while (!step.done()) {
      step = environment.step(expert.get());
    }
    return step;
  }

  @Test
  void shouldNotCountAPoseWithoutThePartAsASuccess() {
    environment.reset(6);
    int before = environment.report().falseSuccesses();
    workcell.scene().setBodyPose(geometry.part(), FAR_AWAY);
    Step step = environment.step(new float[6]);
    while (!step.done()) {
      RigidTransform X_ET = X_OE().inverse().times(environment.target());
      step =
          environment.step(task.endEffector().action(X_ET.p().times(2), X_ET.R().log().times(2)));
    }
    assertEquals(1, step.reward());
    assertTrue(step.terminated());
    assertFalse(step.success());
    assertTrue(step.note().startsWith("the pose says inserted"), step.note());
    assertEquals(before + 1, environment.report().falseSuccesses());
  }

  @Test
  void shouldPutADroppedPartBackAndCountIt() {
    environment.reset(7);
    int before = environment.report().regrasps();
    workcell.scene().setBodyPose(geometry.part(), FAR_AWAY);
    environment.step(new float[6]);
    environment.reset(8);
    assertEquals(before + 1, environment.report().regrasps());
    RigidTransform slip = geometry.X_EP().inverse().times(X_OE().inverse()).times(bench.partPose());
    assertTrue(slip.p().norm() < 0.001, "grasp after the reset: " + slip);
    environment.step(new float[6]);
    environment.reset(9);
    assertEquals(before + 1, environment.report().regrasps(), "a held part is not a slip");
  }

  @Test
  void shouldDisplaceThePartInTheGraspByOptionAndStillBeInsertable() {
    double slip = Math.min(0.0015, task.graspTolerance());
    InsertionOptions loose = InsertionOptions.fixedBoard(task).withGraspRange(slip);
    InsertionBench hand = new InsertionBench(geometry, workcell.scene(), loose);
    // over the same workcell, which the other environment closes
    InsertionEnvironment other = new InsertionEnvironment(task, blinking, loose, hand, true);
    for (long seed = 0; seed < 3; seed++) {
      other.reset(seed);
      RigidTransform grasp = X_OE().inverse().times(hand.partPose());
      double off = geometry.X_EP().inverse().times(grasp).p().norm();
      assertTrue(off > 0.1 * slip && off < 1.5 * slip + 0.0003, "displacement " + off + " m");
      InsertionExpert expert = InsertionExpert.of(other, 0, seed);
      Step step = other.step(expert.get());
      while (!step.done()) {
        step = other.step(expert.get());
      }
      assertTrue(step.success(), step.note());
    }
    assertEquals(3, other.report().episodes());
    assertEquals(3, other.report().poseSuccesses());
  }

  @Test
  void shouldRefuseAStartOutsideItsBox() {
    InsertionOptions fixed = InsertionOptions.fixedBoard(task);
    StartRegion narrow = new StartRegion(task.start().height(), 0.02, task.start().turn());
    Insertion other =
        new Insertion(
            task.name(),
            task.scene(),
            geometry,
            task.endEffector(),
            task.compliance(),
            task.working(),
            task.threshold(),
            narrow,
            task.resetMotion(),
            task.repairs());
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new InsertionEnvironment(other, blinking, fixed, bench, true));
    assertEquals(
        "startRange = 0.05 m is more than the task allows: 0.0200 m", refusal.getMessage());
  }

  @Test
  void shouldWaitForACameraThatComesBackAndHoldTheArmMeanwhile() {
    environment.reset(10);
    RigidTransform before = X_OE();
    // longer than the arm's watchdog of 1 s
    blinking.darken(workcell.pace().nowNs() + 3_000_000_000L);
    Step step = environment.step(new float[6]);
    assertFalse(step.done());
    assertTrue(workcell.arm().fault().isEmpty());
    assertTrue(before.inverse().times(X_OE()).p().norm() < 0.005);
  }

  @Test
  void shouldTruncateWithANoteWhenACameraStaysDark() {
    environment.reset(11);
    blinking.darken(workcell.pace().nowNs() + 60_000_000_000L);
    Step step = environment.step(new float[6]);
    blinking.darken(0);
    assertTrue(step.truncated());
    assertFalse(step.terminated());
    assertEquals("camera wrist_1 is being reopened", step.note());
    assertEquals(2, step.observation().images().size());
  }

  @Test
  void shouldTruncateWithANoteWhenTheArmStopsAndRecoverAtTheNextReset() {
    environment.reset(12);
    ArmState last = workcell.arm().state();
    // nobody commands for longer than the watchdog's time
    workcell.pace().advanceTo(last.timeNs() + 2_000_000_000L);
    assertTrue(workcell.arm().fault().isPresent());
    Step step = environment.step(along(Z, 1));
    assertTrue(step.truncated());
    assertFalse(step.terminated());
    assertTrue(step.note().startsWith("the arm stopped: "), step.note());
    environment.reset(13);
    assertTrue(workcell.arm().fault().isEmpty());
    assertFalse(environment.step(along(Z, 1)).done());
  }
}
