package org.serl4j.controller.ros1.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTypeTest {
  private static final int ERRORS_BEFORE_0_9 = 36;

  @Test
  void shouldWriteAHeaderAsTheWireHasIt() {
    assertEquals(
        "07000000" + "00f15365" + "15cd5b07" + "02000000" + "6162",
        HexFormat.of()
            .formatHex(Header.TYPE.encode(new Header(7, 1_700_000_000_123_456_789L, "ab"))));
  }

  static Stream<Messages.Sample<?>> samples() {
    return Messages.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  <M> void shouldReadBackWhatItWrote(Messages.Sample<M> sample) {
    byte[] bytes = sample.type().encode(sample.message());
    M again = sample.type().decode(bytes);
    assertArrayEquals(bytes, sample.type().encode(again));
  }

  @Test
  void shouldReadEachFieldToItsPlace() {
    roundTrip(Header.TYPE, Messages.HEADER);
    roundTrip(StandardMessages.STRING, "grün");
    roundTrip(Reconfigure.Config.TYPE, Messages.CONFIG);
    roundTrip(RobotiqGripper.State.TYPE, new RobotiqGripper.State(1, 1, 3, 2, 0, 255, 200, 10));
    roundTrip(
        FrankaActions.GRASP.goal(),
        new ActionType.Goal<>(
            Messages.HEADER, Messages.GOAL, new FrankaActions.Grasp(0.01, 1, 2, 0.3, 130)));
    roundTrip(
        FrankaActions.MOVE.result(),
        new ActionType.Outcome<>(
            Messages.HEADER, Messages.STATUS, new FrankaActions.Report(false, "no")));
  }

  private static <M> void roundTrip(MessageType<M> type, M message) {
    assertEquals(message, type.decode(type.encode(message)));
  }

  @Test
  void shouldHaveTheLayoutOfTheNewestState() {
    byte[] bytes = FrankaState.TYPE.encode(Messages.state());
    assertEquals(2491 + "panda_link0".length(), bytes.length);
    assertEquals(12, FrankaState.Slice.Q.start());
    assertEquals(82, FrankaState.Slice.K_F_EXT_HAT_K.start());
    assertEquals(146, FrankaState.Slice.M_EE.start());
    assertEquals(185, FrankaState.Slice.O_T_EE.start());
    assertEquals(298, FrankaState.Slice.CONTROL_COMMAND_SUCCESS_RATE.start());

    FrankaState state = FrankaState.TYPE.decode(bytes);
    assertEquals(185.25 + 15, state.get(FrankaState.Slice.O_T_EE, 15));
    assertEquals(FrankaState.MODE_REFLEX, state.mode);
    assertEquals(
        List.of("joint_reflex", "base_acceleration_invalid_reading"), state.currentErrors());
    assertEquals(List.of("joint_position_limits_violation"), state.lastMotionErrors());
  }

  /** A message of franka_ros 0.7, put together byte by byte. */
  @Test
  void shouldReadAnOldStateWithoutWhatItLacks() {
    int float64s = FrankaState.FLOAT64S - 3 - 16 - 16;
    ByteBuffer bytes =
        ByteBuffer.allocate(16 + float64s * Double.BYTES + 1 + 2 * ERRORS_BEFORE_0_9)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(16);
    for (int i = 0; i < float64s; i++) {
      bytes.putDouble(i);
    }
    bytes.put((byte) FrankaState.MODE_MOVE);
    bytes.put(bytes.position() + ERRORS_BEFORE_0_9 - 1, (byte) 1); // instability_detected

    Function<MessageReader, FrankaState> reading =
        FrankaState.TYPE.layout("0aaac7d75db94290acd763669ea762b8").orElseThrow().reading().get();
    MessageReader reader = new MessageReader().on(bytes.array(), 0, bytes.capacity());
    FrankaState state = reading.apply(reader);
    reader.end();

    assertEquals(12, state.get(FrankaState.Slice.Q, 0));
    assertEquals(124, state.get(FrankaState.Slice.O_DP_EE_C, 0));
    assertTrue(Double.isNaN(state.get(FrankaState.Slice.O_DDP_O, 0)));
    assertTrue(Double.isNaN(state.get(FrankaState.Slice.F_T_NE, 15)));
    assertEquals(float64s - 1, state.get(FrankaState.Slice.CONTROL_COMMAND_SUCCESS_RATE, 0));
    assertEquals(FrankaState.MODE_MOVE, state.mode);
    assertEquals(List.of("instability_detected"), state.currentErrors());
    assertEquals(List.of(), state.lastMotionErrors());
  }

  @Test
  void shouldAskForAnyLayoutOnlyWhereThereAreSeveral() {
    assertEquals(MessageType.ANY, FrankaState.TYPE.wantedMd5());
    assertEquals("d3812c3cbc69362b77dc0b19b345f8f5", PoseStamped.TYPE.wantedMd5());
    assertTrue(FrankaState.TYPE.layout("d3812c3cbc69362b77dc0b19b345f8f5").isEmpty());
  }

  @Test
  void shouldRefuseEveryMessageThatIsCutShortOrTooLong() {
    for (int i = 0; i < 5; i++) {
      byte[] bytes = FrankaActions.GRASP.goal().encode(grasp());
      byte[] cut = Arrays.copyOf(bytes, bytes.length - 1 - i * 7);
      assertThrows(MessageFormatException.class, () -> FrankaActions.GRASP.goal().decode(cut));
    }
    byte[] longer = Arrays.copyOf(Header.TYPE.encode(Messages.HEADER), 100);
    assertEquals(
        "73 bytes left after the last field",
        assertThrows(MessageFormatException.class, () -> Header.TYPE.decode(longer)).getMessage());
  }

  private static ActionType.Goal<FrankaActions.Grasp> grasp() {
    return new ActionType.Goal<>(
        Messages.HEADER, Messages.GOAL, new FrankaActions.Grasp(0.01, 1, 1, 0.3, 130));
  }

  @Test
  void shouldNotAllocateForALengthThatIsNotThere() {
    byte[] huge = {-1, -1, -1, -1};
    assertEquals(
        "string of 4294967295 bytes, but only 0 are left",
        assertThrows(MessageFormatException.class, () -> StandardMessages.STRING.decode(huge))
            .getMessage());
  }

  /** 20,000 messages of noise: read as something, or refused; never anything else. */
  @Test
  void shouldSurviveNoise() {
    Random random = new Random(5);
    List<MessageType<?>> types =
        List.of(
            JointStates.TYPE,
            Image.TYPE,
            Log.TYPE,
            Reconfigure.Description.TYPE,
            FrankaActions.GRASP.goal(),
            ActionType.GoalStatusArray.TYPE);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = random.nextInt(4) == 0 ? bytes[j] : 0; // lengths that are small now and then
      }
      try {
        types.get(i % types.size()).decode(bytes);
      } catch (MessageFormatException e) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, refused + " refused");
  }

  @Test
  void shouldReadAndWriteTheHotPathWithoutAllocating() {
    byte[] stateBytes = FrankaState.TYPE.encode(Messages.state());
    byte[] jacobianBytes = ZeroJacobian.TYPE.encode(Messages.jacobian());
    Function<MessageReader, FrankaState> state = FrankaState.TYPE.layouts().get(0).reading().get();
    Function<MessageReader, double[]> jacobian = ZeroJacobian.TYPE.layouts().get(0).reading().get();
    MessageReader stateReader = new MessageReader();
    MessageReader jacobianReader = new MessageReader();
    MessageWriter writer = new MessageWriter();
    PoseStamped pose = Messages.pose();
    DoubleAdder read = new DoubleAdder();
    Runnable round =
        () -> {
          for (int i = 0; i < 5_000; i++) {
            read.add(state.apply(stateReader.on(stateBytes, 0, stateBytes.length)).mode);
            read.add(jacobian.apply(jacobianReader.on(jacobianBytes, 0, jacobianBytes.length))[1]);
            PoseStamped.TYPE.write(pose, writer.clear());
          }
        };
    round.run();
    round.run();
    ThreadMXBean threads =
        assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean());
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    round.run();
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertTrue(bytes < 5_000, bytes + " bytes in 5,000 rounds"); // less than one a round
    assertEquals(15_000 * (FrankaState.MODE_REFLEX + 0.5), read.sum());
    assertArrayEquals(
        PoseStamped.TYPE.encode(pose), Arrays.copyOf(writer.array(), writer.length()));
  }
}
