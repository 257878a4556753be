package org.serl4j.controller.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosNamesTest {
  @ParameterizedTest
  @CsvSource({"/a/b, /cell, /a/b", "a/b, /, /a/b", "a, /cell, /cell/a", "~a, /cell, /cell/node/a"})
  void shouldResolve(String name, String namespace, String resolved) {
    String node = namespace.equals("/") ? "/node" : namespace + "/node";
    assertEquals(resolved, RosNames.resolve(name, namespace, node));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "1a", "a-b", "a//b", "/a b", "~"})
  void shouldRefuseWhatIsNoName(String name) {
    assertThrows(IllegalArgumentException.class, () -> RosNames.resolve(name, "/", "/node"));
  }

  @Test
  void shouldTakeSettingsFromTheEnvironment() {
    assertEquals(
        new RosSettings(URI.create("http://localhost:11311"), "127.0.0.1", "/"),
        RosSettings.of(Map.of()));
    assertEquals(
        new RosSettings(URI.create("http://robot:1"), "learner", "/cell"),
        RosSettings.of(
            Map.of(
                "ROS_MASTER_URI", "http://robot:1",
                "ROS_HOSTNAME", "learner",
                "ROS_IP", "10.0.0.1",
                "ROS_NAMESPACE", "cell/")));
    assertEquals("10.0.0.1", RosSettings.of(Map.of("ROS_IP", "10.0.0.1")).host());
  }

  @Test
  void shouldSayWhatIsWrongWithTheMaster() {
    assertEquals(
        "ROS master 'robot' is not http://host:port (ROS_MASTER_URI)",
        assertThrows(
                IllegalArgumentException.class,
                () -> RosSettings.of(Map.of("ROS_MASTER_URI", "robot")))
            .getMessage());
  }
}
