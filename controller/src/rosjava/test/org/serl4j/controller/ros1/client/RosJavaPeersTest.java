package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.ros1.Parameters;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.client.RosPeersTest.Level;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.message.StandardMessages;

/** ROSJava behind our port, with our codecs, among real peers. */
class RosJavaPeersTest {
  private static RosPeers peers;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
    Process rospy = peers.script("peer.py", "rospy_peer");
    RosPeers.await("the rospy peer", () -> peers.printed(rospy).contains("ready"));
  }

  @AfterAll
  static void stop() {
    if (peers != null) {
      peers.close();
    }
  }

  private static RosNode node(String name) throws IOException {
    return RosClients.open("rosjava", peers.settings(), name);
  }

  @Test
  void shouldExchangeMessagesWithRospy() throws IOException {
    try (RosNode node = node("exchange")) {
      ConcurrentLinkedQueue<Double> pongs = new ConcurrentLinkedQueue<>();
      ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
      Publisher<PoseStamped> ping = node.publish("/ping", PoseStamped.TYPE, false, 10);
      Subscription pong = node.subscribe("/pong", PoseStamped.TYPE, p -> pongs.add(p.x));
      node.subscribe("/latched", StandardMessages.STRING, texts::add);
      RosPeers.await("both links", () -> ping.links() == 1 && pong.links() == 1);
      PoseStamped pose = new PoseStamped();
      pose.frameId = "0";
      pose.x = -1;
      RosPeers.await(
          "a pong",
          () -> {
            ping.publish(pose);
            return !pongs.isEmpty();
          });
      for (int i = 0; i < 5; i++) {
        pose.x = i + 0.5; // the message is not kept: it may be written over at once
        ping.publish(pose);
      }
      RosPeers.await("the last pong", () -> pongs.contains(4.5));
      assertEquals(List.of(0.5, 1.5, 2.5, 3.5, 4.5), pongs.stream().filter(x -> x >= 0).toList());
      RosPeers.await("the latched text", () -> texts.contains("kept"));
    }
  }

  @Test
  void shouldPublishTypesThatRosJavaHasNeverHeardOf() throws IOException, InterruptedException {
    ConcurrentLinkedQueue<Double> read = new ConcurrentLinkedQueue<>();
    try (RosNode talker = node("franka");
        TcpNode own = peers.node("own_listener");
        RosNode other = node("other_listener")) {
      Publisher<FrankaState> states = talker.publish("/franka_states", FrankaState.TYPE, true, 1);
      own.subscribe("/franka_states", FrankaState.TYPE, state -> read.add((double) state.mode));
      other.subscribe("/franka_states", FrankaState.TYPE, state -> read.add(-(double) state.mode));
      RosPeers.await("both links", () -> states.links() == 2);
      FrankaState state = new FrankaState();
      state.mode = FrankaState.MODE_REFLEX;
      states.publish(state);
      RosPeers.await("both states", () -> read.contains(4.0) && read.contains(-4.0));
      String info = peers.run("/usr/bin/rostopic", "info", "/franka_states");
      assertTrue(info.contains("Type: franka_msgs/FrankaState"), info);
    }
  }

  @Test
  void shouldCallAndServe() throws IOException, InterruptedException {
    try (RosNode node = node("caller");
        ServiceClient<Level, String> rospy =
            node.client("/set_level", RosPeersTest.SET_LEVEL, true, 5_000);
        ServiceClient<Level, String> nobody =
            node.client("/nobody", RosPeersTest.SET_LEVEL, false, 500)) {
      rospy.call(new Level("a", "warn"));
      RosException error =
          assertThrows(RosException.class, () -> rospy.call(new Level("a", "bad")));
      assertTrue(error.toString().contains("no such level"), error::toString);
      rospy.call(new Level("b", "warn"));
      assertEquals(Optional.of(List.of("b", "warn")), node.parameters().get("/asked"));
      assertThrows(RosException.class, () -> nobody.call(new Level("a", "b")));

      ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
      node.serve(
          "/served",
          RosPeersTest.SET_LEVEL,
          level -> {
            asked.add(level.level());
            return "";
          });
      RosPeers.await("registration", () -> listed("/served"));
      peers.run("/usr/bin/rosservice", "call", "/served", "a", "debug");
      assertEquals(List.of("debug"), List.copyOf(asked));
    }
    assertFalse(listed("/served"));
    assertFalse(peers.run("/usr/bin/rosnode", "list").contains("/caller"));
  }

  private static boolean listed(String service) {
    try {
      return peers.run("/usr/bin/rosservice", "list").contains(service);
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  @Test
  void shouldKeepParametersOnTheMaster() throws IOException {
    try (RosNode node = node("keeper")) {
      Parameters parameters = node.parameters();
      Map<String, Object> values =
          Map.of("yes", true, "count", -7, "small", 1.5e-7, "list", List.of(0.0, -1.9));
      for (Map.Entry<String, Object> value : values.entrySet()) {
        String name = "~" + value.getKey();
        parameters.set(name, value.getValue());
        assertEquals(Optional.of(value.getValue()), parameters.get(name));
      }
      assertTrue(parameters.delete("~yes"));
      assertFalse(parameters.delete("~yes"));
      assertEquals(Optional.empty(), parameters.get("~yes"));
    }
  }

  @Test
  void shouldSayThatThereIsNoMaster() {
    RosSettings nowhere = new RosSettings(URI.create("http://127.0.0.1:1"), "127.0.0.1", "/");
    RosException error =
        assertThrows(RosException.class, () -> RosClients.open("rosjava", nowhere, "alone"));
    assertTrue(error.toString().contains("no ROS master answers"), error::toString);
  }
}
