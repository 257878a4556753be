package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.perturbation.Perturbation;
import org.serl4j.tasks.perturbation.PerturbationKind;
import org.serl4j.tasks.perturbation.PerturbedEnvironment;

/** What cable routing adds to the contract of all environments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CableEnvironmentTest {
  private static final RigidTransform FAR_AWAY =
      new RigidTransform(Rotation.IDENTITY, new Vector3(0.2, 0.4, 0.3));

  private static final int Z = 2;

  private SimulatedWorkcell workcell;
  private CableEnvironment environment;

  @BeforeAll
  void open() throws IOException {
    try (SceneFile scene = SceneFile.extract(TaskCatalogue.class, CableRouting.SCENE)) {
      workcell = SimulatedWorkcell.open(scene.path(), SimulatedCell.of(CableRouting.NAME), true);
    }
    environment = new CableEnvironment(workcell, CableOptions.randomBoard());
  }

  @AfterAll
  void close() {
    environment.close();
  }

  private static CableBench bench(CableEnvironment over) {
    return Objects.requireNonNull(over.bench());
  }

  private RigidTransform X_TE() {
    return environment.target().inverse().times(workcell.arm().state().X_OE());
  }

  private Step demonstrate(CableEnvironment over, long seed, double noise) {
    over.reset(seed);
    CableExpert expert = CableExpert.of(over, noise, seed);
    Step step = over.step(expert.get());
    while (!step.done()) {
      step = over.step(expert.get());
    }
    return step;
  }

  @Test
  void shouldStartAboveTheTargetWithARelativePoseOfZeroAndAStraightCable() {
    double farthest = 0;
    for (long seed = 100; seed < 104; seed++) {
      Observation first = environment.reset(seed);
      Slice position = environment.spaces().state().slice("tcp_pose_position");
      for (int i = position.from(); i < position.to(); i++) {
        assertEquals(0, first.state()[i], 1e-6);
      }
      assertEquals(-CableRouting.START_HEIGHT, X_TE().p().z(), 0.003);
      assertTrue(Math.abs(X_TE().p().x()) < 0.103 && Math.abs(X_TE().p().y()) < 0.103);
      assertTrue(Math.abs(X_TE().R().log().z()) < CableRouting.TURN + 0.02);
      farthest = Math.max(farthest, Math.hypot(X_TE().p().x(), X_TE().p().y()));
      List<Vector3> line = bench(environment).centreline();
      double across = line.get(line.size() - 1).minus(line.get(0)).norm();
      assertTrue(across > 0.155, "straight but for its weight: " + across + " m");
    }
    assertTrue(farthest > 0.05, "starts use the range: " + farthest + " m");
  }

  @Test
  void shouldLetTheExpertRouteTheCableWithAndWithoutNoise() {
    for (long seed = 0; seed < 6; seed++) {
      Step step = demonstrate(environment, seed, seed % 2 == 0 ? 0 : 0.3);
      assertTrue(step.success(), "seed " + seed + ": " + step.note());
      assertTrue(step.terminated());
      assertFalse(step.truncated());
      assertEquals(1, step.reward());
      assertTrue(bench(environment).fit().routed());
    }
  }

  @Test
  void shouldGoOnAtTheGoalByOptionAndPullTheCableOutAtTheNextReset() {
    // over the same workcell, which the other environment closes
    CableEnvironment other =
        new CableEnvironment(workcell, CableOptions.fixedBoard().goingOn().withMaxSteps(40));
    Step step = demonstrate(other, 3, 0);
    assertTrue(step.success());
    assertTrue(step.truncated());
    assertFalse(step.terminated());
    assertEquals("time limit of 40 steps", step.note());
    other.reset(4);
    assertFalse(bench(other).fit().routed());
    assertEquals(new CableEnvironment.Report(2, 1, 0, 0), other.report());
    assertEquals(
        "2 episodes, 1 with the cable in the clip, 0 regrasps, 0 reset retries",
        other.report().line());
  }

  @Test
  void shouldNotCallThePoseOfASuccessASuccess() {
    environment.reset(6);
    workcell.scene().setBodyPose("cable", FAR_AWAY);
    double closest = 1;
    Step step = environment.step(new float[6]);
    while (!step.done()) {
      Vector3 p_ET = X_TE().inverse().p();
      Vector3 r_ET = X_TE().inverse().R().log();
      step = environment.step(CableRouting.END_EFFECTOR.action(p_ET.times(1.2), r_ET.times(1.2)));
      closest = Math.min(closest, X_TE().p().norm());
      assertEquals(0, step.reward());
      assertFalse(step.success());
    }
    assertTrue(closest < 0.002, "E came to " + closest + " m of the target");
    assertEquals("time limit of 100 steps", step.note());
  }

  @Test
  void shouldPutALostCableBackAndCountIt() {
    environment.reset(7);
    int before = environment.report().regrasps();
    workcell.scene().setBodyPose("cable", FAR_AWAY);
    environment.step(new float[6]);
    environment.reset(8);
    assertEquals(before + 1, environment.report().regrasps());
    environment.step(new float[6]);
    environment.reset(9);
    assertEquals(before + 1, environment.report().regrasps(), "a held cable is not a slip");
  }

  @Test
  void shouldStayInTheTasksBoxAndPushNoHarderThanStiffnessTimesClip() {
    environment.reset(5);
    Slice force = environment.spaces().state().slice("tcp_force");
    Step step = environment.step(new float[] {1, 1, 1, 1, 1, 1});
    while (!step.done()) {
      step = environment.step(new float[] {1, 1, 1, 1, 1, 1});
      Vector3 p = X_TE().p();
      assertTrue(Math.abs(p.x()) < 0.105 && Math.abs(p.y()) < 0.105, "E at " + p);
      assertTrue(p.z() < CableRouting.PRESS + 0.003, "E at " + p);
      Vector3 r = X_TE().R().log();
      assertTrue(Math.hypot(r.x(), r.y()) < 0.01 * Math.sqrt(2) + 0.03, "tilt " + r);
      assertTrue(Math.abs(r.z()) < CableRouting.TURN + 0.03, "yaw " + r);
      assertTrue(-step.observation().state()[force.from() + Z] < 1.3 * 10, "harder than 10 N");
    }
  }

  @Test
  void shouldTruncateWithANoteWhenTheArmStopsAndRecoverAtTheNextReset() {
    environment.reset(12);
    // nobody commands for longer than the watchdog's time
    workcell.pace().advanceTo(workcell.arm().state().timeNs() + 2_000_000_000L);
    Step step = environment.step(new float[6]);
    assertTrue(step.truncated());
    assertFalse(step.terminated());
    assertTrue(step.note().startsWith("the arm stopped: "), step.note());
    environment.reset(13);
    assertFalse(environment.step(new float[6]).done());
  }

  @Test
  void shouldRefuseRangesBeyondTheTasks() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CableOptions(CableRouting.X_OB, 0.06, 0, 0, 0, 100, true));
    assertEquals("boardRange = 0.06 m is outside [0, 0.05] m", refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new CableOptions(CableRouting.X_OB, 0, 0, 0.11, 0, 100, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CableOptions(CableRouting.X_OB, 0, 0, 0, 0, 0, true));
  }

  /**
   * Whatever the unseen hand does, the expert ends in the clip where it is, and that is success.
   */
  @ParameterizedTest
  @EnumSource(names = {"BOARD_SHIFT", "PUSH", "REGRASP_OFFSET"})
  void shouldBeRoutedAllTheSame(PerturbationKind kind) {
    PerturbedEnvironment perturbed =
        new PerturbedEnvironment(environment, kind, environment.tampering());
    for (long seed = 0; seed < 4; seed++) {
      perturbed.reset(seed);
      RigidTransform X_OB = bench(environment).boardPose();
      CableExpert expert = CableExpert.of(environment, 0, seed);
      Step step = perturbed.step(expert.get());
      while (!step.done()) {
        step = perturbed.step(expert.get());
      }
      Perturbation what = perturbed.perturbation().orElseThrow();
      assertTrue(perturbed.struck(), what.words());
      assertTrue(step.success(), what.words() + " " + step.note());
      Vector3 moved = bench(environment).boardPose().p().minus(X_OB.p());
      double most = what instanceof Perturbation.BoardShift shift ? shift.p_B().norm() : 0;
      // an episode may be over before the shove is
      assertTrue(moved.norm() <= most + 1e-9 && moved.norm() >= 0.2 * most, what.words());
    }
  }

  @Test
  void shouldDisplaceTheGraspAlongTheCableOnceAndNowhereElse() {
    environment.reset(5);
    Vector3 plain = held();
    environment.tampering().orElseThrow().displaceGrasp(new Vector3(0.004, 0, 0));
    environment.reset(5);
    Vector3 off = held().minus(plain);
    assertEquals(0.004, off.x(), 5e-4);
    assertEquals(0, Math.hypot(off.y(), off.z()), 5e-4);
    environment.reset(5);
    assertEquals(0, held().minus(plain).norm(), 0, "bit for bit as before");
  }

  /** The held piece, seen from E. */
  private Vector3 held() {
    return workcell.arm().state().X_OE().inverse().times(bench(environment).cablePose()).p();
  }
}
