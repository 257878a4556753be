package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.message.StandardMessages;
import org.serl4j.controller.ros1.wire.ConnectionHeader;

/** What a bench does to a node: peers and the master die, stop reading, and talk nonsense. */
class RosFaultsTest extends RosTest {
  @Test
  void shouldComeBackAfterTheMasterWasRestarted() throws IOException, InterruptedException {
    AtomicInteger received = new AtomicInteger();
    try (TcpNode talker = peers.node("talker");
        TcpNode listener = peers.node("listener")) {
      Publisher<String> text = talker.publish("/text", StandardMessages.STRING, false, 10);
      listener.subscribe("/text", StandardMessages.STRING, t -> received.incrementAndGet());
      RosPeers.await("the link", () -> text.links() == 1);

      peers.killMaster();
      RosPeers.await("the complaint", () -> talker.complaint().isPresent());
      assertTrue(talker.complaint().orElseThrow().contains("does not answer"));
      text.publish("while there is no master");
      RosPeers.await("the live link", () -> received.get() == 1);

      peers.resumeMaster();
      RosPeers.await(
          "registration", () -> talker.complaint().isEmpty() && listener.complaint().isEmpty());
      // someone new finds the talker through the new master, who was told by nobody else
      Process echo = peers.start("/usr/bin/rostopic", "echo", "-n", "1", "/text");
      RosPeers.await("rostopic's link", () -> text.links() == 2);
      text.publish("after");
      RosPeers.await("the second text", () -> received.get() == 2);
      assertTrue(peers.finished(echo).contains("after"));
    }
  }

  @Test
  void shouldFollowAPublisherThatIsKilledAndStartedAgain()
      throws IOException, InterruptedException {
    AtomicInteger received = new AtomicInteger();
    try (TcpNode node = peers.node("node")) {
      Publisher<PoseStamped> ping = node.publish("/ping", PoseStamped.TYPE, false, 2);
      Subscription pong =
          node.subscribe("/pong", PoseStamped.TYPE, p -> received.incrementAndGet());
      for (int round = 0; round < 2; round++) {
        int before = received.get();
        Process rospy = peers.script("peer.py", "rospy_peer");
        RosPeers.await("links", () -> ping.links() == 1 && pong.links() == 1);
        RosPeers.await(
            "a pong",
            () -> { // rospy may lose the first: it adds a link only after it has greeted
              ping.publish(new PoseStamped());
              return received.get() > before;
            });
        peers.kill(rospy);
        RosPeers.await(
            "both ends",
            () -> {
              ping.publish(new PoseStamped());
              return ping.links() == 0 && pong.links() == 0;
            });
      }
    }
  }

  @Test
  void shouldNeverWaitForASlowSubscriber() throws IOException {
    int queue = 4;
    String text = "x".repeat(100_000);
    try (TcpNode node = peers.node("node");
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      Publisher<String> publisher = node.publish("/text", StandardMessages.STRING, false, queue);
      hello(slow, "/text", StandardMessages.STRING.definition().md5());
      RosPeers.await("the link", () -> publisher.links() == 1);
      int published = 0;
      // until the line is full, and far beyond: a publisher that waited would not come back
      while (publisher.dropped() < 500) {
        publisher.publish(text);
        published++;
        assertTrue(published < 100_000, "nothing was dropped");
      }
      assertEquals(1, publisher.links());
    }
  }

  private static void hello(Socket socket, String topic, String md5) throws IOException {
    new ConnectionHeader(
            Map.of("callerid", "/raw", "topic", topic, "type", "std_msgs/String", "md5sum", md5))
        .write(socket.getOutputStream());
  }

  @Test
  void shouldRefuseAnotherType() throws IOException {
    try (TcpNode node = peers.node("node");
        TcpNode other = peers.node("other");
        Socket raw = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      Publisher<String> publisher = node.publish("/text", StandardMessages.STRING, false, 1);
      hello(raw, "/text", "0".repeat(32));
      String answer = new String(raw.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String wanted =
          "error=topic /text is std_msgs/String with md5sum 992ce8a1687cec8c8bd883ec73ca41d1,"
              + " not std_msgs/String with md5sum 00000000000000000000000000000000";
      assertTrue(answer.endsWith(wanted), answer);

      Subscription wrong = other.subscribe("/text", StandardMessages.BOOL, b -> {});
      RosPeers.await("the refusal", () -> wrong.complaint().isPresent());
      String complaint = wrong.complaint().orElseThrow();
      assertTrue(complaint.contains("refused: topic /text is std_msgs/String"), complaint);
      assertEquals(0, publisher.links());
    }
  }

  /** A publisher whose md5 sum is right, and whose messages are not. */
  @Test
  void shouldOutliveNonsenseFromAPublisher() throws IOException {
    AtomicInteger received = new AtomicInteger();
    try (TcpNode node = peers.node("node");
        RawPublisher raw = new RawPublisher()) {
      Subscription text =
          node.subscribe("/text", StandardMessages.STRING, t -> received.incrementAndGet());
      raw.register(peers.settings().master(), "/text");
      RosPeers.await("a link", () -> raw.links() == 1);
      raw.send(new byte[] {5, 0, 0, 0, 1, 0, 0, 0, 'a'}); // good
      RosPeers.await("the text", () -> received.get() == 1);
      raw.send(new byte[] {4, 0, 0, 0, 9, 0, 0, 0}); // a string longer than its message
      RosPeers.await("the complaint", () -> text.complaint().isPresent());
      assertTrue(text.complaint().orElseThrow().contains("string of 9 bytes"));
      raw.send(new byte[] {5, 0, 0, 0, 1, 0, 0, 0, 'b'});
      RosPeers.await("the next text", () -> received.get() == 2);
      raw.send(new byte[] {-1, -1, -1, -1}); // a length that nobody means
      RosPeers.await("a new link", () -> raw.links() == 2);
      raw.send(new byte[] {50, 0, 0, 0, 1}); // half a message
      raw.end();
      RosPeers.await("the newest link", () -> raw.links() == 3);
      raw.send(new byte[] {5, 0, 0, 0, 1, 0, 0, 0, 'c'});
      RosPeers.await("the last text", () -> received.get() == 3);
    }
  }

  @Test
  void shouldOutliveHalfRequests() throws IOException {
    try (TcpNode node = peers.node("node")) {
      Publisher<String> text = node.publish("/text", StandardMessages.STRING, true, 1);
      text.publish("kept");
      int calls = Integer.parseInt(node.uri().replaceAll(".*:(\\d+)/", "$1"));
      try (Socket halfCall = new Socket(InetAddress.getLoopbackAddress(), calls);
          Socket halfHeader = new Socket(InetAddress.getLoopbackAddress(), node.port());
          Socket good = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
        halfCall
            .getOutputStream()
            .write("POST / HTTP/1.1\r\nContent-Le".getBytes(StandardCharsets.US_ASCII));
        halfHeader.getOutputStream().write(new byte[] {100, 0, 0, 0, 5, 0});
        hello(good, "/text", "*");
        InputStream in = good.getInputStream();
        byte[] length = in.readNBytes(4);
        in.readNBytes((length[0] & 0xff) + ((length[1] & 0xff) << 8));
        assertEquals("kept", new String(in.readNBytes(12), 8, 4, StandardCharsets.UTF_8));
        // both are given up in time, without a byte of theirs having been answered
        halfCall.setSoTimeout(20_000);
        halfHeader.setSoTimeout(20_000);
        assertEquals(-1, halfCall.getInputStream().read());
        assertEquals(-1, halfHeader.getInputStream().read());
        assertEquals(1, text.links());
      }
    }
  }
}
