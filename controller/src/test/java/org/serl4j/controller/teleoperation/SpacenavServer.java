package org.serl4j.controller.teleoperation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Speaks spacenavd's protocol over a real Unix domain socket, to one client. */
final class SpacenavServer implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private @Nullable SocketChannel client;

  SpacenavServer(Path socket) {
    this.socket = socket;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the client; it connects at once or again and again. */
  void accept() {
    try {
      client = server.accept();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the daemon's axes are: x right, y up, z away. */
  void motion(int x, int y, int z, int rx, int ry, int rz) {
    send(bytes(0, x, y, z, rx, ry, rz, 16));
  }

  void press(int button) {
    send(bytes(1, button, 0, 0, 0, 0, 0, 0));
  }

  void release(int button) {
    send(bytes(2, button, 0, 0, 0, 0, 0, 0));
  }

  static ByteBuffer bytes(int... event) {
    ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
    for (int value : event) {
      bytes.putInt(value);
    }
    return bytes.flip();
  }

  void send(ByteBuffer bytes) {
    SocketChannel to = client;
    if (to == null) {
      throw new IllegalStateException("no client");
    }
    try {
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the daemon stops: the socket's file goes too. */
  @Override
  public void close() {
    try {
      SocketChannel open = client;
      if (open != null) {
        open.close();
      }
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
