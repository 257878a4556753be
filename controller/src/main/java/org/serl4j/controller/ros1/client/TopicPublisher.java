package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.message.MessageWriter;
import org.serl4j.controller.ros1.wire.ConnectionHeader;

/** A published topic: a message is written once and copied into the queue of each link. */
final class TopicPublisher<M> implements Publisher<M>, Registrar.Registration {
  /** How long a subscriber whose link was renewed has to come back by itself. */
  private static final long RETURN_NS = TimeUnit.MILLISECONDS.toNanos(300);

  private final NodeIdentity node;
  private final String topic;
  private final MessageType<M> type;
  private final boolean latch;
  private final int queue;
  private final Consumer<TopicPublisher<M>> onClose;
  private final List<OutgoingLink> links =
      new CopyOnWriteArrayList<>(); // written under writer's lock
  private final AtomicLong droppedByEnded = new AtomicLong();
  private final Set<String> strayed = ConcurrentHashMap.newKeySet(); // whose link was renewed
  private volatile long renewedNs;
  private final MessageWriter writer = new MessageWriter(); // guarded by itself
  private final Set<String> known = new HashSet<>(); // guarded by writer
  private volatile int returns; // written under writer's lock
  private boolean closed; // guarded by writer

  /**
   * @param onClose takes the topic out of the node
   */
  TopicPublisher(
      NodeIdentity node,
      String topic,
      MessageType<M> type,
      boolean latch,
      int queue,
      Consumer<TopicPublisher<M>> onClose) {
    if (queue < 1) {
      throw new IllegalArgumentException(topic + ": a queue of " + queue + ", not at least 1");
    }
    this.node = node;
    this.topic = topic;
    this.type = type;
    this.latch = latch;
    this.queue = queue;
    this.onClose = onClose;
  }

  String topic() {
    return topic;
  }

  MessageType<M> type() {
    return type;
  }

  List<OutgoingLink> openLinks() {
    return links;
  }

  @Override
  public void publish(M message) {
    synchronized (writer) {
      if (closed || (links.isEmpty() && !latch)) {
        return;
      }
      writeFrame(message);
      for (int i = 0; i < links.size(); i++) { // an iterator would be allocated
        links.get(i).offer(writer.array(), writer.length());
      }
    }
  }

  private void writeFrame(M message) {
    int begin = writer.clear().beginFrame();
    try {
      type.write(message, writer);
    } catch (RuntimeException e) {
      writer.clear(); // half a message must not be latched
      throw e;
    }
    writer.endFrame(begin);
  }

  @Override
  public int links() {
    return links.size();
  }

  @Override
  public int returns() {
    return returns;
  }

  @Override
  public long dropped() {
    return droppedByEnded.get() + links.stream().mapToLong(OutgoingLink::dropped).sum();
  }

  /** Why a subscriber's header is refused; empty if it is not. */
  private String refusal(ConnectionHeader header) {
    String md5 = header.get("md5sum");
    String wantedType = header.get("type");
    boolean md5Fits = md5.equals(MessageType.ANY) || md5.equals(type.definition().md5());
    boolean typeFits = wantedType.equals(MessageType.ANY) || wantedType.equals(type.name());
    return md5Fits && (typeFits || wantedType.isEmpty())
        ? ""
        : "topic %s is %s with md5sum %s, not %s with md5sum %s"
            .formatted(topic, type.name(), type.definition().md5(), wantedType, md5);
  }

  /** Serves a subscriber on the calling thread until one of both ends it. */
  void serve(ConnectionHeader header, Socket socket) throws IOException {
    String refusal = refusal(header);
    if (!refusal.isEmpty()) {
      new ConnectionHeader(Map.of("error", refusal)).write(socket.getOutputStream());
      return;
    }
    new ConnectionHeader(
            Map.of(
                "callerid", node.name(),
                "topic", topic,
                "type", type.name(),
                "md5sum", type.definition().md5(),
                "message_definition", type.definition().fullText(),
                "latching", latch ? "1" : "0"))
        .write(socket.getOutputStream());
    OutgoingLink link = new OutgoingLink(node.nextLink(), header.get("callerid"), socket, queue);
    synchronized (writer) {
      if (closed) {
        return;
      }
      if (latch && writer.length() > 0) {
        link.offer(writer.array(), writer.length());
      }
      returns += known.add(link.peer()) ? 0 : 1;
      links.add(link);
      strayed.remove(link.peer());
    }
    try {
      link.run();
    } finally {
      synchronized (writer) { // not while a message goes through the links
        links.remove(link);
      }
      droppedByEnded.addAndGet(link.dropped());
    }
  }

  @Override
  public void register(Master master) throws RosException {
    master.call("registerPublisher", topic, type.name(), node.uri());
  }

  @Override
  public boolean isStranded() {
    return !strayed.isEmpty() && System.nanoTime() - renewedNs > RETURN_NS;
  }

  @Override
  public void unregister(Master master) throws RosException {
    master.ask("unregisterPublisher", topic, node.uri());
    strayed.clear();
  }

  @Override
  public void close() {
    onClose.accept(this);
    end();
  }

  /** Ends all links and what is under way on them; the topic stays. */
  void renew() {
    synchronized (writer) {
      for (OutgoingLink link : links) {
        strayed.add(link.peer());
        link.abort();
      }
      renewedNs = System.nanoTime();
      links.clear();
    }
  }

  /** Ends all links. */
  void end() {
    synchronized (writer) {
      closed = true;
    }
    links.forEach(OutgoingLink::close);
  }
}
