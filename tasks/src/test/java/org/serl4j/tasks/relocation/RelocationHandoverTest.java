package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.TaskRing;
import org.serl4j.tasks.TaskRing.Scene;

class RelocationHandoverTest {
  private static final int THERE = 0;
  private static final int BACK = 1;

  private TaskRing ring;

  @BeforeEach
  void open() throws IOException {
    String task = Direction.FORWARD.task();
    ring = new TaskCatalogue().openRing(task, SimulatedCell.of(task), TaskOptions.defaults());
  }

  @AfterEach
  void close() {
    ring.close();
  }

  private RelocationEnvironment environment(int task) {
    return (RelocationEnvironment) ring.tasks().get(task).environment();
  }

  /** Lets the expert act for so many steps, or to the episode's end. */
  private Step play(int task, long seed, int steps) {
    environment(task).reset(seed);
    RelocationExpert expert = RelocationExpert.of(environment(task), 0.1, seed);
    Step step = environment(task).step(expert.get());
    for (int i = 1; i < steps && !step.done(); i++) {
      step = environment(task).step(expert.get());
    }
    return step;
  }

  private Vector3 block() {
    return environment(THERE).bench().blockPose().p();
  }

  private void put(Vector3 p_OP) {
    ((SimulatedWorkcell) ring.workcell())
        .scene()
        .setBodyPose(ObjectRelocation.BLOCK, new RigidTransform(Rotation.IDENTITY, p_OP));
  }

  @Test
  void shouldGoThereAndBackWithoutAnyOtherReset() {
    assertEquals(List.of("object-relocation", "object-relocation-back"), ring.names());
    assertTrue(play(THERE, 1, 100).success());
    ring.handover().prepare(BACK, Scene.LEFT, 11);
    Vector3 left = block();
    assertTrue(play(BACK, 2, 100).success());
    ring.handover().prepare(THERE, Scene.LEFT, 12);
    assertTrue(Bin.B.holds(left) && Bin.A.holds(block()), left + ", " + block());
    assertTrue(play(THERE, 3, 100).success());
    assertEquals(new TaskRing.Report(2, 0, 0), ring.handover().report());
  }

  @Test
  void shouldFetchABlockThatIsInTheOtherBinAndBeginAtItsPlaceThen() {
    assertTrue(play(THERE, 4, 100).success());
    ring.handover().prepare(THERE, Scene.LEFT, 21);
    assertTrue(Bin.A.holds(block()), "fetched to " + block());
    assertEquals(new TaskRing.Report(1, 1, 0), ring.handover().report());
    Vector3 fetched = block();
    environment(THERE).reset(5);
    assertTrue(environment(THERE).block().X_OP().p().minus(fetched).norm() < 0.001);
  }

  @Test
  void shouldLetGoOfABlockThatIsHeld() {
    play(THERE, 6, 26); // above the floor
    assertTrue(environment(THERE).block().touched());
    ring.handover().prepare(THERE, Scene.LEFT, 31);
    assertTrue(Bin.A.holds(block()), "let go of, and fetched if it must be: " + block());
    assertEquals(0.08, ring.workcell().gripper().widthM(), 0.001);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCATTERED", "ANEW"})
  void shouldPutTheBlockElsewhereThoughItLiesAtAStart(Scene scene) {
    play(THERE, 7, 3);
    Vector3 before = block();
    ring.handover().prepare(THERE, scene, 41);
    assertTrue(Bin.A.holds(block()));
    assertTrue(before.minus(block()).norm() > 0.01, before + " and " + block());
    assertEquals(new TaskRing.Report(1, 1, 0), ring.handover().report());
  }

  @Test
  void shouldAskForHelpWhenTheBlockIsOutOfReachAndCountIt() {
    play(THERE, 8, 2);
    put(new Vector3(0.3, 0.35, 0.02));
    ring.handover().prepare(THERE, Scene.LEFT, 51);
    assertEquals(new TaskRing.Report(1, 0, 1), ring.handover().report());
    environment(THERE).reset(9);
    assertTrue(environment(THERE).block().in(Bin.A));
    assertEquals(
        "1 hand-overs, 0 of them with a scripted reset, 1 with help",
        ring.handover().report().line());
  }

  @Test
  void shouldBeginTheSameEpisodeFromANotedSceneWhateverHappenedMeanwhile() {
    play(THERE, 10, 100);
    ring.handover().prepare(BACK, Scene.LEFT, 61);
    double[] scene = ring.handover().scene();
    Observation first = environment(BACK).reset(12);
    Step then = environment(BACK).step(new float[7]);

    play(THERE, 13, 20);
    ring.handover().goOn(BACK, scene);
    assertArrayEquals(scene, ring.handover().scene(), 1e-12);
    Observation again = environment(BACK).reset(12);
    assertArrayEquals(first.state(), again.state());
    for (int i = 0; i < first.images().size(); i++) {
      assertArrayEquals(first.images().get(i), again.images().get(i));
    }
    assertArrayEquals(
        then.observation().state(), environment(BACK).step(new float[7]).observation().state());
    assertThrows(IllegalArgumentException.class, () -> ring.handover().goOn(BACK, new double[6]));
  }

  @Test
  void shouldDrawASceneOfItsOwnWhereNothingWasHandedOver() {
    play(BACK, 14, 100);
    environment(BACK).reset(15);
    Vector3 drawn = environment(BACK).block().X_OP().p();
    play(THERE, 16, 5);
    environment(BACK).reset(15);
    assertEquals(0, environment(BACK).block().X_OP().p().minus(drawn).norm(), 1e-9);
    assertEquals(0, ring.handover().report().handovers());
  }
}
