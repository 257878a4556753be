package org.serl4j.controller.teleoperation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.controller.geometry.Vector3;

/** Against a small server that speaks the daemon's protocol over a real Unix domain socket. */
class SpaceMouseTest extends DeviceContract {
  private static final int FULL = 350;

  @TempDir private Path folder = Path.of("");

  @Override
  Hand open(AtomicLong clockNs) {
    SpacenavServer server = new SpacenavServer(folder.resolve("hand.sock"));
    SpaceMouse mouse = SpaceMouse.open(folder.resolve("hand.sock"), clockNs::get);
    server.accept();
    return new Hand() {
      @Override
      public TeleoperationDevice device() {
        return mouse;
      }

      @Override
      public void pushForward() {
        server.motion(0, 0, FULL, 0, 0, 0);
      }

      @Override
      public void letGo() {
        server.motion(0, 0, 0, 0, 0, 0);
      }

      @Override
      public void tapClose() {
        server.press(0);
        server.release(0);
      }

      @Override
      public void holdOpen() {
        server.press(1);
      }

      @Override
      public void alive() {} // a mouse at rest says nothing

      @Override
      public void unplug() {} // the daemon says nothing any more

      @Override
      public void close() {
        mouse.close();
        server.close();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 0, -1, 0", // right
    "0, 1, 0, 0, 0, 1", // up
    "0, 0, 1, 1, 0, 0" // away from the person
  })
  void shouldTurnTheDaemonsAxesIntoTheOperators(
      int right, int up, int away, double x, double y, double z) {
    SpaceMouseState state = new SpaceMouseState();
    int half = FULL / 2;
    state.apply(
        new int[] {
          0, right * half, up * half, away * half, right * FULL, up * FULL, away * FULL, 16
        },
        0);
    Vector3 axis = new Vector3(x, y, z);
    assertEquals(0, state.motion().translation().minus(axis.times(0.5)).norm(), 1e-12);
    assertEquals(0, state.motion().rotation().minus(axis).norm(), 1e-12);
  }

  @Test
  void shouldShortenWhatIsBeyondFullScaleWithoutTurningIt() {
    SpaceMouseState state = new SpaceMouseState();
    state.apply(new int[] {0, 0, 350, 700, 0, 0, 0, 16}, 0);
    assertEquals(new Vector3(1, 0, 0.5), state.motion().translation().plus(Vector3.ZERO));
  }

  @Test
  void shouldIgnoreEventsThatItDoesNotKnow() {
    SpaceMouseState state = new SpaceMouseState();
    state.apply(new int[] {77, 1, 2, 3, 4, 5, 6, 7}, 0);
    assertFalse(state.deflected());
    assertFalse(state.anyButton());
    assertTrue(state.silentFor(0, 0));
  }

  private static OperatorInput await(SpaceMouse mouse, Predicate<OperatorInput> wanted) {
    long deadlineNs = System.nanoTime() + 20_000_000_000L;
    OperatorInput input = mouse.newest();
    while (!wanted.test(input)) {
      assertTrue(System.nanoTime() < deadlineNs, "never so: " + input);
      LockSupport.parkNanos(100_000);
      input = mouse.newest();
    }
    return input;
  }

  @Test
  void shouldConnectAgainWhenTheDaemonRestarts() {
    Path socket = folder.resolve("restart.sock");
    SpacenavServer server = new SpacenavServer(socket);
    try (SpaceMouse mouse = SpaceMouse.open(socket, System::nanoTime)) {
      assertEquals("socket " + socket, mouse.source());
      server.accept();
      server.motion(0, 0, FULL, 0, 0, 0);
      await(mouse, OperatorInput::engaged);
      server.close();
      OperatorInput gone = await(mouse, input -> !input.note().isEmpty());
      assertFalse(gone.engaged());
      assertTrue(gone.note().startsWith("spacenavd is gone"), gone.note());

      server = new SpacenavServer(socket);
      server.accept();
      OperatorInput back = await(mouse, input -> input.note().isEmpty());
      assertFalse(back.engaged(), "what was pushed before is forgotten");
      server.motion(FULL, 0, 0, 0, 0, 0);
      assertEquals(-1, await(mouse, input -> input.motion().norm() > 0).motion().translation().y());
    } finally {
      server.close();
    }
  }

  @Test
  void shouldPutAnEventTogetherThatArrivesInPieces() {
    Path socket = folder.resolve("pieces.sock");
    try (SpacenavServer server = new SpacenavServer(socket);
        SpaceMouse mouse = SpaceMouse.open(socket, System::nanoTime)) {
      server.accept();
      ByteBuffer whole = SpacenavServer.bytes(0, 0, 0, FULL, 0, 0, 0, 16);
      for (int i = 0; i < whole.limit(); i++) {
        server.send(whole.slice(i, 1));
      }
      assertEquals(1, await(mouse, OperatorInput::engaged).motion().translation().x());
    }
  }

  @Test
  void shouldRefuseInOneLineWhenNoDaemonListens() {
    DeviceUnavailableException refusal =
        assertThrows(
            DeviceUnavailableException.class,
            () -> SpaceMouse.open(folder.resolve("nobody.sock"), System::nanoTime));
    String message = String.valueOf(refusal.getMessage());
    assertEquals(1, message.lines().count());
    assertTrue(message.contains("nobody.sock") && message.contains("SPNAV_SOCKET"), message);
    assertEquals(Path.of("/var/run/spnav.sock"), SpaceMouse.socketOf(null));
    assertEquals(Path.of("other.sock"), SpaceMouse.socketOf("other.sock"));
  }
}
