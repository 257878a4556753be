package org.serl4j.controller.arm.serl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.gripper.GripperState.Activity;

class SerlGripperTest {
  private static final double OPEN = 0.08;

  private final List<String> sent = new ArrayList<>();
  private final SerlGripper gripper =
      new SerlGripper(OPEN, (route, widthM) -> sent.add("%s %.3f".formatted(route, widthM)));
  private long nowNs = TimeUnit.SECONDS.toNanos(100);

  /** Tells a width as the server does, for a second, long enough for fingers to count as still. */
  private void rests(double widthM) {
    for (int i = 0; i < 50; i++) {
      nowNs += TimeUnit.MILLISECONDS.toNanos(20);
      gripper.measure(widthM / OPEN, nowNs);
    }
  }

  @Test
  void shouldTakeFingersThatNobodyCommandedForHoldingUnlessTheyAreOpen() {
    rests(0.02);
    assertEquals(new GripperState(0.02, Activity.HOLDING), gripper.measured());
    rests(OPEN);
    assertEquals(new GripperState(OPEN, Activity.STILL), gripper.measured());
    rests(0);
    assertEquals(new GripperState(0, Activity.STILL), gripper.measured());
  }

  @Test
  void shouldMoveAfterACommandUntilTheWidthRests() {
    rests(OPEN);
    gripper.grasp();
    assertEquals(Activity.MOVING, gripper.measured().activity());
    gripper.measure(0.5, nowNs += TimeUnit.MILLISECONDS.toNanos(20));
    assertEquals(Activity.MOVING, gripper.measured().activity());
    rests(0.02);
    assertEquals(Activity.HOLDING, gripper.measured().activity());
    gripper.move(0.02);
    rests(0.02);
    assertEquals(Activity.STILL, gripper.measured().activity());
    gripper.open();
    gripper.move(0.2);
    assertEquals(
        List.of(
            "close_gripper 0.000",
            "move_gripper 0.020",
            "open_gripper 0.080",
            "move_gripper 0.080"),
        sent);
  }
}
