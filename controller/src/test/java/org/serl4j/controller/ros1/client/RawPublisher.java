package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.message.StandardMessages;
import org.serl4j.controller.ros1.wire.Acceptor;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.DeadlineInput;
import org.serl4j.controller.ros1.wire.NodeThreads;
import org.serl4j.controller.ros1.wire.XmlRpcServer;

/** A publisher of std_msgs/String that greets as it should, and then sends any bytes. */
final class RawPublisher implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final NodeThreads threads = new NodeThreads("/raw");
  private final List<Socket> all = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Acceptor links = new Acceptor(HOST, "link", 10, threads, this::greet);
  private final Acceptor calls =
      new Acceptor(
          HOST,
          "call",
          10,
          threads,
          new XmlRpcServer(
              (method, parameters) -> List.of(1, "", List.of("TCPROS", HOST, links.port()))));

  RawPublisher() throws IOException {
    links.start();
    calls.start();
  }

  void register(URI master, String topic) throws RosException {
    new Master(master, "/raw").call("registerPublisher", topic, "std_msgs/String", uri());
  }

  /** Where nodes call this one. */
  String uri() {
    return "http://" + HOST + ":" + calls.port() + "/";
  }

  private void greet(Socket socket) throws IOException {
    ConnectionHeader.read(new DeadlineInput(socket, 2_000));
    new ConnectionHeader(
            Map.of(
                "callerid", "/raw",
                "type", "std_msgs/String",
                "md5sum", StandardMessages.STRING.definition().md5()))
        .write(socket.getOutputStream());
    all.add(socket);
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many links there were. */
  int links() {
    return all.size();
  }

  /** Sends bytes (not modified) over the newest link. */
  void send(byte[] bytes) throws IOException {
    all.get(all.size() - 1).getOutputStream().write(bytes);
  }

  /** Ends the newest link. */
  void end() throws IOException {
    all.get(all.size() - 1).close();
  }

  @Override
  public void close() {
    closed.countDown();
    links.close();
    calls.close();
  }
}
