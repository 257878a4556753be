package org.serl4j.controller.ros1.rosjava;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ros.concurrent.DefaultScheduledExecutorService;
import org.ros.exception.RosRuntimeException;
import org.ros.exception.ServiceException;
import org.ros.internal.node.client.MasterClient;
import org.ros.internal.node.server.NodeIdentifier;
import org.ros.namespace.GraphName;
import org.ros.node.ConnectedNode;
import org.ros.node.DefaultNodeFactory;
import org.ros.node.DefaultNodeListener;
import org.ros.node.NodeConfiguration;
import org.ros.node.service.ServiceServer;
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

/**
 * A node of ROSJava 0.3.6. It keeps less of the port's promises than {@code client.TcpNode},
 * because ROSJava does:
 *
 * <ul>
 *   <li>a master must answer when the node is opened, and is not told again after its restart;
 *   <li>what is dropped, refused or unlinked is not told: {@link #complaint} is always empty;
 *   <li>of a type with several layouts only the newest is read;
 *   <li>a line that was cut is not noticed: silence ends no link, {@link #renewLinks} does nothing;
 *   <li>a queue holds 16 messages, whatever is asked for; the name of a service that was closed
 *       cannot be served again by this node.
 * </ul>
 */
final class RosJavaNode implements RosNode {
  private static final long MASTER_MS = 5_000;
  private static final long CLOSE_MS = 5_000;

  private final RosSettings settings;
  private final String name;
  private final KnownTypes types;
  private final ScheduledExecutorService threads;
  private final ConnectedNode node;
  private final Map<String, String> taken = new ConcurrentHashMap<>();
  private final CountDownLatch ended;
  private final Map<String, ServiceServer<Payload, Payload>> servers = new ConcurrentHashMap<>();

  private RosJavaNode(
      RosSettings settings,
      String name,
      KnownTypes types,
      ScheduledExecutorService threads,
      ConnectedNode node,
      CountDownLatch ended) {
    this.settings = settings;
    this.name = name;
    this.types = types;
    this.threads = threads;
    this.node = node;
    this.ended = ended;
  }

  /**
   * A node that the master knows.
   *
   * @throws RosException if no master answers in time
   */
  static RosJavaNode open(RosSettings settings, String name) throws RosException {
    String global = RosNames.resolve(name, settings.namespace(), "/");
    KnownTypes types = new KnownTypes();
    NodeConfiguration configuration =
        isLoopback(settings.host())
            ? NodeConfiguration.newPrivate(settings.master())
            : NodeConfiguration.newPublic(settings.host(), settings.master());
    configuration.setNodeName(global);
    types.configure(configuration);
    ScheduledExecutorService threads = threads(global);
    Life life = new Life();
    org.ros.node.Node made = new DefaultNodeFactory(threads).newNode(configuration, List.of(life));
    ConnectedNode node = life.awaitStart();
    if (node == null) {
      made.shutdown();
      threads.shutdownNow();
      throw new RosException(
          "no ROS master answers at " + settings.master() + ": start it (ROS_MASTER_URI)");
    }
    return new RosJavaNode(settings, global, types, threads, node, life.ended);
  }

