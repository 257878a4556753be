package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ros1.ArmRecovery.Next;
import org.serl4j.controller.ros1.message.FrankaState;

class ArmRecoveryTest {
  private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private static ArmRecovery.Sight sight(int mode, boolean running, String... errors) {
    FrankaState state = FrankaReadingTest.message();
    state.mode = mode;
    state.errors(List.of(errors), List.of());
    FrankaReading reading = FrankaReading.of(state, new double[42], 0);
    return new ArmRecovery.Sight(reading, true, running, true, "nobody listens");
  }

  /** Times [ms] at which something is to be done, until it is over. */
  private static List<String> history(ArmRecovery recovery, ArmRecovery.Sight sight) {
    List<String> history = new ArrayList<>();
    for (long now = 0; now < TimeUnit.MINUTES.toNanos(1); now += TICK_NS) {
      Next next = recovery.step(sight, now);
      if (next != Next.WAIT) {
        history.add(TimeUnit.NANOSECONDS.toMillis(now) + " " + next);
      }
      if (next == Next.GIVE_UP || next == Next.DONE) {
        return history;
      }
    }
    return history;
  }

  @Test
  void shouldAskThreeTimesAndLongerEachTime() {
    ArmRecovery recovery = new ArmRecovery(true, false, 0);
    assertEquals(
        List.of("0 CLEAR_ERRORS", "500 CLEAR_ERRORS", "1500 CLEAR_ERRORS", "3500 GIVE_UP"),
        history(recovery, sight(FrankaState.MODE_REFLEX, false, "joint_reflex")));
    assertEquals(ArmFault.Kind.REFLEX, recovery.failure().kind());
    assertTrue(
        recovery.failure().message().startsWith("3 error recoveries did not help: the robot"),
        recovery.failure().message());
  }

  @Test
  void shouldBeDoneAtOnceWithASoundRobot() {
    assertEquals(
        List.of("0 DONE"),
        history(new ArmRecovery(false, false, 0), sight(FrankaState.MODE_MOVE, true)));
  }

  @Test
  void shouldLeaveARobotToThePersonWhoHoldsIt() {
    ArmRecovery recovery = new ArmRecovery(true, false, 0);
    assertEquals(
        List.of("0 GIVE_UP"), history(recovery, sight(FrankaState.MODE_USER_STOPPED, false)));
    assertTrue(recovery.failure().message().contains("user stop"), recovery.failure().message());
  }

  @Test
  void shouldStartAControllerThatDoesNotComeBackByItself() {
    List<String> history =
        history(new ArmRecovery(true, false, 0), sight(FrankaState.MODE_MOVE, false));
    assertEquals(List.of("500 START_CONTROLLER", "30510 GIVE_UP"), history);
  }

  @Test
  void shouldStartAtOnceWhatWasStoppedFromHere() {
    assertEquals(
        "0 START_CONTROLLER",
        history(new ArmRecovery(true, true, 0), sight(FrankaState.MODE_IDLE, false)).get(0));
  }

  /** A user stop during a joint reset leaves it idle, and the controller is started first. */
  @Test
  void shouldAskErrorsAwayWhereAStartedControllerDoesNotTakeOver() {
    assertEquals(
        List.of(
            "0 START_CONTROLLER",
            "1000 CLEAR_ERRORS",
            "1500 CLEAR_ERRORS",
            "2500 CLEAR_ERRORS",
            "30010 GIVE_UP"),
        history(new ArmRecovery(true, true, 0), sight(FrankaState.MODE_IDLE, false)));
  }

  @Test
  void shouldCountNoRequestThatNobodyHears() {
    ArmRecovery.Sight deaf = sight(FrankaState.MODE_REFLEX, false, "joint_reflex");
    ArmRecovery.Sight unheard =
        new ArmRecovery.Sight(deaf.newest(), true, false, false, "nobody listens");
    ArmRecovery recovery = new ArmRecovery(false, false, 0);
    assertEquals(Next.WAIT, recovery.step(unheard, 0));
    assertEquals(Next.CLEAR_ERRORS, recovery.step(deaf, TICK_NS));
  }
}
