package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.message.MessageFormatException;
import org.serl4j.controller.ros1.message.MessageWriter;
import org.serl4j.controller.ros1.message.ServiceType;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.DeadlineInput;
import org.serl4j.controller.ros1.wire.Dialler;

/** Calls a service on the caller's thread. */
final class ServiceCaller<Q, R> implements ServiceClient<Q, R> {
  private static final int RESPONSE_LIMIT = 1 << 24;

  private final Master master;
  private final String caller;
  private final String service;
  private final ServiceType<Q, R> type;
  private final boolean persistent;
  private final int timeoutMs;
  private @Nullable Socket kept; // guarded by this

  ServiceCaller(
      Master master,
      String caller,
      String service,
      ServiceType<Q, R> type,
      boolean persistent,
      long timeoutMs) {
    if (timeoutMs < 1 || timeoutMs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(service + ": a timeout of " + timeoutMs + " ms");
    }
    this.master = master;
    this.caller = caller;
    this.service = service;
    this.type = type;
    this.persistent = persistent;
    this.timeoutMs = (int) timeoutMs;
  }

  @Override
  public synchronized R call(Q request) throws RosException {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    try {
      Socket socket = kept == null ? connect() : kept;
      kept = socket;
      R response = ask(request, socket, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime()));
      if (!persistent) {
        close();
      }
      return response;
    } catch (Failed e) {
      if (!persistent) {
        close();
      }
      throw new RosException("service " + service + " failed: " + e.getMessage());
    } catch (RosException e) {
      close();
      throw e;
    } catch (IOException | MessageFormatException e) {
      close();
      throw new RosException("service " + service + ": " + e.getMessage(), e);
    }
  }

  /** The service itself said no; the connection is fine. */
  private static final class Failed extends IOException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  private Socket connect() throws IOException {
    URI uri = URI.create(String.valueOf(master.call("lookupService", service)));
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IOException("the master says it is at " + uri);
    }
    Socket socket = new Socket();
    try {
      Dialler.connect(socket, uri.getHost(), uri.getPort(), timeoutMs);
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("callerid", caller);
      fields.put("service", service);
      fields.put("md5sum", type.md5());
      fields.put("type", type.name());
      if (persistent) {
        fields.put("persistent", "1");
      }
      new ConnectionHeader(fields).write(socket.getOutputStream());
      ConnectionHeader answer = ConnectionHeader.read(new DeadlineInput(socket, timeoutMs));
      if (!answer.get("error").isEmpty()) {
        throw new IOException("refused: " + answer.get("error"));
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private R ask(Q request, Socket socket, long leftMs) throws IOException {
    MessageWriter writer = new MessageWriter();
    int begin = writer.beginFrame();
    type.request().write(request, writer);
    writer.endFrame(begin);
    socket.getOutputStream().write(writer.array(), 0, writer.length());
    DeadlineInput in = new DeadlineInput(socket, leftMs);
    byte[] ok = in.bytes(1, "response");
    byte[] body = in.bytes(in.length(RESPONSE_LIMIT, "response"), "response");
    if (ok[0] != 1) {
      throw new Failed(new String(body, StandardCharsets.UTF_8));
    }
    return type.response().decode(body);
  }

  @Override
  public synchronized void close() {
    if (kept != null) {
      try {
        kept.close();
      } catch (IOException e) {
        // then it is gone
      }
      kept = null;
    }
  }
}
