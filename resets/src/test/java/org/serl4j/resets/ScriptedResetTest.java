package org.serl4j.resets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

class ScriptedResetTest {
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);
  private static final RigidTransform HERE = new RigidTransform(DOWN, new Vector3(0.5, 0, 0.06));
  private static final Compliance SOFT =
      new Compliance(
          2000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(0.003, 0.003, 0.01, 0.02, 0.02, 0.02));
  private static final Workspace ROOM = room(0.25);

  private final IdealWorkcell workcell = new IdealWorkcell(HERE);
  private final ScriptedReset reset = new ScriptedReset(workcell, ResetMotion.serl());

  private static Workspace room(double height) {
    Vector3 any = new Vector3(Math.PI, Math.PI, Math.PI);
    return new Workspace(
        new RigidTransform(Rotation.IDENTITY, HERE.p()),
        new Vector3(-0.2, -0.2, 0),
        new Vector3(0.2, 0.2, height),
        any.times(-1),
        any,
        List.of());
  }

  private static RigidTransform turned(double x, double y, double z, double yaw) {
    return new RigidTransform(
        DOWN.times(Rotation.exp(new Vector3(0, 0, yaw))), new Vector3(x, y, z));
  }

  @Test
  void shouldLiftStraightUpByTenCentimetres() {
    assertTrue(reset.lift(ROOM).done());
    for (RigidTransform X_OE : workcell.path) {
      assertEquals(0.5, X_OE.p().x(), 1e-9);
      assertEquals(0, X_OE.p().y(), 1e-9);
    }
    assertEquals(0.16, workcell.state().X_OE().p().z(), 0.003);
  }

  @Test
  void shouldLiftOutOfAFixtureThatLeans() {
    Vector3 out = new Vector3(0.6, 0, 0.8);
    assertTrue(reset.lift(ROOM, out).done());
    for (RigidTransform X_OE : workcell.path) {
      assertEquals(0, X_OE.p().minus(HERE.p()).cross(out).norm(), 1e-9);
    }
    assertEquals(0.1, workcell.state().X_OE().p().minus(HERE.p()).dot(out), 0.003);
    // the ceiling is a height: 30 mm of it are 37.5 mm along the way
    IdealWorkcell low = new IdealWorkcell(HERE);
    assertTrue(new ScriptedReset(low, ResetMotion.serl()).lift(room(0.03), out).done());
    assertEquals(0.0375, low.state().X_OE().p().minus(HERE.p()).norm(), 0.002);
  }

  @Test
  void shouldKnowTheWayOutOfAFixture() {
    Vector3 up = new Vector3(0, 0, 1);
    assertEquals(up, ResetSite.out(HERE));
    assertEquals(up, ResetSite.out(leaning(0.015)), "as level as targets are measured");
    Vector3 out = ResetSite.out(leaning(0.5));
    assertEquals(0, out.minus(new Vector3(0, -Math.sin(0.5), Math.cos(0.5))).norm(), 1e-12);
  }

  private static RigidTransform leaning(double tilt) {
    return new RigidTransform(Rotation.exp(new Vector3(tilt, 0, 0)).times(DOWN), HERE.p());
  }

  @Test
  void shouldLiftNoHigherThanTheCeiling() {
    assertTrue(reset.lift(room(0.03)).done());
    assertEquals(0.09, workcell.state().X_OE().p().z(), 0.002);
  }

  /** 9 mm of room, of which the arm makes 6. */
  @Test
  void shouldTellAnArmThatSagsFromAToolThatIsStuck() {
    workcell.sag = 0.0029;
    assertTrue(reset.lift(room(0.0061)).done());
    workcell.sag = 0.02;
    assertFalse(reset.lift(room(0.0261)).done());
  }

  @Test
  void shouldSayThatTheToolIsStuckWhenItDoesNotRise() {
    workcell.jams = -1;
    ResetOutcome outcome = reset.lift(ROOM);
    assertFalse(outcome.done());
    assertEquals(3, outcome.tries());
    assertTrue(outcome.message().contains("rose only 0 of 100 mm"), outcome.message());
  }

  @Test
  void shouldTryAgainWhenTheFirstLiftFails() {
    workcell.jams = 2;
    ResetOutcome outcome = reset.lift(ROOM);
    assertTrue(outcome.done(), outcome.message());
    assertEquals(2, outcome.tries());
  }

  @Test
  void shouldClearAFaultBeforeMoving() {
    workcell.fail();
    assertTrue(reset.lift(ROOM).done());
    assertTrue(workcell.fault().isEmpty());
  }

  @Test
  void shouldArriveAtTheStartPoseAndHandOverWithTheTasksGainsAndLimits() {
    RigidTransform X_OS = turned(0.54, -0.03, 0.16, 0.5);
    Workspace working = room(0.11);
    ResetOutcome outcome = reset.start(X_OS, ROOM, SOFT, working);
    assertTrue(outcome.done(), outcome.message());
    RigidTransform X_SE = X_OS.inverse().times(workcell.state().X_OE());
    assertTrue(X_SE.p().norm() < 0.003);
    assertTrue(X_SE.R().log().norm() < 0.02);
    assertEquals(List.of(ResetMotion.PRECISION, SOFT), workcell.compliances);
    assertEquals(working, workcell.workspace);
  }

  @Test
  void shouldTurnTheShortWayAtAnEvenRate() {
    // -170 to +170 degrees of yaw: 20 degrees the short way, through 180
    double from = Math.toRadians(-170);
    IdealWorkcell arm = new IdealWorkcell(turned(0.5, 0, 0.16, from));
    RigidTransform X_OS = turned(0.5, 0, 0.16, -from);
    assertTrue(new ScriptedReset(arm, ResetMotion.serl()).start(X_OS, ROOM, SOFT, ROOM).done());
    double largest = 0;
    for (RigidTransform X_OD : arm.commands) {
      largest = Math.max(largest, X_OS.R().inverse().times(X_OD.R()).log().norm());
    }
    assertEquals(Math.toRadians(20), largest, 1e-6);
    for (int i = 1; i < arm.commands.size(); i++) {
      Rotation step = arm.commands.get(i - 1).R().inverse().times(arm.commands.get(i).R());
      // 20 degrees in 1.5 s of commands 20 ms apart
      assertTrue(step.log().norm() < Math.toRadians(20) / 75 + 1e-9);
    }
  }

  @Test
  void shouldNotTripTheWatchdogWhileItWaits() {
    assertTrue(reset.start(turned(0.5, 0.02, 0.16, 0), ROOM, SOFT, ROOM).done());
    assertTrue(workcell.fault().isEmpty());
  }

  @Test
  void shouldFailWithTheDistanceWhenTheStartPoseIsOutOfReach() {
    ResetOutcome outcome = reset.start(turned(0.8, 0, 0.16, 0), ROOM, SOFT, ROOM);
    assertFalse(outcome.done());
    assertTrue(outcome.message().contains("100.0 mm"), outcome.message());
  }

  /** A routine that fails so often, a second each time. */
  private record Stubborn(int failures, double deadlineSeconds, AtomicInteger attempts)
      implements ResetRoutine {
    @Override
    public String name() {
      return "stubborn";
    }

    @Override
    public boolean due(int episode) {
      return true;
    }

    @Override
    public String attempt(ResetMoves moves, ResetSite site) {
      moves.travel(moves.X_OE(), 1);
      return attempts.incrementAndGet() > failures ? "" : "not yet";
    }
  }

  private ResetOutcome run(int failures, double deadlineSeconds) {
    return reset.run(
        new Stubborn(failures, deadlineSeconds, new AtomicInteger()),
        new ResetSite(HERE, ROOM, SOFT));
  }

  @Test
  void shouldTellOfARoutineItsNameTriesTimeAndReason() {
    assertEquals(new ResetOutcome("stubborn", true, 2, 2, ""), run(1, 60));
    ResetOutcome failed = run(5, 60);
    assertEquals(new ResetOutcome("stubborn", false, 3, 3, "not yet"), failed);
    assertEquals("stubborn failed after 3 tries: not yet", failed.line());
  }

  @Test
  void shouldNotTryAgainAfterItsDeadline() {
    assertEquals(new ResetOutcome("stubborn", false, 1, 1, "not yet"), run(5, 0.9));
  }

  @Test
  void shouldBringEveryJointBackAndSayWhichOneDoesNotCome() {
    JointReset joints = new JointReset(200);
    ResetSite site = new ResetSite(HERE, ROOM, SOFT);
    workcell.jams = -1;
    ResetOutcome outcome = reset.run(joints, site);
    assertFalse(outcome.done());
    assertTrue(
        outcome.message().startsWith("joint 4 stands at 0.000 rad instead of -2.000"),
        outcome.message());
    workcell.jams = 0;
    assertTrue(reset.run(joints, site).done());
    assertEquals(-2, workcell.state().q()[3], 0.03);
  }

  @Test
  void shouldResetJointsEverySoManyEpisodesAndNeverAtFirst() {
    JointReset joints = new JointReset(3);
    assertEquals(List.of(3, 6, 9), IntStream.range(0, 11).filter(joints::due).boxed().toList());
    assertFalse(new JointReset(0).due(200));
  }

  @Test
  void shouldEndAtOnceByAnInterruptionAndSucceedTheNextTime() {
    InterruptibleWorkcell interruptible = new InterruptibleWorkcell(workcell);
    ScriptedReset other = new ScriptedReset(interruptible, ResetMotion.serl());
    interruptible.interruptAt(700_000_000);
    assertThrows(MotionInterruptedException.class, () -> other.lift(ROOM));
    assertEquals(700_000_000, workcell.nowNs());
    assertFalse(interruptible.cancelInterruption(), "an interruption happens once");
    assertTrue(other.lift(ROOM).done());
  }

  @Test
  void shouldEndByAnInterruptOfTheThread() {
    Thread.currentThread().interrupt();
    assertThrows(MotionInterruptedException.class, () -> reset.lift(ROOM));
    assertTrue(Thread.interrupted(), "the interrupt stays set");
    assertTrue(reset.lift(ROOM).done());
  }

  @Test
  void shouldEndWithinABoundedTime() {
    reset.start(turned(0.8, 0, 0.16, 0), ROOM, SOFT, ROOM);
    // three tries of 0.5 s to engage, 1.5 s to travel, 1.5 s to settle
    assertEquals(10.5, workcell.nowNs() * 1e-9, 0.01);
  }
}