  private static boolean isLoopback(String host) throws RosException {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new RosException("host '" + host + "' is not known (ROS_IP)", e);
    }
  }

  private static ScheduledExecutorService threads(String node) {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "rosjava" + node);
          thread.setDaemon(true);
          return thread;
        };
    return new DefaultScheduledExecutorService(
        Executors.newCachedThreadPool(daemons), Executors.newScheduledThreadPool(1, daemons));
  }

  /** What ROSJava tells about a node. */
  private static final class Life extends DefaultNodeListener {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable ConnectedNode node;

    @Override
    public void onStart(ConnectedNode node) {
      this.node = node;
      started.countDown();
    }

    @Override
    public void onShutdownComplete(org.ros.node.Node node) {
      ended.countDown();
    }

    @Nullable ConnectedNode awaitStart() {
      try {
        return started.await(MASTER_MS, TimeUnit.MILLISECONDS) ? node : null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }

  private String take(String kind, String name) {
    if (!isOpen()) {
      throw new IllegalStateException("node " + this.name + " is closed");
    }
    String resolved = RosNames.resolve(name, settings.namespace(), this.name);
    if (taken.putIfAbsent(kind + resolved, resolved) != null) {
      throw new IllegalStateException("node " + this.name + " has " + resolved + " already");
    }
    return resolved;
  }

  private void free(String kind, String resolved) {
    taken.remove(kind + resolved);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public <M> Publisher<M> publish(String topic, MessageType<M> type, boolean latch, int queue) {
    String resolved = take("publisher ", topic);
    types.add(type);
    org.ros.node.topic.Publisher<Payload> publisher = node.newPublisher(resolved, type.name());
    publisher.setLatchMode(latch);
    return new Publisher<M>() {
      @Override
      public void publish(M message) {
        publisher.publish(new Payload(type.encode(message)));
      }

      @Override
      public int links() {
        return publisher.getNumberOfSubscribers();
      }

      /** Always 0: ROSJava does not count. */
      @Override
      public int returns() {
        return 0;
      }

      /** Always 0: ROSJava does not count. */
      @Override
      public long dropped() {
        return 0;
      }

      @Override
      public void close() {
        publisher.shutdown();
        free("publisher ", resolved);
      }
    };
  }

  @Override
  public <M> Subscription subscribe(
      String topic, MessageType<M> type, int silenceMs, Consumer<M> listener) {
    String resolved = take("subscriber ", topic);
    types.add(type);
    return new RosJavaSubscription<>(
        node.newSubscriber(resolved, type.name()),
        type,
        listener,
        () -> free("subscriber ", resolved));
  }

  @Override
  public <Q, R> ServiceClient<Q, R> client(
      String service, ServiceType<Q, R> type, boolean persistent, long timeoutMs) {
    types.add(type);
    String resolved = RosNames.resolve(service, settings.namespace(), name);
    return new RosJavaServiceClient<>(node, resolved, type, persistent, timeoutMs);
  }

  @Override
  public <Q, R> Registered serve(String service, ServiceType<Q, R> type, Function<Q, R> answer) {
    String resolved = take("service ", service);
    types.add(type);
    Served<Q, R> served = new Served<>(resolved, type, answer);
    servers.put(resolved, node.newServiceServer(resolved, type.name(), served::build));
    return () -> {
      served.open = false;
      ServiceServer<Payload, Payload> server = servers.remove(resolved);
      if (server != null) {
        unregister(server);
      }
    };
  }

  /** ROSJava has this only in its shutdown, where it comes too late. */
  private void unregister(ServiceServer<Payload, Payload> server) {
    try {
      new MasterClient(settings.master())
          .unregisterService(new NodeIdentifier(GraphName.of(name), node.getUri()), server);
    } catch (RosRuntimeException e) {
      node.getLog().warn(server.getName() + " stays registered: " + e.getMessage());
    }
  }

  /** A service's answers. */
  private static final class Served<Q, R> {
    private final String name;
    private final ServiceType<Q, R> type;
    private final Function<Q, R> answer;
    private volatile boolean open = true;

    Served(String name, ServiceType<Q, R> type, Function<Q, R> answer) {
      this.name = name;
      this.type = type;
      this.answer = answer;
    }

    @SuppressWarnings("IllegalCatch") // whatever the answer throws becomes the caller's error
    void build(Payload request, Payload response) throws ServiceException {
      if (!open) {
        throw new ServiceException(name + " is closed");
      }
      try {
        response.set(type.response().encode(answer.apply(type.request().decode(request.bytes()))));
      } catch (RuntimeException e) {
        throw new ServiceException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  @Override
  public void renewLinks() {}

  @Override
  public Parameters parameters() {
    return new RosJavaParameters(
        node.getParameterTree(), n -> RosNames.resolve(n, settings.namespace(), name));
  }

  /** Always empty: ROSJava does not tell. */
  @Override
  public Optional<String> complaint() {
    return Optional.empty();
  }

  @Override
  public boolean isOpen() {
    return ended.getCount() > 0 && !threads.isShutdown();
  }

  @Override
  public void close() {
    if (!threads.isShutdown()) {
      List.copyOf(servers.values()).forEach(this::unregister);
      try {
        node.shutdown();
      } catch (RosRuntimeException e) {
        // 0.3.6 fails here if a service was served: it asks for an address that it has just given
        // up
        ended.countDown();
      }
      try {
        if (!ended.await(CLOSE_MS, TimeUnit.MILLISECONDS)) {
          node.getLog().warn(name + " did not end in time");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      threads.shutdownNow();
    }
  }
}
