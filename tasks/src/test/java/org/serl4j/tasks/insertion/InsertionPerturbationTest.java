package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.arm.PartAttendant;
import org.serl4j.tasks.peg.PegInsertion;
import org.serl4j.tasks.perturbation.Perturbation;
import org.serl4j.tasks.perturbation.Perturbation.OfImages;
import org.serl4j.tasks.perturbation.PerturbationKind;
import org.serl4j.tasks.perturbation.PerturbedEnvironment;
import org.serl4j.tasks.perturbation.Tampering;

/** The unseen hand in the real simulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsertionPerturbationTest {
  private static final Insertion TASK = PegInsertion.TASK;
  private static final float[] STILL = new float[6];

  private SimulatedWorkcell workcell;
  private InsertionBench bench;
  private InsertionEnvironment environment;
  private Tampering hand;

  @BeforeAll
  void open() throws IOException {
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, TASK.scene())) {
      workcell = SimulatedWorkcell.open(file.path(), SimulatedCell.read(), true);
    }
    environment =
        InsertionEnvironment.simulated(TASK, workcell, InsertionOptions.randomBoard(TASK));
    bench = Objects.requireNonNull(environment.bench());
    hand = environment.tampering().orElseThrow();
  }

  @AfterAll
  void close() {
    environment.close();
  }

  private RigidTransform X_OE() {
    return workcell.arm().state().X_OE();
  }

  @Test
  void shouldPutASlippedPartBackOnceItIsClearOfTheBoard() {
    PartAttendant person = new PartAttendant(TASK.attended(), workcell.scene());
    environment.reset(5);
    assertFalse(person.look(X_OE()).isPresent());
    assertFalse(person.look(X_OE()).isPresent(), "it has not slipped");

    RigidTransform X_EP = new RigidTransform(TASK.geometry().X_EP().R(), new Vector3(0, 0, 0.045));
    workcell.scene().setBodyPose("peg", X_OE().times(X_EP));
    assertTrue(bench.slip(X_OE()).p().norm() > 0.002);
    assertTrue(person.look(X_OE()).isPresent());
    assertEquals(0, bench.slip(X_OE()).p().norm(), 1e-9);

    RigidTransform X_OB = bench.boardPose();
    workcell.scene().setBodyPose("peg", X_OB.times(TASK.geometry().X_BT()).times(X_EP));
    RigidTransform X_OT = X_OB.times(TASK.geometry().X_BT());
    assertFalse(person.look(X_OT).isPresent());
    assertFalse(person.look(X_OT).isPresent(), "it is in the hole");
    workcell.scene().setBodyPose("peg", X_OE().times(X_EP));
    assertFalse(person.look(X_OE()).isPresent(), "the arm moves");
    workcell.scene().setBodyPose("peg", X_OE().times(X_EP).times(shifted(0.05)));
    assertFalse(person.look(X_OE()).isPresent(), "it is no longer between the fingers");
    workcell.scene().setBodyPose("peg", X_OE().times(X_EP));
    assertTrue(person.look(X_OE()).isPresent());
  }

  private static RigidTransform shifted(double x) {
    return new RigidTransform(Rotation.IDENTITY, new Vector3(x, 0, 0));
  }

  @Test
  void shouldMoveTheTargetAndTheTruthWithTheBoard() {
    environment.reset(3);
    RigidTransform X_OB = bench.boardPose();
    RigidTransform X_OT = environment.target();
    environment.step(STILL);
    Vector3 p_B = new Vector3(0.008, -0.006, 0);
    hand.shoveFixture(p_B, 0.08, 0.3);
    for (int i = 0; i < 3; i++) {
      environment.step(STILL);
    }
    RigidTransform X_BB =
        X_OB.inverse().times(bench.boardPose()); // from the old board to the new one
    assertEquals(0, X_BB.p().minus(p_B).norm(), 1e-9);
    assertEquals(0.08, X_BB.R().log().z(), 1e-9);
    RigidTransform X_BT = X_OB.inverse().times(X_OT);
    RigidTransform error = environment.target().inverse().times(bench.boardPose().times(X_BT));
    assertEquals(0, error.p().norm(), 1e-9);
    assertEquals(0, error.R().log().norm(), 1e-7);

    // the expert goes for the board as it is, and success is there
    InsertionExpert expert = InsertionExpert.of(environment, 0, 3);
    Step step = environment.step(expert.get());
    while (!step.done()) {
      step = environment.step(expert.get());
    }
    assertTrue(step.success(), step.note());
    Vector3 p_BE = bench.boardPose().inverse().times(X_OE()).p();
    Vector3 p_oldE = X_OB.inverse().times(X_OE()).p();
    assertTrue(Math.hypot(p_BE.x(), p_BE.y()) < 0.002, "on the new hole: " + p_BE);
    assertTrue(Math.hypot(p_oldE.x(), p_oldE.y()) > 0.006, "off the old hole: " + p_oldE);
  }

  @Test
  void shouldPushTheHandAsideAndLetItGoOn() {
    environment.reset(4);
    environment.step(STILL);
    Vector3 before = X_OE().p();
    hand.pushHand(new Vector3(0, 20, 0), 0.1);
    environment.step(STILL);
    Vector3 aside = X_OE().p().minus(before);
    assertTrue(aside.y() > 0.003, "displacement " + aside);
    assertTrue(Math.hypot(aside.x(), aside.z()) < 0.5 * aside.y(), "displacement " + aside);
    assertEquals(Optional.empty(), workcell.arm().fault());
  }

  @Test
  void shouldDisplaceTheGraspOfOneEpisodeOnly() {
    environment.reset(5);
    RigidTransform plain = X_OE().inverse().times(bench.partPose());
    hand.displaceGrasp(new Vector3(0.002, 0, -0.001));
    environment.reset(5);
    RigidTransform displaced = X_OE().inverse().times(bench.partPose());
    Vector3 off = displaced.p().minus(plain.p());
    assertEquals(0.002, off.x(), 3e-4);
    assertEquals(-0.001, off.z(), 3e-4);
    environment.reset(5);
    Vector3 again = X_OE().inverse().times(bench.partPose()).p().minus(plain.p());
    assertEquals(0, again.norm(), 0, "bit for bit as before");
  }

  /**
   * The same actions: the world goes on as without, only the images differ, and only for a while.
   */
  @Test
  void shouldSpoilImagesWithoutTouchingTheScene() {
    long seed = 6;
    Observation[] plain = new Observation[16];
    plain[0] = environment.reset(seed);
    for (int i = 1; i < plain.length; i++) {
      plain[i] = environment.step(action(i)).observation();
    }
    PerturbedEnvironment perturbed =
        new PerturbedEnvironment(environment, PerturbationKind.OCCLUSION, Optional.of(hand));
    Observation seen = perturbed.reset(seed);
    int spoilt = 0;
    for (int i = 0; i < plain.length; i++) {
      seen = i == 0 ? seen : perturbed.step(action(i)).observation();
      assertArrayEquals(plain[i].state(), seen.state(), "step " + i);
      OfImages what = (OfImages) perturbed.perturbation().orElseThrow();
      for (int camera = 0; camera < 2; camera++) {
        byte[] expected = plain[i].images().get(camera);
        if (what.covers(i) && what.camera() == camera) {
          expected = what.spoil(expected, environment.spaces().imageSize());
          spoilt++;
        }
        assertArrayEquals(expected, seen.images().get(camera), "step " + i);
      }
    }
    assertTrue(spoilt > 2, "spoilt images: " + spoilt);
  }

  private static float[] action(int step) {
    return new float[] {0.3f * (step % 3 - 1), 0.2f, 0.4f, 0, 0, 0.1f};
  }

  @Test
  void shouldMeetTheSamePerturbationWithTheSameSeedWhateverCameBefore() {
    PerturbedEnvironment perturbed =
        new PerturbedEnvironment(environment, PerturbationKind.PUSH, Optional.of(hand));
    float[] first = play(perturbed, 8);
    Perturbation push = perturbed.perturbation().orElseThrow();
    play(perturbed, 9); // ends in the middle of whatever happens there
    float[] second = play(perturbed, 8);
    assertEquals(push, perturbed.perturbation().orElseThrow());
    assertArrayEquals(first, second);
    environment.reset(8);
    for (int i = 1; i < 14; i++) {
      environment.step(action(i));
    }
    float[] plain = environment.step(action(14)).observation().state();
    assertTrue(!Arrays.equals(plain, first), "the push changed nothing");
  }

  private static float[] play(PerturbedEnvironment perturbed, long seed) {
    perturbed.reset(seed);
    Observation last = null;
    for (int i = 1; i <= 14; i++) {
      last = perturbed.step(action(i)).observation();
    }
    return Objects.requireNonNull(last).state();
  }

  @Test
  void shouldKeepTheBoardsHeightAndTilt() {
    environment.reset(10);
    RigidTransform before = bench.boardPose();
    hand.shoveFixture(new Vector3(0.01, 0, 0), -0.05, 0.3);
    for (int i = 0; i < 3; i++) {
      environment.step(STILL);
      RigidTransform now = bench.boardPose();
      assertEquals(before.p().z(), now.p().z(), 1e-9);
      Rotation turned = before.R().inverse().times(now.R());
      assertEquals(0, Math.hypot(turned.log().x(), turned.log().y()), 1e-9);
    }
  }
}
