package org.serl4j.controller.teleoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serl4j.controller.gripper.GripperAction;

/** What every device keeps, whatever is behind it. */
@Timeout(60)
abstract class DeviceContract {
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

  /** A device, and the hand on it. */
  interface Hand extends AutoCloseable {
    TeleoperationDevice device();

    /** Pushes forward as far as it goes, and keeps on. */
    void pushForward();

    /** Lets go of everything. */
    void letGo();

    /** Presses and lets go of the button that closes. */
    void tapClose();

    /** Holds the button that opens. */
    void holdOpen();

    /** What the device does all the time while it is well. */
    void alive();

    /** Pulls the plug, whatever is pressed. */
    void unplug();

    @Override
    void close();
  }

  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 100); // passes the overflow

  @SuppressWarnings("NullAway.Init") // set before each
  private Hand hand;

  abstract Hand open(AtomicLong clockNs);

  @BeforeEach
  void open() {
    hand = open(nowNs);
    hand.alive();
  }

  @AfterEach
  void close() {
    hand.close();
  }

  /** Asks until it is so: a device may have a thread of its own. */
  private OperatorInput await(Predicate<OperatorInput> wanted) {
    long deadlineNs = System.nanoTime() + DEADLINE_NS;
    OperatorInput input = hand.device().newest();
    while (!wanted.test(input)) {
      assertTrue(System.nanoTime() < deadlineNs, "never so: " + input);
      LockSupport.parkNanos(100_000);
      input = hand.device().newest();
    }
    return input;
  }

  private void pass(long ms) {
    nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    hand.alive();
  }

  private static void assertReleased(OperatorInput input) {
    assertFalse(input.engaged());
    assertEquals(Motion.NONE, input.motion());
    assertEquals(GripperAction.STAY, input.gripper());
  }

  @Test
  void shouldRestUntilSomebodyPushes() {
    OperatorInput input = hand.device().newest();
    assertReleased(input);
    assertEquals("", input.note());
    assertFalse(input.device().isBlank());
  }

  @Test
  void shouldGiveAFullPushForward() {
    hand.pushForward();
    OperatorInput input = await(OperatorInput::engaged);
    assertEquals(1, input.motion().translation().x(), 1e-6);
    assertEquals(1, input.motion().norm(), 1e-6);
    assertEquals(nowNs.get(), input.capturedNs());
    assertTrue(input.raw().stream().anyMatch(value -> value != 0), input.raw().toString());
  }

  @Test
  void shouldHoldOnForHalfASecondAfterTheLastInput() {
    hand.pushForward();
    await(OperatorInput::engaged);
    hand.letGo();
    OperatorInput holding = await(input -> input.motion().norm() == 0);
    assertTrue(holding.engaged());
    pass(499);
    assertTrue(hand.device().newest().engaged());
    pass(1);
    OperatorInput released = hand.device().newest();
    assertReleased(released);
    assertEquals("", released.note());
  }

  @Test
  void shouldNotMissATapOfTheGripper() {
    hand.tapClose();
    OperatorInput input = await(OperatorInput::engaged);
    assertEquals(GripperAction.CLOSE, input.gripper());
    assertEquals(0, input.motion().norm());
    assertTrue(await(next -> next.gripper() == GripperAction.STAY).engaged());
  }

  @Test
  void shouldRepeatAHeldGripperAction() {
    hand.holdOpen();
    for (int i = 0; i < 3; i++) {
      assertEquals(GripperAction.OPEN, await(OperatorInput::engaged).gripper());
      pass(600);
    }
  }

  @Test
  void shouldLetGoWithANoteWhenUnplugged() {
    hand.pushForward();
    await(OperatorInput::engaged);
    hand.unplug();
    nowNs.addAndGet(TeleoperationDevice.HOLD_NS);
    OperatorInput input = await(seen -> !seen.note().isEmpty());
    assertReleased(input);
    assertEquals(1, input.note().lines().count());
  }

  @Test
  void shouldLetGoOnceClosed() {
    hand.pushForward();
    await(OperatorInput::engaged);
    hand.device().close();
    OperatorInput input = await(seen -> !seen.note().isEmpty());
    assertReleased(input);
    hand.device().close();
  }
}
