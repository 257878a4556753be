package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.ros1.Parameters;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.Definition;
import org.serl4j.controller.ros1.message.MessageReader;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.message.ServiceType;
import org.serl4j.controller.ros1.message.StandardMessages;

/** The node among rosmaster, rospy and ROS's command line. */
class RosPeersTest {
  /** A logger and its level. */
  record Level(String logger, String level) {}

  static final ServiceType<Level, String> SET_LEVEL =
      new ServiceType<>(
          "roscpp/SetLoggerLevel",
          MessageType.of(
              Definition.of("roscpp/SetLoggerLevelRequest", "string logger\nstring level"),
              from -> new Level(from.string(), from.string()),
              (level, to) -> {
                to.string(level.logger);
                to.string(level.level);
              }),
          MessageType.of(
              Definition.of("roscpp/SetLoggerLevelResponse", ""),
              (MessageReader from) -> "",
              (text, to) -> {}));

  private static RosPeers peers;
  private static Process rospy;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
    rospy = peers.script("peer.py", "rospy_peer");
    RosPeers.await("the rospy peer", () -> peers.printed(rospy).contains("ready"));
  }

  @AfterAll
  static void stop() {
    if (peers != null) {
      peers.close();
    }
  }

  private static String error(Executable call) {
    return String.valueOf(assertThrows(RosException.class, call).getMessage());
  }

  private static PoseStamped pose(double x) {
    PoseStamped pose = new PoseStamped();
    pose.frameId = "0";
    pose.x = x;
    return pose;
  }

  @Test
  void shouldExchangeMessagesWithRospy() throws IOException {
    try (TcpNode node = peers.node("exchange")) {
      ConcurrentLinkedQueue<Double> pongs = new ConcurrentLinkedQueue<>();
      ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
      Publisher<PoseStamped> ping = node.publish("/ping", PoseStamped.TYPE, false, 10);
      Subscription pong = node.subscribe("/pong", PoseStamped.TYPE, p -> pongs.add(p.x));
      node.subscribe("/latched", StandardMessages.STRING, texts::add);
      RosPeers.await("both links", () -> ping.links() == 1 && pong.links() == 1);
      RosPeers.await(
          "a pong",
          () -> { // rospy may lose the first: it adds a link only after it has greeted
            ping.publish(pose(-1));
            return !pongs.isEmpty();
          });
      for (int i = 0; i < 5; i++) {
        ping.publish(pose(i + 0.5));
      }
      RosPeers.await("the last pong", () -> pongs.contains(4.5));
      assertEquals(List.of(0.5, 1.5, 2.5, 3.5, 4.5), pongs.stream().filter(x -> x >= 0).toList());
      RosPeers.await("the latched text", () -> texts.contains("kept"));
      RosPeers.await("the count", () -> pong.received() == pongs.size());
      assertEquals(Optional.empty(), pong.complaint());
      assertEquals(0, ping.dropped());
    }
  }

  @Test
  void shouldAnswerTheCommandLine() throws IOException, InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    try (TcpNode node = peers.node("shown")) {
      Publisher<String> text = node.publish("/shown_text", StandardMessages.STRING, true, 10);
      node.subscribe("/shown_in", PoseStamped.TYPE, p -> {});
      node.serve(
          "/shown_level",
          SET_LEVEL,
          level -> {
            if (level.level().equals("bad")) {
              throw new IllegalStateException("no such level");
            }
            asked.incrementAndGet();
            return "";
          });
      text.publish("grün");

      Process echo = peers.start("/usr/bin/rostopic", "echo", "-n", "1", "/shown_text");
      Process info = peers.start("/usr/bin/rosnode", "info", "/shown");
      Process ping = peers.start("/usr/bin/rosnode", "ping", "-c", "2", "/shown");
      Process call = peers.start("/usr/bin/rosservice", "call", "/shown_level", "a", "debug");
      Process bad = peers.start("/usr/bin/rosservice", "call", "/shown_level", "a", "bad");
      Process service = peers.start("/usr/bin/rosservice", "info", "/shown_level");
      Process list = peers.start("/usr/bin/rostopic", "list", "-v");
      Process topic = peers.start("/usr/bin/rostopic", "info", "/shown_text");
      Process hertz = peers.start("/usr/bin/rostopic", "hz", "/shown_text");

      assertTrue(peers.finished(echo).contains("gr\\xFCn"), () -> peers.printed(echo));
      String shown = peers.finished(info);
      assertTrue(shown.contains("* /shown_text [std_msgs/String]"), shown);
      assertTrue(shown.contains("* /shown_in ["), shown);
      assertTrue(shown.contains("* /shown_level"), shown);
      assertTrue(shown.contains("Pid: " + ProcessHandle.current().pid()), shown);
      assertTrue(peers.finished(ping).contains("xmlrpc reply from " + node.uri()));
      peers.finished(call);
      assertEquals(1, asked.get());
      assertNotEquals(0, bad.waitFor());
      assertTrue(peers.printed(bad).contains("no such level"), () -> peers.printed(bad));
      String about = peers.finished(service);
      assertTrue(about.contains("Type: roscpp/SetLoggerLevel"), about);
      assertTrue(about.contains("Args: logger level"), about);
      String topics = peers.finished(list);
      assertTrue(topics.contains("* /shown_text [std_msgs/String] 1 publisher"), topics);
      assertTrue(peers.finished(topic).contains("* /shown (" + node.uri() + ")"));
      RosPeers.await(
          "rostopic hz",
          () -> {
            text.publish("x");
            return peers.printed(hertz).contains("average rate");
          });
      peers.kill(hertz);
    }
  }

  @Test
  void shouldCallServicesOfRospy() throws IOException {
    try (TcpNode node = peers.node("caller")) {
      for (boolean persistent : new boolean[] {false, true}) {
        try (ServiceClient<Level, String> client =
            node.client("/set_level", SET_LEVEL, persistent, 5_000)) {
          client.call(new Level("a", "warn"));
          String error = error(() -> client.call(new Level("a", "bad")));
          assertTrue(error.contains("no such level"), error);
          client.call(new Level("b", "warn"));
          assertEquals(Optional.of(List.of("b", "warn")), node.parameters().get("/asked"));
        }
      }
      try (ServiceClient<Level, String> nobody = node.client("nobody", SET_LEVEL, false, 500)) {
        String error = error(() -> nobody.call(new Level("a", "b")));
        assertTrue(error.startsWith("ROS master refuses lookupService"), error);
      }
    }
  }

  @Test
  void shouldKeepParametersOnTheMaster() throws IOException, InterruptedException {
    try (TcpNode node = peers.node("keeper")) {
      Parameters parameters = node.parameters();
      Map<String, Object> values =
          Map.of(
              "yes",
              true,
              "count",
              -7,
              "small",
              1.5e-7,
              "text",
              " <a> & \"b\"\n",
              "list",
              List.of(0.0, 0.0, 0.0, -1.9, 0.0, 2.0, 0.0),
              "inner",
              Map.of("x", 1));
      parameters.set("~all", values);
      assertEquals(Optional.of(values), parameters.get("~all"));
      assertEquals(Optional.of(1.5e-7), parameters.get("/keeper/all/small"));
      String printed = peers.run("/usr/bin/rosparam", "get", "/keeper/all/list");
      assertTrue(printed.contains("-1.9"), printed);
      assertTrue(parameters.has("~all"));
      assertTrue(parameters.delete("~all"));
      assertFalse(parameters.delete("~all"));
      assertFalse(parameters.has("~all"));
      assertEquals(Optional.empty(), parameters.get("~all"));
      assertThrows(IllegalArgumentException.class, () -> parameters.set("~nan", Double.NaN));
    }
  }

  @Test
  void shouldServeItsOwnKind() throws IOException {
    try (TcpNode server = peers.node("server");
        TcpNode caller = peers.node("caller_of_server");
        ServiceClient<Level, String> client = caller.client("own", SET_LEVEL, true, 2_000)) {
      RosNode.Registered served = server.serve("own", SET_LEVEL, level -> "");
      assertThrows(IllegalStateException.class, () -> server.serve("own", SET_LEVEL, level -> ""));
      for (int i = 0; i < 10; i++) {
        client.call(new Level("a", "b"));
      }
      ServiceType<String, String> other =
          new ServiceType<>("roscpp/Other", SET_LEVEL.response(), SET_LEVEL.response());
      try (ServiceClient<String, String> wrong = caller.client("own", other, false, 2_000)) {
        String refusal = error(() -> wrong.call(""));
        assertTrue(refusal.contains("is roscpp/SetLoggerLevel with md5sum"), refusal);
      }
      served.close();
      try (ServiceClient<Level, String> late = caller.client("own", SET_LEVEL, false, 500)) {
        assertThrows(RosException.class, () -> late.call(new Level("a", "b")));
      }
    }
  }

  @Test
  void shouldEndWithoutThreadsAndUnregistered() throws IOException, InterruptedException {
    TcpNode node = peers.node("passing");
    Publisher<String> text = node.publish("~text", StandardMessages.STRING, false, 1);
    node.subscribe("/passing/text", StandardMessages.STRING, t -> {});
    node.serve("~level", SET_LEVEL, level -> "");
    RosPeers.await("its own link", () -> text.links() == 1);
    assertTrue(node.threads() >= 5, node.threads() + " threads");
    node.close();
    assertEquals(0, node.threads());
    assertFalse(peers.run("/usr/bin/rosnode", "list").contains("/passing"));
    assertFalse(peers.run("/usr/bin/rosservice", "list").contains("/passing"));
    assertThrows(
        IllegalStateException.class,
        () -> node.publish("~text", StandardMessages.STRING, false, 1));
  }

  @Test
  void shouldEndWhenItIsKilledFromOutside() throws IOException, InterruptedException {
    try (TcpNode node = peers.node("victim")) {
      node.publish("~text", StandardMessages.STRING, false, 1);
      peers.run("/usr/bin/rosnode", "kill", "/victim");
      RosPeers.await("the end", () -> !node.isOpen() && node.threads() == 0);
    }
  }
}
