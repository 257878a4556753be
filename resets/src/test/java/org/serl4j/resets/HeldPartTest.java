package org.serl4j.resets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.gripper.GripperState.Activity;

class HeldPartTest {
  private final HeldPart part = new HeldPart("bolt", 0.018, 0.021);

  @Test
  void shouldBelieveFingersThatPressAtThePartsWidth() {
    assertEquals("", part.problem(new GripperState(0.0195, Activity.HOLDING)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0005, STILL, 0.5 mm apart and still",
    "0.0300, HOLDING, 30.0 mm apart and pressing",
    "0.0195, MOVING, 19.5 mm apart and moving",
  })
  void shouldSayWhatSpeaksAgainstAHeldPart(double width, Activity activity, String how) {
    assertEquals(
        "the gripper does not hold the bolt (fingers "
            + how
            + ", a held one measures 18.0 to 21.0 mm): put it between them",
        part.problem(new GripperState(width, activity)));
  }

  @Test
  void shouldRefuseWidthsTheWrongWayRound() {
    assertThrows(IllegalArgumentException.class, () -> new HeldPart("bolt", 0.02, 0.01));
  }
}
