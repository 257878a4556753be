package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Observation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.teleoperation.Motion;
import org.serl4j.controller.teleoperation.OperatorInput;
import org.serl4j.controller.teleoperation.TeleoperationDevice;

class DeviceOperatorTest {
  private static final Observation SEEN = new Observation(new float[1], List.of());
  private static final float[] POLICY = {0, 0};

  private final ArrayDeque<OperatorInput> inputs = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Boolean> holding = new ArrayList<>();

  private final DeviceOperator operator =
      new DeviceOperator(
          new TeleoperationDevice() {
            @Override
            public OperatorInput newest() {
              return inputs.remove();
            }

            @Override
            public String source() {
              return "the test";
            }

            @Override
            public void close() {}
          },
          (motion, gripper) -> new float[] {(float) motion.translation().x(), gripper.element()},
          notes::add,
          holding::add);

  private void give(boolean engaged, String note) {
    give(engaged, false, note);
  }

  private void give(boolean engaged, boolean success, String note) {
    inputs.add(
        new OperatorInput(
            "pad",
            engaged,
            engaged ? new Motion(new Vector3(0.5, 0, 0), Vector3.ZERO) : Motion.NONE,
            engaged ? GripperAction.CLOSE : GripperAction.STAY,
            success,
            List.of(),
            0,
            note));
  }

  @Test
  void shouldCorrectOnlyWhileThePersonHoldsOn() {
    give(false, "");
    give(true, "");
    assertTrue(operator.correction(SEEN, POLICY).isEmpty());
    assertArrayEquals(
        new float[] {0.5f, -1}, operator.correction(SEEN, POLICY).orElseGet(() -> new float[0]));
    give(true, "");
    operator.correction(SEEN, POLICY);
    give(false, "");
    operator.correction(SEEN, POLICY);
    assertEquals(List.of(true, false), holding);
  }

  @Test
  void shouldDemonstrateStandingStillToo() {
    give(false, "");
    assertArrayEquals(new float[] {0, 0}, operator.action());
  }

  /** Asked after a step and before the next: one look at the device, so that no tap is lost. */
  @Test
  void shouldLabelAndActByOneLookAtTheDevice() {
    give(true, true, "");
    give(false, false, "");
    assertTrue(operator.saysSuccess());
    assertArrayEquals(new float[] {0.5f, -1}, operator.action());
    assertFalse(operator.saysSuccess());
    assertArrayEquals(new float[] {0, 0}, operator.action());
    give(true, true, "");
    give(false, false, "");
    assertTrue(operator.saysSuccess()); // after the last step of an episode
    operator.begun();
    assertArrayEquals(new float[] {0, 0}, operator.action());
  }

  @Test
  void shouldSayOnceWhatIsWrongAndThatItIsOver() {
    for (String note : List.of("", "unplugged", "unplugged", "", "")) {
      give(false, note);
      operator.action();
    }
    assertEquals(List.of("unplugged", "pad is back"), notes);
  }
}
