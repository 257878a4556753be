package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.StandardMessages;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.XmlRpcClient;

/**
 * Inputs that were right and then changed at random, to both ports of a node and to a subscriber of
 * its. {@code -Dros1.fuzz=10000} for more than the gate's.
 */
class RosFuzzTest {
  private static final int INPUTS = Integer.getInteger("ros1.fuzz", 400);
  private static final long SEED = 7;
  private static final int ANSWER_MS = 10_000;
  private static final long HEAP_GROWTH = 64L << 20;

  private final Random random = new Random(SEED);

  @Test
  void shouldOutliveInputsThatAreAlmostRight() throws IOException {
    RosSettings nobody = new RosSettings(URI.create("http://127.0.0.1:9"), "127.0.0.1", "/");
    AtomicInteger received = new AtomicInteger();
    try (TcpNode node = TcpNode.open(nobody, "fuzzed");
        RawPublisher raw = new RawPublisher()) {
      node.publish("/text", StandardMessages.STRING, true, 4).publish("kept");
      node.serve("/level", RosPeersTest.SET_LEVEL, level -> "");
      Subscription in =
          node.subscribe("/in", StandardMessages.STRING, t -> received.incrementAndGet());
      XmlRpcClient calls = new XmlRpcClient(URI.create(node.uri()), ANSWER_MS);
      calls.call("publisherUpdate", List.of("/master", "/in", List.of(raw.uri())));
      RosPeers.await("the link", () -> in.links() == 1);
      int threads = node.threads();
      long heap = usedHeap();
      for (int i = 0; i < INPUTS; i++) {
        switch (i % 4) {
          case 0 -> send(calls.server().getPort(), changed(call()));
          case 1 -> send(node.port(), changed(subscriber()));
          case 2 -> send(node.port(), changed(caller()));
          default -> raw.send(framed(changed(new byte[] {3, 0, 0, 0, 'a', 'b', 'c'})));
        }
      }
      RosPeers.await("the threads' ends", () -> node.threads() <= threads);
      assertTrue(usedHeap() < heap + HEAP_GROWTH);

      int before = received.get();
      raw.send(framed(new byte[] {1, 0, 0, 0, 'a'}));
      RosPeers.await("a good message", () -> received.get() > before);
      assertEquals(1, raw.links()); // the link was never lost
      assertEquals(
          List.of(1, "", List.of(List.of("/in", "std_msgs/String"))),
          calls.call("getSubscriptions", List.of("/test")));
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private byte[] call() {
    String method =
        List.of("requestTopic", "publisherUpdate", "getBusInfo", "getPid", "paramUpdate")
            .get(random.nextInt(5));
    String body =
        "<?xml version='1.0'?>\n<methodCall><methodName>"
            + method
            + "</methodName><params><param><value><string>/a</string></value></param><param>"
            + "<value>/text</value></param><param><value><array><data><value><array><data><value>"
            + "<string>TCPROS</string></value><value><i4>1</i4></value><value><double>1.5</double>"
            + "</value></data></array></value></data></array></value></param></params>"
            + "</methodCall>";
    return ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] subscriber() throws IOException {
    return header(Map.of("topic", "/text", "type", "std_msgs/String", "md5sum", "*"));
  }

  private byte[] caller() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("service", "/level");
    fields.put("md5sum", RosPeersTest.SET_LEVEL.md5());
    fields.put(random.nextBoolean() ? "persistent" : "callerid", "1");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(header(fields));
    all.write(framed(new byte[] {1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b'}));
    return all.toByteArray();
  }

  private static byte[] header(Map<String, String> fields) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    new ConnectionHeader(fields).write(all);
    return all.toByteArray();
  }

  /** Behind its right length. */
  private static byte[] framed(byte[] message) {
    byte[] all = new byte[message.length + 4];
    all[0] = (byte) message.length;
    System.arraycopy(message, 0, all, 4, message.length);
    return all;
  }

  /** Some bytes are others, the end is cut off, or a piece is there twice. */
  private byte[] changed(byte[] bytes) {
    byte[] other = bytes.clone();
    for (int n = random.nextInt(4); n > 0; n--) {
      other[random.nextInt(other.length)] = (byte) random.nextInt(256);
    }
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(other, 1 + random.nextInt(other.length));
      case 1 -> {
        byte[] twice = Arrays.copyOf(other, 2 * other.length);
        System.arraycopy(other, random.nextInt(other.length), twice, other.length, 1);
        yield Arrays.copyOf(twice, Math.min(twice.length, 250 + random.nextInt(400)));
      }
      default -> other;
    };
  }

  /**
   * Sends an input and waits for the first byte of an answer, or the end: one of both must come.
   */
  private static void send(int port, byte[] input) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MS);
      try {
        socket.getOutputStream().write(input);
        socket.shutdownOutput();
        socket.getInputStream().read();
      } catch (SocketException e) {
        // closed before all was read
      }
    }
  }
}
