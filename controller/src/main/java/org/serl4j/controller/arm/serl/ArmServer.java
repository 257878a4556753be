package org.serl4j.controller.arm.serl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.hardware.Cell;

/**
 * SERL's robot server over a workcell: the routes of {@code franka_server.py} and those that
 * HIL-SERL adds, all POST, so that an environment of theirs works against it as it is. States are
 * told by {@link ServerState}, parameters by {@link ComplianceParameters}; what a route does to the
 * arm, and what happens between two poses, is {@link ServedArm}'s.
 *
 * <p>Whoever reaches the port moves the arm. So: loopback, or a token in every request; no request
 * of a web page (they carry {@code Origin}); bodies that are checked before anything moves. An
 * answer other than 200 is one line of text: 400 a body that does not fit, 401 no token, 403 a web
 * page, 404 no such route, 405 not POST, 409 the arm cannot now, 501 this arm cannot.
 */
public final class ArmServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int NO_TOKEN = 401;
  private static final int WEB_PAGE = 403;
  private static final int NO_ROUTE = 404;
  private static final int NOT_POST = 405;
  private static final int BROKEN = 500;

  /** A joint reset keeps one for half a minute; the rest is for states and poses. */
  private static final int THREADS = 6;

  /** How often the last pose is repeated within the watchdog's time. */
  private static final int REPEATS = 3;

  private static final long MOST_KEEP_MS = 600_000;

  private static final String TEXT = "text/html; charset=utf-8";
  private static final String JSON = "application/json";

  private final HttpServer server;
  private final ExecutorService threads;
  private final LoopRunner keeper;
  private final ServedArm served;
  private final Optional<AccessToken> token;
  private final Consumer<String> log;
  private final Map<String, Route> routes = new TreeMap<>();

  private record Answer(String type, String text) {}

  @FunctionalInterface
  private interface Route {
    Answer answer(byte[] body) throws RefusedException;
  }

  @FunctionalInterface
  private interface Deed {
    void act() throws RefusedException;
  }

  /**
   * Where and for whom.
   *
   * @param address of the socket; port 0 takes a free one
   * @param token that every request must show
   * @param keepMs how long the arm keeps pulling to the last pose when none follows [ms]
   */
  public record Settings(InetSocketAddress address, Optional<AccessToken> token, long keepMs) {
    public Settings {
      if (keepMs < 0 || keepMs > MOST_KEEP_MS) {
        throw new IllegalArgumentException(
            "the last pose is kept for 0 to %d s, not %.1f"
                .formatted(MOST_KEEP_MS / 1000, keepMs / 1000.0));
      }
      if (address.isUnresolved()) {
        throw new IllegalArgumentException(
            "there is no host '"
                + address.getHostString()
                + "' here: give an address of this machine");
      }
      if (!address.getAddress().isLoopbackAddress() && token.isEmpty()) {
        throw new IllegalArgumentException(
            "who reaches %s moves the arm: give --token-file, or --bind 127.0.0.1"
                .formatted(address.getHostString()));
      }
    }
  }

  private ArmServer(
      HttpServer server, ServedArm served, Settings settings, Cell cell, Consumer<String> log) {
    this.server = server;
    this.served = served;
    this.log = log;
    token = settings.token();
    addRoutes();
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "arm-server-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    long periodNs = TimeUnit.MILLISECONDS.toNanos(cell.safety().staleCommandMs()) / REPEATS;
    keeper = new LoopRunner("arm-keeper", periodNs, served::keep, System::nanoTime);
  }

  /**
   * Serves a workcell on the wall clock.
   *
   * @param cell the workcell's
   * @param log takes one line for each request that is refused
   * @throws IllegalArgumentException if the socket is taken: one line with the remedy
   */
  public static ArmServer start(
      Workcell workcell, Cell cell, Settings settings, Consumer<String> log) {
    // read once a JVM, when its first server is made: without it Nagle's algorithm holds answers
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // and a request that trickles in does not keep a thread
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    HttpServer server;
    try {
      server = HttpServer.create(settings.address(), 0);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s port %d cannot be served (%s): give another --port"
              .formatted(
                  settings.address().getHostString(), settings.address().getPort(), e.getMessage()),
          e);
    }
    ServedArm served =
        new ServedArm(workcell, cell, TimeUnit.MILLISECONDS.toNanos(settings.keepMs()));
    ArmServer armServer = new ArmServer(server, served, settings, cell, log);
    armServer.keeper.start();
    server.start();
    return armServer;
  }

  /** The port that it listens to. */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * Whether poses are still repeated.
   *
   * @throws IllegalStateException if the thread that does has ended
   */
  public void requireRunning() {
    Optional<Throwable> failure = keeper.failure();
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "the thread that keeps the arm stopped: " + failure.get().getMessage(), failure.get());
    }
  }

  private void addRoutes() {
    told("getstate", body -> served.state().toJson());
    told("getpos", body -> named("pose", served.state().pose()));
    told("getpos_euler", body -> named("pose", served.state().poseEuler()));
    told("getvel", body -> named("vel", served.state().vel()));
    told("getforce", body -> named("force", served.state().force()));
    told("gettorque", body -> named("torque", served.state().torque()));
    told("getq", body -> named("q", served.state().q()));
    told("getdq", body -> named("dq", served.state().dq()));
    told(
        "getjacobian",
        body ->
            JsonNodeFactory.instance.objectNode().set("jacobian", served.state().jacobianRows()));
    told(
        "get_gripper",
        body -> JsonNodeFactory.instance.objectNode().put("gripper", served.gripperShare()));

    done("startimp", "Started impedance", served::start);
    done("stopimp", "Stopped impedance", served::stop);
    done("clearerr", "Clear", served::clear);
    done("jointreset", "Reset Joint", served::jointReset);
    // a hand needs neither: SERL's server answers the same for it
    done("activate_gripper", "Activated", () -> {});
    done("reset_gripper", "Reset", () -> {});
    done("open_gripper", "Opened", served::openGripper);
    done("close_gripper", "Closed", served::closeGripper);
    done("close_gripper_slow", "Closed", served::closeGripper);

    routes.put(
        "pose",
        body -> {
          served.pose(RequestBody.parse(body).pose());
          return new Answer(TEXT, "Moved");
        });
    routes.put(
        "move_gripper",
        body -> {
          served.moveGripper(RequestBody.parse(body).number("gripper_pos"));
          return new Answer(TEXT, "Moved Gripper");
        });
    routes.put(
        "update_param",
        body -> {
          served.comply(RequestBody.parse(body).numbers());
          return new Answer(TEXT, "Updated compliance parameters");
        });
    routes.put(
        "set_load",
        body -> {
          RequestBody load = RequestBody.parse(body);
          load.numbers("F_x_center_load", 3);
          load.numbers("load_inertia", 9);
          served.load(load.number("mass"));
          return new Answer(TEXT, "Set Load");
        });
  }

  @FunctionalInterface
  private interface Telling {
    JsonNode tell(byte[] body);
  }

  private void told(String route, Telling telling) {
    routes.put(route, body -> new Answer(JSON, telling.tell(body).toString()));
  }

  private static JsonNode named(String key, double[] values) {
    return JsonNodeFactory.instance.objectNode().set(key, ServerState.array(values));
  }

  private void done(String route, String answer, Deed deed) {
    routes.put(
        route,
        body -> {
          deed.act();
          return new Answer(TEXT, answer);
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Route route = path == null || path.isEmpty() ? null : routes.get(path.substring(1));
      try {
        requireRight(exchange, route);
        Answer answer =
            Objects.requireNonNull(route)
                .answer(exchange.getRequestBody().readNBytes(RequestBody.MOST_BYTES + 1));
        send(exchange, OK, answer);
      } catch (RefusedException e) {
        log.accept(
            "%s refused (%d): %s"
                .formatted(RequestBody.shortened(String.valueOf(path)), e.status(), e.line()));
        send(exchange, e.status(), new Answer("text/plain; charset=utf-8", e.line() + "\n"));
      } catch (RuntimeException e) {
        log.accept("%s failed: %s".formatted(RequestBody.shortened(String.valueOf(path)), e));
        send(exchange, BROKEN, new Answer(TEXT, "internal error\n"));
      }
    }
  }

  private void requireRight(HttpExchange exchange, @Nullable Route route) throws RefusedException {
    if (token.isPresent()
        && !token.get().matches(exchange.getRequestHeaders().getFirst(AccessToken.HEADER))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      throw new RefusedException(NO_TOKEN, "this server asks for a token: send it as bearer token");
    }
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      throw new RefusedException(WEB_PAGE, "web pages may not command the arm");
    }
    if (route == null) {
      throw new RefusedException(
          NO_ROUTE, "there is no such route: " + String.join(" ", routes.keySet()));
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      throw new RefusedException(NOT_POST, "every route takes POST only");
    }
  }

  private static void send(HttpExchange exchange, int status, Answer answer) throws IOException {
    byte[] bytes = answer.text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Takes no more requests and leaves the arm to its watchdog; does not close the workcell. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    keeper.close();
  }
}
