package org.serl4j.controller.arm.serl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A SERL server that misbehaves as a test wants it to. */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile UnaryOperator<String> state = told -> told;
  volatile String refused = "";

  private final String sound;

  /**
   * @param sound what {@code getstate} answers unless {@link #state} changes it
   */
  ScriptedServer(String sound) throws IOException {
    this.sound = sound;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String route = exchange.getRequestURI().getPath().substring(1);
      exchange.getRequestBody().readAllBytes();
      asked.add(route);
      byte[] bytes =
          (route.equals("getstate") ? state.apply(sound) : "done").getBytes(StandardCharsets.UTF_8);
      if (route.equals(refused)) {
        bytes = "not now\n".getBytes(StandardCharsets.UTF_8);
      }
      exchange.sendResponseHeaders(route.equals(refused) ? 409 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
