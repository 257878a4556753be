package org.serl4j.hardware;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The way to a Franka arm over ROS 1: franka_ros with SERL's impedance controller.
 *
 * @param master of the ROS graph, as {@code http://192.168.1.10:11311}
 * @param host under which the robot's programs reach this machine; on loopback, none elsewhere does
 * @param rateHz poses sent a second while the arm moves [Hz]
 * @param staleMs the newest state may be this old [ms]; franka_ros sends 30 a second by default
 * @param maxAcceleration of the poses sent [m/s^2]
 * @param maxTurnAcceleration of the poses sent [rad/s^2]
 * @param gripper what drives the gripper
 * @param topics names that differ from franka_ros's and SERL's own
 * @param jointReset how joints are brought home; without it {@code moveJoints} is refused
 * @param payload what the arm is to be told that it carries
 */
public record RosLink(
    String master,
    String host,
    @Range(min = 50, max = 1000, unit = "Hz") double rateHz,
    @Range(min = 20, max = 5000, unit = "ms") int staleMs,
    @Range(min = 0.05, max = 13, unit = "m/s^2") double maxAcceleration,
    @Range(min = 0.05, max = 25, unit = "rad/s^2") double maxTurnAcceleration,
    GripperDriver gripper,
    Optional<RosTopics> topics,
    Optional<JointReset> jointReset,
    Optional<Payload> payload) {
  public RosLink {
    Bounds.of(RosLink.class)
        .check("rateHz", rateHz)
        .check("staleMs", staleMs)
        .check("maxAcceleration", maxAcceleration)
        .check("maxTurnAcceleration", maxTurnAcceleration);
    if (!isMaster(master)) {
      throw new InvalidValueException(
          "master",
          "\"" + Bounds.oneLine(master) + "\" is not a master's address: give http://HOST:PORT");
    }
    if (!host.matches("[A-Za-z0-9.:_-]+")) {
      throw new InvalidValueException(
          "host",
          "\"" + Bounds.oneLine(host) + "\" is not an address: give this machine's (ROS_IP)");
    }
  }

  /** The names in force. */
  public RosTopics names() {
    return topics.orElseGet(() -> RosTopics.defaults(gripper));
  }

  private static boolean isMaster(String url) {
    try {
      URI uri = new URI(url);
      return "http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
