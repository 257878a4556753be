package org.serl4j.controller.ros1.client;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serl4j.controller.ros1.RosClient;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;

/** Opens nodes by the client that the system property {@value #PROPERTY} names. */
public final class RosClients {
  /** {@code tcp}, our own client, unless it is set. */
  public static final String PROPERTY = "serl4j.ros";

  private static final String OWN = "tcp";

  private RosClients() {}

  /**
   * A node that is open.
   *
   * @param name of the node, relative names in the settings' namespace
   * @throws RosException if it cannot be opened: one line with the remedy
   * @throws IllegalArgumentException if the property names a client that this build has not
   */
  public static RosNode open(RosSettings settings, String name) throws RosException {
    return open(System.getProperty(PROPERTY, OWN), settings, name);
  }

  static RosNode open(String client, RosSettings settings, String name) throws RosException {
    if (client.equals(OWN)) {
      return TcpNode.open(settings, name);
    }
    List<RosClient> others =
        ServiceLoader.load(RosClient.class).stream().map(ServiceLoader.Provider::get).toList();
    for (RosClient other : others) {
      if (other.name().equals(client)) {
        return other.open(settings, name);
      }
    }
    throw new IllegalArgumentException(
        "this build has no ROS client '%s' (-D%s): it has %s; rosjava needs the profile -Prosjava"
            .formatted(
                client,
                PROPERTY,
                Stream.concat(Stream.of(OWN), others.stream().map(RosClient::name))
                    .collect(Collectors.joining(", "))));
  }
}
