package org.serl4j.tasks.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.JointReset;
import org.serl4j.resets.Regrasp;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ScriptedReset;
import org.serl4j.tasks.ResetTest.Trial;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

/**
 * What the resets of every task with a held part do over the real simulator, one after the other
 * from what the one before left, with no hand at the bench.
 */
public abstract class ResetContract {
  /** Twice from each state; {@code ./serl4j reset TASK --check 100} breaks 50 off. */
  private static final int MOMENTS = Integer.getInteger("resets.moments", 12);

  private static final int JOINT_RESET_EVERY = 10;

  /** A reset verifies its pose to 3 mm and 0.02 rad; the arm still settles while it lets go. */
  private static final double POSITION = 0.0035;

  private static final double ROTATION = 0.025;

  private final String task;
  private final String scene;
  private final String part;
  private final String fixture;
  private SimulatedWorkcell workcell;
  private ResetTrials trials;

  /**
   * @param task its name
   * @param scene its MJCF file
   * @param part name of the held part's body, and of the part for people
   * @param fixture name of the body that it goes into
   */
  protected ResetContract(String task, String scene, String part, String fixture) {
    this.task = task;
    this.scene = scene;
    this.part = part;
    this.fixture = fixture;
  }

  /** The task's trials over a workcell with its scene. */
  protected abstract ResetTrials trials(
      SimulatedWorkcell workcell, boolean randomBoard, int jointResetEvery);

  /** Displacement of the fixture, in itself, after which the part does not go in [m]. */
  protected Vector3 aside() {
    return new Vector3(0.008, 0, 0);
  }

  /** Names of the routines of a reset. */
  protected abstract List<String> routines();

  @BeforeEach
  void open() throws IOException {
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, scene)) {
      workcell = SimulatedWorkcell.open(file.path(), SimulatedCell.of(task), true);
    }
    trials = trials(workcell, true, JOINT_RESET_EVERY);
  }

  @AfterEach
  void close() {
    workcell.close();
  }

  @Test
  void shouldSucceedAfterAnyMomentAtWhichAResetWasBrokenOff() {
    SplittableRandom random = new SplittableRandom(41);
    Map<HardState, Integer> brokenOff = new EnumMap<>(HardState.class);
    List<HardState> states = List.of(HardState.values());
    int moments = 0;
    for (int i = 0; moments < MOMENTS; i++) {
      HardState state = states.get(i % states.size());
      Trial trial = trials.trial(state, true, random);
      assertEquals("", trial.problem(), "reset " + i + ": " + trial.state());
      assertTrue(trial.positionError() < POSITION, "position after reset " + i + ": " + trial);
      assertTrue(trial.rotationError() < ROTATION, "rotation after reset " + i + ": " + trial);
      if (trial.state().endsWith("broken off")) {
        moments++;
        brokenOff.merge(state, 1, Integer::sum);
      }
      assertTrue(i < 2 * MOMENTS, "too few resets could be broken off: " + brokenOff);
    }
    assertEquals(states.size(), brokenOff.size(), "states: " + brokenOff);
  }

  @Test
  void shouldTakeUpAnewAPartThatSlippedOrWasLeftInItsPlace() {
    SplittableRandom random = new SplittableRandom(42);
    for (HardState state : List.of(HardState.SLIPPED, HardState.LEFT)) {
      Trial trial = trials.trial(state, false, random);
      assertEquals("", trial.problem(), trial.state());
      ResetOutcome regrasp = named(trial, Regrasp.NAME);
      assertTrue(regrasp.seconds() > 5, "it had to be taken up: " + regrasp);
      assertTrue(trial.slip() < Grasp.SLIP_METRES / 2, "grasp: " + trial);
    }
  }

  @Test
  void shouldLoseNoTimeOnAPartInItsGrasp() {
    Trial trial = trials.trial(HardState.PLAYED, false, new SplittableRandom(43));
    assertEquals(new ResetOutcome(Regrasp.NAME, true, 1, 0, ""), named(trial, Regrasp.NAME));
  }

  @Test
  void shouldStraightenTheElbow() throws IOException {
    workcell.close();
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, scene)) {
      workcell = SimulatedWorkcell.open(file.path(), SimulatedCell.of(task), true);
    }
    trials = trials(workcell, false, 1);
    Trial trial = trials.trial(HardState.BENT, false, new SplittableRandom(44));
    assertEquals("", trial.problem());
    assertTrue(named(trial, JointReset.NAME).seconds() > 0.5, "it had to move: " + trial);
  }

  @Test
  void shouldSayWhatIsWrongWhenThePartIsLostAndGoOnWhenAHandHasPutItBack() {
    SplittableRandom random = new SplittableRandom(45);
    workcell
        .scene()
        .setBodyPose(part, new RigidTransform(Rotation.IDENTITY, new Vector3(0.3, 0.3, 0.1)));
    Trial lost = trials.trial(HardState.FAULTED, false, random);
    assertFalse(lost.done());
    assertEquals(
        "reset failed: regrasp failed after 3 tries: the "
            + part
            + " is neither in the gripper nor in its place: put it into the gripper",
        lost.problem());
    assertEquals("", trials.trial(HardState.PLAYED, false, random).problem());
  }

  @Test
  void shouldNotLetGoOfAPartThatDoesNotGoIntoItsPlace() {
    RigidTransform X_OB = workcell.scene().bodyPose(fixture);
    RigidTransform aside = new RigidTransform(Rotation.IDENTITY, aside());
    // behind the environment's back
    workcell.scene().setBodyPose(fixture, X_OB.times(aside));
    Trial trial = trials.trial(HardState.SLIPPED, false, new SplittableRandom(46));
    assertTrue(
        trial.problem().startsWith("reset failed: regrasp failed after 3 tries: the arm stands "),
        trial.problem());
    assertTrue(trial.slip() < 0.02, "the part is still in the gripper: " + trial);
  }

  @Test
  void shouldNameItsRoutinesInTheirOrder() {
    List<String> names =
        List.of(ScriptedReset.LIFT, JointReset.NAME, Regrasp.NAME, ScriptedReset.START);
    assertEquals(names, routines());
  }

  private static ResetOutcome named(Trial trial, String routine) {
    return trial.routines().stream()
        .filter(o -> o.routine().equals(routine))
        .findFirst()
        .orElseThrow();
  }
}
