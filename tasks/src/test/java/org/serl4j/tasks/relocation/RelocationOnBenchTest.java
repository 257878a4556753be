package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.AttendedEnvironment;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskRing;
import org.serl4j.tasks.TaskRing.Scene;

/** Relocation over ports alone, in virtual time: all that a bench does but the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelocationOnBenchTest {
  private static final int THERE = 0;
  private static final int BACK = 1;

  private SimulatedWorkcell workcell;
  private GripperRule rule;
  private RelocationOnBench there;
  private RelocationOnBench back;
  private UnseenHandover handover;

  @BeforeAll
  void open() throws IOException {
    Cell cell = SimulatedCell.of(Direction.FORWARD.task());
    rule = GripperRule.hilSerl(cell.gripper().openWidth());
    workcell = SimulatedCell.workcell(Direction.FORWARD.task());
  }

  @BeforeEach
  void begin() {
    there = bench(Direction.FORWARD);
    back = bench(Direction.BACKWARD);
    handover = new UnseenHandover(List.of(there.environment(), back.environment()));
  }

  @AfterAll
  void close() {
    workcell.close();
  }

  private RelocationOnBench bench(Direction direction) {
    RelocationEnvironment environment =
        RelocationEnvironment.onBench(
            direction,
            workcell,
            rule,
            RelocationOptions.defaults().goingOn(),
            ObjectRelocation.X_OT);
    return new RelocationOnBench(environment, new RelocationBench(workcell, rule));
  }

  private void put(Bin bin, long seed) {
    workcell.scene().setBodyPose(ObjectRelocation.BLOCK, bin.draw(new SplittableRandom(seed)));
  }

  @Test
  void shouldHaveTheSpacesOfTheSimulatedTask() {
    RelocationEnvironment simulated =
        new RelocationEnvironment(Direction.FORWARD, workcell, rule, RelocationOptions.defaults());
    RelocationEnvironment real = there.environment();
    assertEquals(simulated.spaces(), real.spaces());
    assertEquals(simulated.task(), real.task());
    assertEquals(simulated.stepSeconds(), real.stepSeconds());
    assertEquals(simulated.maxEpisodeSteps(), real.maxEpisodeSteps());
  }

  @Test
  void shouldAskForTheBlockBeforeEachEpisodeOfOneDirection() {
    int[] asked = {0};
    AttendedEnvironment attended =
        new AttendedEnvironment(
            there.environment(),
            reason -> {
              asked[0]++;
              assertEquals(
                  "put the block into the bin on the arm's left, at least 12 mm from the wall",
                  reason);
              assertTrue(rule.isOpen(workcell.gripper().widthM()), "the tool has let go");
              put(Bin.A, asked[0]);
              return true;
            });
    for (int episode = 1; episode <= 2; episode++) {
      attended.reset(episode);
      assertEquals(episode, asked[0]);
      assertEquals(episode, attended.helped());
      there.requireAtStart();
    }
  }

  /** With nobody there the reset says what it needs, and does it again when it is asked again. */
  @Test
  void shouldSayWhatItNeedsWhereNobodyAttends() {
    for (int i = 0; i < 2; i++) {
      assertThrows(ResetFailedException.class, () -> back.environment().reset(1));
      put(Bin.B, 3);
      back.environment().reset(1);
      back.requireAtStart();
    }
  }

  @Test
  void shouldGoThereAndBackWithNobodyButForTheBeginning() {
    handover.prepare(THERE, Scene.LEFT, 0);
    assertThrows(ResetFailedException.class, () -> there.environment().reset(1));
    put(Bin.A, 1);
    there.environment().reset(1);
    there.deliver(1);
    for (long seed = 2; seed < 4; seed++) {
      RelocationOnBench next = seed % 2 == 0 ? back : there;
      handover.prepare(seed % 2 == 0 ? BACK : THERE, Scene.SCATTERED, seed);
      next.environment().reset(seed);
      next.requireAtStart();
      next.deliver(seed);
    }
    assertEquals(new TaskRing.Report(3, 0, 1), handover.report());
  }

  /** After a failure the same direction begins, from where the block lies. */
  @Test
  void shouldLetGoOfABlockThatIsHeldAndGoOn() {
    handover.prepare(THERE, Scene.LEFT, 0);
    assertThrows(ResetFailedException.class, () -> there.environment().reset(1));
    put(Bin.A, 5);
    there.environment().reset(1);
    there.play(1, 24);
    assertTrue(there.truth().look().touched(), "held");
    handover.prepare(THERE, Scene.LEFT, 1);
    there.environment().reset(2);
    there.requireAtStart();
    assertFalse(there.truth().look().touched());
    assertTrue(rule.isOpen(workcell.gripper().widthM()));
  }

  @Test
  void shouldAskAfterTooManyFailuresAndWhereARunGoesOn() {
    handover.prepare(THERE, Scene.LEFT, 0);
    handover.prepare(THERE, Scene.ANEW, 1);
    assertThrows(ResetFailedException.class, () -> there.environment().reset(1));
    handover.prepare(BACK, Scene.LEFT, 2);
    handover.goOn(BACK, handover.scene());
    assertThrows(ResetFailedException.class, () -> back.environment().reset(1));
    assertEquals(new TaskRing.Report(3, 0, 2), handover.report());
  }

  /** Beside a stand-in, where nobody could. */
  @Test
  void shouldHaveAPersonPutABlockBackThatLiesInNeitherBin() {
    handover.prepare(THERE, Scene.LEFT, 0);
    assertThrows(ResetFailedException.class, () -> there.environment().reset(1));
    BlockAttendant person = new BlockAttendant(workcell.scene());
    RigidTransform X_OE = there.environment().arm().state().X_OE();
    put(Bin.B, 1);
    for (int look = 0; look < 3; look++) {
      assertEquals(Optional.empty(), person.look(X_OE));
    }
    Vector3 beside = Bin.B.at(0.15, 0.1, ObjectRelocation.HALF_HEIGHT);
    workcell
        .scene()
        .setBodyPose(ObjectRelocation.BLOCK, new RigidTransform(Rotation.IDENTITY, beside));
    assertEquals(Optional.empty(), person.look(X_OE), "it moved since the last look");
    assertEquals(
        Optional.of("the block lay in neither bin and was put into the one on the arm's right"),
        person.look(X_OE));
    assertTrue(back.truth().look().in(Bin.B));
  }

  @Test
  void shouldBeginWhereTheTargetOfTheCellSays() {
    RigidTransform moved =
        new RigidTransform(Rotation.exp(new Vector3(0, 0, 0.1)), new Vector3(0.02, -0.01, 0.03));
    RigidTransform X_OT = moved.times(ObjectRelocation.X_OT);
    for (Bin bin : Bin.values()) {
      RigidTransform off =
          moved.times(ObjectRelocation.X_OS(bin)).inverse().times(ObjectRelocation.X_OS(bin, X_OT));
      assertEquals(0, off.p().norm(), 1e-12);
      assertEquals(0, off.R().log().norm(), 1e-7);
    }
  }
}
