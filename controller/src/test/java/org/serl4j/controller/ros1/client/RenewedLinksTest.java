package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.StandardMessages;
import org.serl4j.controller.ros1.wire.Acceptor;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.NodeThreads;
import org.serl4j.controller.ros1.wire.XmlRpcServer;

/** Links that are made anew because the line between may be cut. */
class RenewedLinksTest extends RosTest {
  private static final byte[] TEXT = {5, 0, 0, 0, 1, 0, 0, 0, 'a'};

  @Test
  void shouldConnectAgainToAPublisherThatBecameSilent() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    List<String> events = new CopyOnWriteArrayList<>();
    try (TcpNode node = peers.node("node");
        TcpNode other = peers.node("other");
        RawPublisher regular = new RawPublisher()) {
      Subscription text = node.subscribe("/text", StandardMessages.STRING, 100, heard::add);
      node.subscribe("/event", StandardMessages.STRING, events::add);
      other.publish("/event", StandardMessages.STRING, true, 1).publish("told to each link");
      regular.register(peers.settings().master(), "/text");
      RosPeers.await("links", () -> regular.links() == 1 && events.size() == 1);
      for (int link = 1; link <= 3; link++) {
        int before = link;
        regular.send(TEXT);
        RosPeers.await("the text", () -> heard.size() == before);
        RosPeers.await("the complaint", () -> text.complaint().isPresent());
        String complaint = text.complaint().orElseThrow();
        assertTrue(complaint.endsWith("nothing came for 100 ms, connecting again"), complaint);
        RosPeers.await("a new link", () -> regular.links() == before + 1);
      }
      assertEquals(1, events.size(), "links where nothing needs to come");
    }
  }

  private static Socket subscriber(TcpNode node) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    new ConnectionHeader(
            Map.of("callerid", "/raw", "topic", "/text", "md5sum", "*", "type", "std_msgs/String"))
        .write(socket.getOutputStream());
    return socket;
  }

  @Test
  void shouldCountASubscriberThatCameBackBeforeItWasMissed() throws IOException {
    try (TcpNode node = peers.node("node")) {
      Publisher<String> text = node.publish("/text", StandardMessages.STRING, false, 1);
      try (Socket first = subscriber(node)) {
        RosPeers.await("the link", () -> text.links() == 1);
        assertEquals(0, text.returns());
        try (Socket second = subscriber(node)) {
          RosPeers.await("the second link", () -> text.links() == 2);
          assertEquals(1, text.returns());
          assertTrue(first.isConnected() && second.isConnected());
        }
      }
    }
  }

  @Test
  void shouldThrowAwayWhatIsUnderWay() throws IOException {
    try (TcpNode node = peers.node("node")) {
      Publisher<String> text = node.publish("/text", StandardMessages.STRING, false, 100);
      try (Socket slow = subscriber(node)) {
        RosPeers.await("the link", () -> text.links() == 1);
        String message = "x".repeat(100_000);
        while (text.dropped() == 0) { // the line is full
          text.publish(message);
        }
        node.renewLinks();
        assertEquals(0, text.links());
        SocketException end =
            assertThrows(SocketException.class, () -> slow.getInputStream().readAllBytes());
        assertEquals("Connection reset", end.getMessage());
      }
      try (Socket again = subscriber(node)) {
        RosPeers.await("the link", () -> text.links() == 1);
        text.publish("b");
        byte[] header = again.getInputStream().readNBytes(4);
        again.getInputStream().readNBytes((header[0] & 0xff) + ((header[1] & 0xff) << 8));
        assertEquals('b', again.getInputStream().readNBytes(9)[8]);
      }
    }
  }

  /** A subscriber that the end of its link does not reach, such as roscpp's behind a cut line. */
  @Test
  void shouldHaveTheMasterTellWhoDoesNotComeBack() throws IOException {
    List<Object> updates = new CopyOnWriteArrayList<>();
    NodeThreads threads = new NodeThreads("/raw");
    XmlRpcServer.Methods methods =
        (method, parameters) -> {
          updates.add(parameters.get(2));
          return List.of(1, "", 0);
        };
    try (TcpNode node = peers.node("node");
        Acceptor calls =
            new Acceptor("127.0.0.1", "call", 10, threads, new XmlRpcServer(methods))) {
      calls.start();
      Publisher<String> text = node.publish("/text", StandardMessages.STRING, false, 1);
      new Master(peers.settings().master(), "/raw")
          .call(
              "registerSubscriber",
              "/text",
              "std_msgs/String",
              "http://127.0.0.1:" + calls.port() + "/");
      try (Socket deaf = subscriber(node)) {
        RosPeers.await("the link", () -> text.links() == 1);
        node.renewLinks();
        RosPeers.await("both updates", () -> updates.size() == 2);
        assertEquals(List.of(List.of(), List.of(node.uri())), updates);
        assertTrue(deaf.isConnected());
      }
    }
  }
}
