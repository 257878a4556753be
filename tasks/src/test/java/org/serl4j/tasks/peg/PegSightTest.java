package org.serl4j.tasks.peg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SightTest;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

class PegSightTest {
  private static final double FLOAT_MILLIMETRES = 1e-3;

  @SuppressWarnings("NullAway.Init") // before all
  private static SimulatedWorkcell workcell;

  @SuppressWarnings("NullAway.Init") // before all
  private static SightTest sight;

  @BeforeAll
  static void open() throws IOException {
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, PegSight.SCENE)) {
      workcell = SimulatedWorkcell.open(file.path(), SimulatedCell.read(), true);
    }
    sight = PegSight.over(workcell);
  }

  @AfterAll
  static void close() {
    sight.close();
  }

  @Test
  void shouldAnswerWithTheHoleAsSeenFromTheTip() {
    SplittableRandom random = new SplittableRandom(1);
    SimulatedScene scene = workcell.scene();
    for (int i = 0; i < 20; i++) {
      float[] answer = sight.scenes().draw(random, i % 2 == 0).answer();
      Vector3 p_PB_O = scene.bodyPose("board").p().plus(scene.bodyPose("peg").p().times(-1));
      Vector3 p_PB_E = workcell.arm().state().X_OE().R().inverse().times(p_PB_O);
      assertEquals(1000 * p_PB_E.x(), answer[0], FLOAT_MILLIMETRES);
      assertEquals(1000 * p_PB_E.y(), answer[1], FLOAT_MILLIMETRES);
      assertEquals(1000 * p_PB_E.z(), answer[2], FLOAT_MILLIMETRES);
      double turn =
          workcell
              .arm()
              .state()
              .X_OE()
              .R()
              .inverse()
              .times(scene.bodyPose("board").R().times(PegInsertion.TASK.geometry().X_BT().R()))
              .log()
              .z();
      assertEquals(Math.toDegrees(turn), answer[3], 1e-3);
    }
  }

  @Test
  void shouldKeepTheTipAboveTheBoardAndNearScenesNear() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      float[] near = sight.scenes().draw(random, true).answer();
      assertTrue(Math.hypot(near[0], near[1]) <= 15 && near[2] >= 1 && near[2] <= 15);
      float[] far = sight.scenes().draw(random, false).answer();
      assertTrue(Math.hypot(far[0], far[1]) <= 30 && far[2] >= 15 && far[2] <= 60);
    }
  }

  @Test
  void shouldDrawTheSameSceneForTheSameRandomNumbers() {
    SightTest.Scene one = sight.scenes().draw(new SplittableRandom(3), true);
    sight.scenes().draw(new SplittableRandom(4), false);
    SightTest.Scene two = sight.scenes().draw(new SplittableRandom(3), true);
    assertArrayEquals(one.answer(), two.answer());
    for (int camera = 0; camera < 2; camera++) {
      assertArrayEquals(
          one.observation().images().get(camera), two.observation().images().get(camera));
    }
  }

  /** The board's material is (0.80, 0.70, 0.54); the table's blue exceeds its red. */
  @Test
  void shouldShowBoardPegAndHoleButNotWhatLiesBeyondTheBoard() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 10; i++) {
      List<byte[]> images = sight.scenes().draw(random, i % 2 == 0).observation().images();
      for (byte[] image : images) {
        for (int column = 0; column < 128; column++) {
          assertTrue(isBoardOrHole(image, 3 * column), "the top row shows board or hole");
        }
      }
    }
  }

  private static boolean isBoardOrHole(byte[] image, int at) {
    int red = image[at] & 0xff;
    int blue = image[at + 2] & 0xff;
    return red > blue || red < 60;
  }

  @Test
  void shouldRefuseATaskThatIsNotKnown() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TaskCatalogue().openSightTest("juggling", SimulatedCell.read()));
  }
}
