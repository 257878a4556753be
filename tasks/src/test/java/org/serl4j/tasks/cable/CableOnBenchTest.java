package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.Pace;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.arm.PartAttendant;

/** Cable routing over ports alone, in virtual time: all that a bench does but the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CableOnBenchTest {
  private SimulatedWorkcell workcell;
  private CableOnBench bench;

  @BeforeAll
  void open() throws IOException {
    workcell = SimulatedCell.workcell(CableRouting.NAME);
    bench =
        new CableOnBench(
            CableEnvironment.onBench(workcell, CableOptions.fixedBoard()), workcell.scene());
  }

  @AfterAll
  void close() {
    workcell.close();
  }

  @Test
  void shouldHaveTheSpacesOfTheSimulatedTask() {
    CableEnvironment simulated = new CableEnvironment(workcell, CableOptions.fixedBoard());
    CableEnvironment real = bench.environment();
    assertEquals(simulated.spaces(), real.spaces());
    assertEquals(simulated.task(), real.task());
    assertEquals(simulated.stepSeconds(), real.stepSeconds());
    assertEquals(simulated.maxEpisodeSteps(), real.maxEpisodeSteps());
  }

  @Test
  void shouldRouteTheCableByTheTargetAloneAndTakeItOutAgain() {
    for (long seed = 0; seed < 2; seed++) {
      bench.route(seed, seed % 2 == 0 ? 0 : 0.15);
      bench.environment().reset(100 + seed);
      bench.requireReset();
    }
  }

  @Test
  void shouldTakeUpACableThatOpenFingersLeftInTheClip() {
    bench.route(10, 0);
    workcell.gripper().open();
    wait(1);
    bench.environment().reset(11);
    bench.requireReset();
  }

  private void wait(int seconds) {
    Pace pace = workcell.pace();
    pace.advanceTo(pace.nowNs() + seconds * 1_000_000_000L);
  }

  @Test
  void shouldAskForACableThatIsNowhereAndTakeItUpFromTheClip() {
    bench.environment().reset(20);
    workcell
        .scene()
        .setBodyPose(
            CableBench.HELD, new RigidTransform(Rotation.IDENTITY, new Vector3(0.3, 0.3, 0.1)));
    workcell.gripper().grasp();
    ResetFailedException failure =
        assertThrows(ResetFailedException.class, () -> bench.environment().reset(21));
    String message = String.valueOf(failure.getMessage());
    assertTrue(
        message.matches(
            "reset failed: regrasp failed after 3 tries: the gripper found no cable in its place"
                + " \\(fingers 0\\.\\d mm apart\\): put it there, the next try takes it up"),
        message);

    RigidTransform X_OT = bench.environment().target();
    workcell.scene().setBodyPose(CableBench.HELD, X_OT.times(CableRouting.X_EC));
    assertTrue(bench.truth().fit().routed(), () -> "put in by hand: " + bench.truth().fit());
    bench.environment().reset(22);
    bench.requireReset();
  }

  /** Beside a stand-in, where no reset sees a slip. */
  @Test
  void shouldHaveAPersonPutASlippedCableBack() {
    bench.environment().reset(30);
    PartAttendant person = new PartAttendant(CableRouting.ATTENDED, workcell.scene());
    RigidTransform X_OE = bench.environment().arm().state().X_OE();
    assertFalse(person.look(X_OE).isPresent());
    assertFalse(person.look(X_OE).isPresent(), "it has not slipped");
    RigidTransform slid = new RigidTransform(Rotation.IDENTITY, new Vector3(0.004, 0, 0));
    workcell.scene().setBodyPose(CableBench.HELD, X_OE.times(CableRouting.X_EC).times(slid));
    assertTrue(person.look(X_OE).isPresent());
    bench.requireReset();
  }

  @Test
  void shouldStandWhereTheTargetOfTheCellSays() {
    RigidTransform X_OT =
        new RigidTransform(new Rotation(0, 1, 0.1, 0), new Vector3(0.52, -0.04, 0.07));
    CableEnvironment elsewhere =
        CableEnvironment.onBench(workcell, CableOptions.fixedBoard().endingAt(X_OT));
    RigidTransform off = X_OT.inverse().times(elsewhere.target());
    assertEquals(0, off.p().norm(), 1e-12);
    assertEquals(0, off.R().log().norm(), 1e-7);
  }

  @Test
  void shouldRefuseABoardThatMoves() {
    assertEquals(
        "a real board does not move by itself: leave boardRange and boardTurn at 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> CableEnvironment.onBench(workcell, CableOptions.randomBoard()))
            .getMessage());
  }
}
