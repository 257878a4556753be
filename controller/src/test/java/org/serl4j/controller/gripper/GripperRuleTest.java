package org.serl4j.controller.gripper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GripperRuleTest {
  private static final double OPEN_WIDTH = 0.08; // of a Franka hand [m]

  /** 0.85 x 0.08 m. */
  private static final double BORDER = 0.068;

  private static final double HAIR = 1e-9;
  private static final GripperRule RULE = GripperRule.hilSerl(OPEN_WIDTH);
  private static final GripperCommand NOTHING = new GripperCommand(GripperAction.STAY, 0);

  /** At rest, before anything was sent. */
  private static GripperCommand first(GripperAction asked, double widthM) {
    GripperState measured = new GripperState(widthM, GripperState.Activity.STILL);
    return RULE.command(asked, measured, GripperAction.STAY, 0);
  }

  @Test
  void shouldTakeElementsFromHalfOnAsCommands() {
    assertEquals(GripperAction.CLOSE, GripperAction.of(-1));
    assertEquals(GripperAction.CLOSE, GripperAction.of(-0.5f));
    assertEquals(GripperAction.STAY, GripperAction.of(Math.nextUp(-0.5f)));
    assertEquals(GripperAction.STAY, GripperAction.of(0));
    assertEquals(GripperAction.STAY, GripperAction.of(Math.nextDown(0.5f)));
    assertEquals(GripperAction.OPEN, GripperAction.of(0.5f));
    assertEquals(GripperAction.OPEN, GripperAction.of(1));
    assertThrows(IllegalArgumentException.class, () -> GripperAction.of(Float.NaN));
    for (GripperAction action : GripperAction.values()) {
      assertEquals(action, GripperAction.of(action.element()));
    }
  }

  @Test
  void shouldCountAsOpenFromItsShareOfTheOpeningOn() {
    assertTrue(RULE.isOpen(OPEN_WIDTH));
    assertTrue(RULE.isOpen(BORDER + HAIR));
    assertFalse(RULE.isOpen(BORDER - HAIR));
    assertFalse(RULE.isOpen(0));
  }

  @Test
  void shouldChargeAndSendOnlyWhatChangesTheMeasuredGripper() {
    GripperCommand close = new GripperCommand(GripperAction.CLOSE, -0.02);
    GripperCommand open = new GripperCommand(GripperAction.OPEN, -0.02);
    assertEquals(close, first(GripperAction.CLOSE, BORDER + HAIR));
    assertEquals(NOTHING, first(GripperAction.CLOSE, BORDER - HAIR));
    assertEquals(open, first(GripperAction.OPEN, BORDER - HAIR));
    assertEquals(NOTHING, first(GripperAction.OPEN, BORDER + HAIR));
    assertEquals(NOTHING, first(GripperAction.STAY, 0));
    assertEquals(NOTHING, first(GripperAction.STAY, OPEN_WIDTH));
  }

  @Test
  void shouldSendNothingInTheRefractoryTimeButChargeTheWish() {
    GripperState holding = new GripperState(0.02, GripperState.Activity.HOLDING);
    long refractory = GripperRule.REFRACTORY_NS;
    assertEquals(
        new GripperCommand(GripperAction.STAY, -0.02),
        RULE.command(GripperAction.OPEN, holding, GripperAction.CLOSE, refractory - 1));
    assertEquals(
        new GripperCommand(GripperAction.OPEN, -0.02),
        RULE.command(GripperAction.OPEN, holding, GripperAction.CLOSE, refractory));
  }

  @Test
  void shouldChargeACommandOnceAndNotAgainWhileItIsUnderWay() {
    GripperState opening = new GripperState(0.04, GripperState.Activity.MOVING);
    long later = 2 * GripperRule.REFRACTORY_NS;
    assertEquals(NOTHING, RULE.command(GripperAction.OPEN, opening, GripperAction.OPEN, later));
    GripperState stuck = new GripperState(0.04, GripperState.Activity.STILL);
    assertEquals(
        new GripperCommand(GripperAction.OPEN, -0.02),
        RULE.command(GripperAction.OPEN, stuck, GripperAction.OPEN, later));
  }

  @Test
  void shouldRefuseNumbersThatMakeNoSense() {
    assertEquals(
        "gripper rule: penalty = 0.1 from -1 to 0",
        assertThrows(IllegalArgumentException.class, () -> new GripperRule(0.08, 0.85, 0.1, 0))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new GripperRule(0, 0.85, -0.02, 0));
    assertThrows(IllegalArgumentException.class, () -> new GripperRule(0.08, 1, -0.02, 0));
    assertThrows(IllegalArgumentException.class, () -> new GripperRule(0.08, 0.85, -0.02, -1));
  }

  /** A gripper that is wherever the last command wants it, at once. */
  private static final class InstantGripper implements Gripper {
    final List<String> commands = new ArrayList<>();
    double width = OPEN_WIDTH;

    @Override
    public GripperState measured() {
      return new GripperState(width, GripperState.Activity.STILL);
    }

    @Override
    public void grasp() {
      commands.add("grasp");
      width = 0;
    }

    @Override
    public void open() {
      commands.add("open");
      width = OPEN_WIDTH;
    }
  }

  /**
   * At 10 Hz 600 ms are 6 steps: of 25 alternating wishes the steps 0, 7, 14 and 21 get through.
   */
  @Test
  void shouldNotChatterUnderAPolicyThatChangesItsMindInEveryStep() {
    InstantGripper gripper = new InstantGripper();
    long[] nowNs = new long[1];
    GripperControl control = new GripperControl(gripper, RULE, () -> nowNs[0]);
    List<Integer> sentAt = new ArrayList<>();
    for (int step = 0; step < 25; step++) {
      GripperCommand command = control.step(step % 2 == 0 ? -1 : 1);
      if (command.sent() != GripperAction.STAY) {
        sentAt.add(step);
      }
      nowNs[0] += 100_000_000;
    }
    assertEquals(List.of(0, 7, 14, 21), sentAt);
    assertEquals(List.of("grasp", "open", "grasp", "open"), gripper.commands);
  }

  @Test
  void shouldCommandAtOnceTheFirstTime() {
    InstantGripper gripper = new InstantGripper();
    GripperControl control = new GripperControl(gripper, RULE, () -> 0);
    assertEquals(-0.02, control.step(-1).penalty());
    assertEquals(0, control.step(-1).penalty());
    assertEquals(List.of("grasp"), gripper.commands);
  }
}
