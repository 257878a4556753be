package org.serl4j.controller.ros1;

import java.net.URI;
import java.util.Map;

/**
 * Where the master is, and under which address this machine is found.
 *
 * @param master {@code http://host:port}
 * @param host the address that other nodes are told; on loopback, nobody else can connect
 * @param namespace of names that begin with no slash; {@code /} for none
 */
public record RosSettings(URI master, String host, String namespace) {
  private static final String LOOPBACK = "127.0.0.1";

  public RosSettings {
    if (!"http".equals(master.getScheme()) || master.getHost() == null || master.getPort() < 0) {
      throw new IllegalArgumentException(
          "ROS master '" + master + "' is not http://host:port (ROS_MASTER_URI)");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host that ROS nodes are told is empty (ROS_IP)");
    }
    namespace = RosNames.global("/" + namespace.replaceAll("^/|/$", ""));
  }

  /**
   * As the environment says: ROS_MASTER_URI, ROS_HOSTNAME before ROS_IP, ROS_NAMESPACE; without
   * them the master of this machine, on loopback.
   *
   * @param environment not modified
   */
  public static RosSettings of(Map<String, String> environment) {
    String host = environment.getOrDefault("ROS_IP", LOOPBACK);
    return new RosSettings(
        URI.create(environment.getOrDefault("ROS_MASTER_URI", "http://localhost:11311")),
        environment.getOrDefault("ROS_HOSTNAME", host),
        environment.getOrDefault("ROS_NAMESPACE", "/"));
  }
}
