package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.serl4j.controller.ros1.Parameters;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNames;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.message.ServiceType;
import org.serl4j.controller.ros1.wire.Acceptor;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.DeadlineInput;
import org.serl4j.controller.ros1.wire.NodeThreads;
import org.serl4j.controller.ros1.wire.XmlRpcServer;

/** A node on the JDK's sockets. */
public final class TcpNode implements RosNode {
  private static final int CALLS_LIMIT = 16;
  private static final int LINKS_LIMIT = 128;
  private static final long HEADER_MS = 3_000;
  private static final long CLOSE_MS = 5_000;

  private final RosSettings settings;
  private final NodeIdentity identity;
  private final NodeThreads threads;
  private final Master master;
  private final Registrar registrar;
  private final Acceptor slave;
  private final Acceptor links;
  private final Map<String, TopicPublisher<?>> publishers = new ConcurrentHashMap<>();
  private final Map<String, TopicSubscription<?>> subscriptions = new ConcurrentHashMap<>();
  private final Map<String, ServiceHost<?, ?>> services = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private TcpNode(RosSettings settings, String name) throws IOException {
    this.settings = settings;
    threads = new NodeThreads(name);
    master = new Master(settings.master(), name);
    links = new Acceptor(settings.host(), "link", LINKS_LIMIT, threads, this::converse);
    slave =
        new Acceptor(settings.host(), "call", CALLS_LIMIT, threads, socket -> calls().with(socket));
    identity = new NodeIdentity(name, settings.host(), slave.port(), links.port());
    registrar = new Registrar(master, name, identity.uri());
  }

  /**
   * A node that is open.
   *
   * @param name of the node, relative names in the settings' namespace
   * @throws RosException if nothing can be listened on under the settings' host
   */
  public static TcpNode open(RosSettings settings, String name) throws RosException {
    String global = RosNames.resolve(name, settings.namespace(), "/");
    try {
      TcpNode node = new TcpNode(settings, global);
      node.links.start();
      node.slave.start();
      node.threads.start("master", node.registrar::run);
      return node;
    } catch (IOException e) {
      throw new RosException(
          "cannot listen as '" + settings.host() + "' (ROS_IP): " + e.getMessage(), e);
    }
  }

  private XmlRpcServer calls() {
    return new XmlRpcServer(
        new SlaveMethods(
            identity,
            settings.master().toString(),
            publishers,
            subscriptions,
            () -> threads.start("shutdown", this::close)));
  }

  /** A subscriber or a caller of a service. */
  private void converse(Socket socket) throws IOException {
    DeadlineInput in = new DeadlineInput(socket, HEADER_MS);
    ConnectionHeader header = ConnectionHeader.read(in);
    TopicPublisher<?> publisher = publishers.get(header.get("topic"));
    ServiceHost<?, ?> service = services.get(header.get("service"));
    if (publisher != null) {
      publisher.serve(header, socket);
    } else if (service != null) {
      service.serve(header, socket, in);
    } else {
      String error = "no topic '%s' or service '%s' here";
      new ConnectionHeader(
              Map.of("error", error.formatted(header.get("topic"), header.get("service"))))
          .write(socket.getOutputStream());
    }
  }

  private String resolve(String name) {
    return RosNames.resolve(name, settings.namespace(), identity.name());
  }

  private <T extends Registrar.Registration> T add(
      Map<String, ? super T> all, String name, T registration) {
    if (closed.get()) {
      throw new IllegalStateException("node " + identity.name() + " is closed");
    }
    if (all.putIfAbsent(name, registration) != null) {
      throw new IllegalStateException("node " + identity.name() + " has " + name + " already");
    }
    registrar.add(registration);
    return registration;
  }

  @Override
  public String name() {
    return identity.name();
  }

  @Override
  public <M> Publisher<M> publish(String topic, MessageType<M> type, boolean latch, int queue) {
    String name = resolve(topic);
    TopicPublisher<M> publisher =
        new TopicPublisher<>(identity, name, type, latch, queue, this::remove);
    return add(publishers, name, publisher);
  }

  private void remove(TopicPublisher<?> publisher) {
    if (publishers.remove(publisher.topic(), publisher)) {
      registrar.remove(publisher);
    }
  }

  @Override
  public <M> Subscription subscribe(
      String topic, MessageType<M> type, int silenceMs, Consumer<M> listener) {
    String name = resolve(topic);
    TopicSubscription<M> subscription =
        new TopicSubscription<>(identity, threads, name, type, silenceMs, listener, this::remove);
    return add(subscriptions, name, subscription);
  }

  private void remove(TopicSubscription<?> subscription) {
    if (subscriptions.remove(subscription.topic(), subscription)) {
      registrar.remove(subscription);
    }
  }

  @Override
  public <Q, R> ServiceClient<Q, R> client(
      String service, ServiceType<Q, R> type, boolean persistent, long timeoutMs) {
    return new ServiceCaller<>(
        master, identity.name(), resolve(service), type, persistent, timeoutMs);
  }

  @Override
  public <Q, R> Registered serve(String service, ServiceType<Q, R> type, Function<Q, R> answer) {
    String name = resolve(service);
    return add(services, name, new ServiceHost<>(identity, name, type, answer, this::remove));
  }

  private void remove(ServiceHost<?, ?> service) {
    if (services.remove(service.service(), service)) {
      registrar.remove(service);
    }
  }

  @Override
  public void renewLinks() {
    publishers.values().forEach(TopicPublisher::renew);
  }

  @Override
  public Parameters parameters() {
    return new MasterParameters(master, this::resolve);
  }

  @Override
  public Optional<String> complaint() {
    return registrar.complaint();
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  /** How many threads the node has. */
  int threads() {
    return threads.count();
  }

  /** Where other nodes call this one. */
  String uri() {
    return identity.uri();
  }

  /** Where others connect to for topics and services. */
  int port() {
    return identity.tcpPort();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      registrar.close();
      subscriptions.values().forEach(TopicSubscription::end);
      publishers.values().forEach(TopicPublisher::end);
      links.close();
      slave.close();
    }
    threads.join(CLOSE_MS);
  }
}
