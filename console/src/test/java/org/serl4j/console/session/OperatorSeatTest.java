package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Environment;
import org.serl4j.console.session.OperatorOptions.Who;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** A person at a machine without a display, with a SpaceMouse behind a socket like spacenavd's. */
class OperatorSeatTest {
  private static final Path CELL = Path.of("../hardware-config/cells/sim.yaml");
  private static final int PATIENCE_S = 20;

  @TempDir private Path folder = Path.of("");

  private final StringWriter said = new StringWriter();
  private final Progress progress = new Progress(new PrintWriter(said, true), false);

  private static OpenTask open() throws IOException {
    return new TaskCatalogue().open("peg-insertion", Cell.read(CELL), new TaskOptions(false, true));
  }

  private List<String> lines() {
    return said.toString().lines().toList();
  }

  /** Pushes along the device's own z axis. */
  private static void push(SocketChannel client, int z) throws IOException {
    ByteBuffer event = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    event.putInt(2 * Integer.BYTES, z);
    client.write(event);
  }

  private static float[] awaitPush(Supplier<float[]> person) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (true) {
      float[] action = person.get();
      for (float element : action) {
        if (element != 0) {
          return action;
        }
      }
      assertTrue(System.nanoTime() < endNs, "the push does not arrive");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void shouldSteerWithoutADisplayAndSayWhoActs() throws IOException {
    Path socket = folder.resolve("spnav.sock");
    OpenTask open = open();
    try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      daemon.bind(UnixDomainSocketAddress.of(socket));
      try (Environment environment = open.environment();
          OperatorSeat seat =
              OperatorSeat.open(
                  Who.SPACEMOUSE, open, progress, Map.of("SPNAV_SOCKET", socket.toString()));
          SocketChannel client = daemon.accept()) {
        environment.reset(1);
        assertEquals(
            List.of("there is no display to open a window on: these lines say who acts"), lines());
        Supplier<float[]> person = seat.demonstrating().demonstrator().begin(0, 0);
        push(client, 200);
        awaitPush(person);
        assertEquals("peg-insertion: HUMAN, spacemouse", lines().get(1));
        assertEquals(2, lines().size());
        SessionException noKey = assertThrows(SessionException.class, () -> seat.labelling(open));
        assertTrue(String.valueOf(noKey.getMessage()).startsWith("a SpaceMouse has no key"));
      }
    }
  }

  @Test
  void shouldSayInOneLineWhatKeysAndAMissingDaemonNeed() throws IOException {
    Path socket = folder.resolve("nobody.sock");
    OpenTask open = open();
    try (Environment environment = open.environment()) {
      String line =
          String.valueOf(
              assertThrows(
                      RuntimeException.class,
                      () ->
                          OperatorSeat.open(
                              Who.SPACEMOUSE,
                              open.behind(environment),
                              progress,
                              Map.of("SPNAV_SOCKET", socket.toString())))
                  .getMessage());
      assertTrue(line.startsWith("no SpaceMouse: spacenavd does not answer at " + socket), line);
    }
  }
}
