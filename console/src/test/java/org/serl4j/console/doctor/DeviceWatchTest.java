package org.serl4j.console.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.doctor.Finding.Verdict;
import org.serl4j.controller.teleoperation.SpaceMouse;

/** A SpaceMouse behind a socket that speaks spacenavd's protocol. */
class DeviceWatchTest {
  private static final int PATIENCE_S = 20;

  @TempDir private Path folder = Path.of("");

  private DeviceWatch watch(Path socket) {
    return DeviceWatch.open("spacemouse", () -> SpaceMouse.open(socket, System::nanoTime));
  }

  /** A motion event: its x axis, all else 0. */
  private static void push(SocketChannel client, int x) throws IOException {
    ByteBuffer event = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    event.putInt(Integer.BYTES, x);
    client.write(event);
  }

  /** Looks until the finding says so. */
  private static Finding await(DeviceWatch watch, String words) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    Finding finding = watch.finding();
    while (!finding.words().contains(words)) {
      assertTrue(System.nanoTime() < endNs, finding.words());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      finding = watch.finding();
    }
    return finding;
  }

  @Test
  void shouldShowWhereADeviceIsReadAndWhatItsNumbersDid() throws IOException {
    Path socket = folder.resolve("spnav.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      try (DeviceWatch watch = watch(socket);
          SocketChannel client = server.accept()) {
        String start = "spacemouse from socket " + socket + ": ";
        Finding resting = watch.finding();
        assertEquals(Verdict.OK, resting.verdict());
        assertTrue(
            resting.words().startsWith(start + "0 changes (push it while doctor looks), raw"),
            resting.words());
        assertEquals(List.of(), resting.drawing());

        push(client, 120);
        await(watch, "1 changes");
        push(client, -30);
        await(watch, "2 changes, ");
        push(client, 0);
        Finding moved = await(watch, "3 changes, ");
        assertTrue(moved.words().matches(".* [0-9.]+ a second, raw values .*"), moved.words());
        assertEquals(List.of("value 1 went from -30.00 to 120.00"), moved.drawing());
      }
    }
  }

  @Test
  void shouldNoteADeviceThatIsNotThereOrGoesAway() throws IOException {
    Path socket = folder.resolve("spnav.sock");
    try (DeviceWatch nobody = watch(socket)) {
      nobody.look();
      Finding finding = nobody.finding();
      assertEquals(Verdict.NOTE, finding.verdict());
      assertTrue(finding.words().startsWith("no SpaceMouse: spacenavd"), finding.words());
    }
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      try (DeviceWatch watch = watch(socket)) {
        server.accept().close();
        assertEquals(Verdict.NOTE, await(watch, "spacenavd is gone").verdict());
      }
    }
  }
}
