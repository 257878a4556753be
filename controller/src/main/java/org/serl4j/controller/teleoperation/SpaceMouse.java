package org.serl4j.controller.teleoperation;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.gripper.GripperAction;

/**
 * A SpaceMouse behind spacenavd, over the daemon's Unix domain socket. A thread named {@code
 * spacemouse} reads; when the daemon goes away it lets go and connects again when the daemon is
 * back. One that stays deflected without a word for {@link #HOLD_NS} (pulled out while pushed) lets
 * go too.
 */
public final class SpaceMouse implements TeleoperationDevice {
  private static final String NAME = "spacemouse";
  private static final Path DEFAULT_SOCKET = Path.of("/var/run/spnav.sock");
  private static final long RECONNECT_MS = 200;
  private static final long END_MS = 2_000;

  private final Path socket;
  private final LongSupplier clockNs;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private final SpaceMouseState state = new SpaceMouseState(); // all guarded by this
  private final Engagement engagement = new Engagement();
  private @Nullable SocketChannel channel;

  private SpaceMouse(Path socket, SocketChannel channel, LongSupplier clockNs) {
    this.socket = socket;
    this.channel = channel;
    this.clockNs = clockNs;
    thread = new Thread(() -> run(channel), NAME);
    thread.setDaemon(true);
  }

  /** Where the daemon listens: {@code SPNAV_SOCKET}, or its usual place. */
  public static Path socketOf(@Nullable String spnavSocket) {
    return spnavSocket == null || spnavSocket.isBlank() ? DEFAULT_SOCKET : Path.of(spnavSocket);
  }

  /**
   * Connects.
   *
   * @param clockNs such as {@link System#nanoTime}
   * @throws DeviceUnavailableException if no daemon listens
   */
  public static SpaceMouse open(Path socket, LongSupplier clockNs) {
    try {
      SpaceMouse mouse = new SpaceMouse(socket, connect(socket), clockNs);
      mouse.thread.start();
      return mouse;
    } catch (IOException e) {
      throw new DeviceUnavailableException(
          "no SpaceMouse: spacenavd does not answer at "
              + socket
              + " ("
              + e.getMessage()
              + "): install and start spacenavd, or set SPNAV_SOCKET",
          e);
    }
  }

  private static SocketChannel connect(Path socket) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private void run(SocketChannel first) {
    SocketChannel current = first;
    while (current != null) {
      try (SocketChannel reading = current) {
        read(reading);
      } catch (IOException e) {
        disconnected();
      }
      current = reconnected();
    }
  }

  /** Reads events until the daemon goes away or this closes. */
  private void read(SocketChannel from) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Integer.BYTES * SpaceMouseState.EVENT_INTS)
            .order(ByteOrder.nativeOrder());
    int[] event = new int[SpaceMouseState.EVENT_INTS];
    while (true) {
      bytes.clear();
      while (bytes.hasRemaining()) {
        if (from.read(bytes) < 0) {
          throw new EOFException("spacenavd closed the connection");
        }
      }
      bytes.flip().asIntBuffer().get(event);
      synchronized (this) {
        state.apply(event, clockNs.getAsLong());
      }
    }
  }

  private synchronized void disconnected() {
    channel = null;
    state.clear();
  }

  /** A new connection, or null once this is closed. */
  private @Nullable SocketChannel reconnected() {
    try {
      while (!closing.await(RECONNECT_MS, TimeUnit.MILLISECONDS)) {
        SocketChannel again = tryToConnect();
        if (again != null) {
          return again;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** Null while the daemon is not back, or once this is closed. */
  private @Nullable SocketChannel tryToConnect() {
    try {
      SocketChannel again = connect(socket);
      synchronized (this) {
        channel = again;
      }
      if (closing.getCount() == 0) { // close() may have looked before
        again.close();
        return null;
      }
      return again;
    } catch (IOException e) {
      return null; // newest() says so
    }
  }

  @Override
  public synchronized OperatorInput newest() {
    long nowNs = clockNs.getAsLong();
    boolean silent = state.silentFor(HOLD_NS, nowNs);
    String note = note(silent);
    boolean pushed = (state.deflected() && !silent) || state.anyButton();
    if (!note.isEmpty() && !state.anyButton()) {
      engagement.release();
    } else if (pushed) {
      engagement.input(nowNs);
    }
    boolean engaged = engagement.holds(nowNs);
    OperatorInput input =
        new OperatorInput(
            NAME,
            engaged,
            engaged && !silent ? state.motion() : Motion.NONE,
            engaged ? state.gripper() : GripperAction.STAY,
            false, // both of its buttons are the gripper's
            state.raw(),
            state.lastNs(),
            note);
    state.drain();
    return input;
  }

  private String note(boolean silent) {
    if (channel == null) {
      return "spacenavd is gone: the policy has control; start it again";
    }
    return silent && state.deflected()
        ? "the SpaceMouse says nothing while it is deflected: the policy has control; is it plugged"
            + " in?"
        : "";
  }

  @Override
  public String source() {
    return "socket " + socket;
  }

  @Override
  public void close() {
    closing.countDown();
    SocketChannel open;
    synchronized (this) {
      open = channel;
    }
    try {
      if (open != null) {
        open.close();
      }
      thread.join(END_MS);
    } catch (IOException e) {
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
