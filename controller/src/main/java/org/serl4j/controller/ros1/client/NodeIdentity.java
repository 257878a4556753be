package org.serl4j.controller.ros1.client;

import java.util.concurrent.atomic.AtomicInteger;

/** What a node is to others: its name, where it is called, where it is connected to. */
final class NodeIdentity {
  private final String name;
  private final String host;
  private final int slavePort;
  private final int tcpPort;
  private final AtomicInteger links = new AtomicInteger();

  NodeIdentity(String name, String host, int slavePort, int tcpPort) {
    this.name = name;
    this.host = host;
    this.slavePort = slavePort;
    this.tcpPort = tcpPort;
  }

  String name() {
    return name;
  }

  String host() {
    return host;
  }

  int tcpPort() {
    return tcpPort;
  }

  /** Where the node's XML-RPC methods are called. */
  String uri() {
    return "http://" + host + ":" + slavePort + "/";
  }

  /** Where the node's services are called. */
  String serviceUri() {
    return "rosrpc://" + host + ":" + tcpPort;
  }

  /** A number for a new link. */
  int nextLink() {
    return links.incrementAndGet();
  }
}
