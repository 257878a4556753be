package org.serl4j.controller.ros1.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.MessageReader;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.wire.NodeThreads;

/** A subscribed topic: a link for each publisher, one message at a time to the listener. */
final class TopicSubscription<M> implements Subscription, Registrar.Registration {
  private final NodeIdentity node;
  private final NodeThreads threads;
  private final String topic;
  private final MessageType<M> type;
  private final int silenceMs;
  private final Consumer<M> listener;
  private final Consumer<TopicSubscription<M>> onClose;
  private final Map<String, IncomingLink<M>> links = new ConcurrentHashMap<>();
  private final ReentrantLock delivery = new ReentrantLock();
  private final AtomicLong received = new AtomicLong();
  private volatile @Nullable String complaint;
  private boolean closed; // guarded by this

  /**
   * @param silenceMs after which a publisher that was heard is connected to again [ms]; 0 for never
   * @param onClose takes the topic out of the node
   */
  TopicSubscription(
      NodeIdentity node,
      NodeThreads threads,
      String topic,
      MessageType<M> type,
      int silenceMs,
      Consumer<M> listener,
      Consumer<TopicSubscription<M>> onClose) {
    if (silenceMs < 0) {
      throw new IllegalArgumentException(topic + ": a silence of " + silenceMs + " ms");
    }
    this.node = node;
    this.threads = threads;
    this.topic = topic;
    this.type = type;
    this.silenceMs = silenceMs;
    this.listener = listener;
    this.onClose = onClose;
  }

  String topic() {
    return topic;
  }

  MessageType<M> type() {
    return type;
  }

  int silenceMs() {
    return silenceMs;
  }

  List<IncomingLink<M>> openLinks() {
    return List.copyOf(links.values());
  }

  @Override
  public int links() {
    return (int) links.values().stream().filter(IncomingLink::connected).count();
  }

  @Override
  public long received() {
    return received.get();
  }

  @Override
  public Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  void complain(String why) {
    complaint = why;
  }

  /**
   * The master's list of publishers. New ones are connected to. One that is missing is kept as long
   * as it lives: a master that was just restarted lists nobody.
   */
  synchronized void publishers(List<String> uris) {
    if (closed) {
      return;
    }
    links.forEach((uri, link) -> link.listed(uris.contains(uri)));
    for (String uri : uris) {
      if (!links.containsKey(uri)) {
        connect(uri);
      }
    }
  }

  private void connect(String uri) {
    IncomingLink<M> link = new IncomingLink<>(this, node, uri);
    links.put(uri, link);
    threads.start("from" + topic + "-" + link.id(), link::run);
  }

  /** Called by a link as the last it does; one that was listed again just then gets a successor. */
  synchronized void ended(String uri, IncomingLink<M> link) {
    links.remove(uri, link);
    if (!closed && link.isListed()) {
      connect(uri);
    }
  }

  /** Hands a message to the listener; one that cannot be read is left out. */
  void deliver(Function<MessageReader, M> reading, MessageReader from) {
    delivery.lock();
    try {
      M message = reading.apply(from);
      from.end();
      listener.accept(message);
      received.incrementAndGet();
      complaint = null;
    } catch (RuntimeException e) {
      complaint = topic + ": a message could not be used: " + e.getMessage();
    } finally {
      delivery.unlock();
    }
  }

  @Override
  public void register(Master master) throws RosException {
    publishers(Master.texts(master.call("registerSubscriber", topic, type.name(), node.uri())));
  }

  @Override
  public void unregister(Master master) throws RosException {
    master.ask("unregisterSubscriber", topic, node.uri());
  }

  @Override
  public void close() {
    onClose.accept(this);
    end();
  }

  /** Ends all links. */
  synchronized void end() {
    closed = true;
    links.values().forEach(IncomingLink::close);
  }
}
