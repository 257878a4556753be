package org.serl4j.controller.ros1.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A listening socket. Each connection has a thread; beyond a limit, connections are closed. */
public final class Acceptor implements AutoCloseable {
  private static final int BACKLOG = 128;

  /** Where no connection can be accepted (no file handles left), not to spin. */
  private static final long PAUSE_NS = 10_000_000;

  /** What is said on one connection, which is closed afterwards. */
  public interface Conversation {
    void with(Socket socket) throws IOException;
  }

  private final ServerSocket server = new ServerSocket();
  private final String name;
  private final int limit;
  private final NodeThreads threads;
  private final Conversation conversation;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Listens on a free port.
   *
   * @param host the address that others are told; loopback is listened on alone
   */
  public Acceptor(
      String host, String name, int limit, NodeThreads threads, Conversation conversation)
      throws IOException {
    this.name = name;
    this.limit = limit;
    this.threads = threads;
    this.conversation = conversation;
    InetAddress told = InetAddress.getByName(host);
    server.bind(
        told.isLoopbackAddress() ? new InetSocketAddress(told, 0) : new InetSocketAddress(0),
        BACKLOG);
  }

  /** Starts accepting. */
  public void start() {
    threads.start(name, this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        if (open.size() > limit || server.isClosed()) {
          end(socket);
        } else {
          threads.start(name + "-" + socket.getPort(), () -> converse(socket));
        }
      } catch (IOException e) {
        // one connection failed, or the end: the loop's condition tells
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }

  private void converse(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      conversation.with(socket);
    } catch (IOException e) {
      // the peer left, or sent what nobody can answer: its connection ends, nothing else
    } finally {
      end(socket);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // then it is gone
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // then nobody listens anyway
    }
    open.forEach(this::end);
  }
}
