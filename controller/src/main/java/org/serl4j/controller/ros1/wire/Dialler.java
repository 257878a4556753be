package org.serl4j.controller.ros1.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Connects. A greeting that a cut line swallowed is repeated by the system after a second only: it
 * is better given up sooner and said again by whoever wants the connection.
 */
public final class Dialler {
  private static final int LONGEST_MS = 500;

  private Dialler() {}

  /**
   * Connects a socket that does not gather small messages.
   *
   * @param timeoutMs longest wait, cut to half a second [ms]
   */
  public static void connect(Socket socket, String host, int port, int timeoutMs)
      throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), Math.min(timeoutMs, LONGEST_MS));
  }
}
