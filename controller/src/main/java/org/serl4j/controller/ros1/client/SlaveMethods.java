package org.serl4j.controller.ros1.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.serl4j.controller.ros1.wire.XmlRpcServer;

/** What the master and other nodes call on a node. */
final class SlaveMethods implements XmlRpcServer.Methods {
  private static final String TCPROS = "TCPROS";

  private final NodeIdentity node;
  private final String masterUri;
  private final Map<String, TopicPublisher<?>> publishers;
  private final Map<String, TopicSubscription<?>> subscriptions;
  private final Runnable shutdown;

  /**
   * @param publishers by topic, read at each call
   * @param subscriptions by topic, read at each call
   * @param shutdown ends the node without waiting for it
   */
  SlaveMethods(
      NodeIdentity node,
      String masterUri,
      Map<String, TopicPublisher<?>> publishers,
      Map<String, TopicSubscription<?>> subscriptions,
      Runnable shutdown) {
    this.node = node;
    this.masterUri = masterUri;
    this.publishers = publishers;
    this.subscriptions = subscriptions;
    this.shutdown = shutdown;
  }

  @Override
  public Object call(String method, List<Object> parameters) {
    return switch (method) {
      case "getBusStats" -> done(busStats());
      case "getBusInfo" -> done(busInfo());
      case "getMasterUri" -> done(masterUri);
      case "getPid" -> done((int) ProcessHandle.current().pid());
      case "getPublications" ->
          done(publishers.values().stream().map(p -> List.of(p.topic(), p.type().name())).toList());
      case "getSubscriptions" ->
          done(
              subscriptions.values().stream()
                  .map(s -> List.of(s.topic(), s.type().name()))
                  .toList());
      case "paramUpdate" -> done(0);
      case "publisherUpdate" -> publisherUpdate(text(parameters, 1), parameters);
      case "requestTopic" -> requestTopic(text(parameters, 1), parameters);
      case "shutdown" -> {
        shutdown.run();
        yield done(0);
      }
      default -> throw new IllegalArgumentException("no method " + method);
    };
  }

  private static List<Object> done(Object value) {
    return List.of(1, "", value);
  }

  private static String text(List<Object> parameters, int index) {
    if (index < parameters.size() && parameters.get(index) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("parameter " + index + " is not a string");
  }

  private List<Object> publisherUpdate(String topic, List<Object> parameters) {
    TopicSubscription<?> subscription = subscriptions.get(topic);
    if (subscription == null) {
      return List.of(-1, "not subscribed to " + topic, 0);
    }
    subscription.publishers(Master.texts(parameters.size() > 2 ? parameters.get(2) : 0));
    return done(0);
  }

  private List<Object> requestTopic(String topic, List<Object> parameters) {
    if (!publishers.containsKey(topic)) {
      return List.of(-1, "not a publisher of " + topic, 0);
    }
    boolean tcp =
        parameters.size() > 2
            && parameters.get(2) instanceof List<?> protocols
            && protocols.stream()
                .anyMatch(
                    p ->
                        p instanceof List<?> list && !list.isEmpty() && TCPROS.equals(list.get(0)));
    return tcp
        ? List.of(1, "ready", List.of(TCPROS, node.host(), node.tcpPort()))
        : List.of(0, "only TCPROS is spoken here", 0);
  }

  private List<Object> busInfo() {
    List<Object> all = new ArrayList<>();
    for (TopicPublisher<?> publisher : publishers.values()) {
      for (OutgoingLink link : publisher.openLinks()) {
        all.add(List.of(link.id(), link.peer(), "o", TCPROS, publisher.topic(), true));
      }
    }
    for (TopicSubscription<?> subscription : subscriptions.values()) {
      for (IncomingLink<?> link : subscription.openLinks()) {
        all.add(
            List.of(link.id(), link.peer(), "i", TCPROS, subscription.topic(), link.connected()));
      }
    }
    return all;
  }

  private List<Object> busStats() {
    List<Object> out = new ArrayList<>();
    for (TopicPublisher<?> publisher : publishers.values()) {
      List<Object> links = new ArrayList<>();
      long bytes = 0;
      for (OutgoingLink link : publisher.openLinks()) {
        bytes += link.sentBytes();
        links.add(List.of(link.id(), count(link.sentBytes()), count(link.sent()), true));
      }
      out.add(List.of(publisher.topic(), count(bytes), links));
    }
    List<Object> in = new ArrayList<>();
    for (TopicSubscription<?> subscription : subscriptions.values()) {
      List<Object> links = new ArrayList<>();
      for (IncomingLink<?> link : subscription.openLinks()) {
        links.add(
            List.of(link.id(), count(link.bytes()), count(link.messages()), -1, link.connected()));
      }
      in.add(List.of(subscription.topic(), links));
    }
    return List.of(out, in, List.of(0, 0, 0));
  }

  /** XML-RPC has no numbers of more than 32 bits. */
  private static int count(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }
}
