package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.message.MessageWriter;
import org.serl4j.controller.ros1.message.ServiceType;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.DeadlineInput;

/** A service that is served: each connection's calls are answered on its thread. */
final class ServiceHost<Q, R> implements RosNode.Registered, Registrar.Registration {
  private static final int REQUEST_LIMIT = 1 << 24;
  private static final long REQUEST_MS = 3_000;

  /** How long a persistent connection may be silent. */
  private static final long IDLE_MS = 3_600_000;

  private final NodeIdentity node;
  private final String service;
  private final ServiceType<Q, R> type;
  private final Function<Q, R> answer;
  private final Consumer<ServiceHost<Q, R>> onClose;
  private volatile boolean closed;

  /**
   * @param onClose takes the service out of the node
   */
  ServiceHost(
      NodeIdentity node,
      String service,
      ServiceType<Q, R> type,
      Function<Q, R> answer,
      Consumer<ServiceHost<Q, R>> onClose) {
    this.node = node;
    this.service = service;
    this.type = type;
    this.answer = answer;
    this.onClose = onClose;
  }

  String service() {
    return service;
  }

  /** Answers a caller on the calling thread until one of both ends it. */
  void serve(ConnectionHeader header, Socket socket, DeadlineInput in) throws IOException {
    OutputStream out = socket.getOutputStream();
    String md5 = header.get("md5sum");
    boolean probe = header.get("probe").equals("1");
    if (!probe && !md5.equals(MessageType.ANY) && !md5.equals(type.md5())) {
      String error =
          "service %s is %s with md5sum %s, not md5sum %s"
              .formatted(service, type.name(), type.md5(), md5);
      new ConnectionHeader(Map.of("error", error)).write(out);
      return;
    }
    new ConnectionHeader(
            Map.of(
                "callerid", node.name(),
                "service", service,
                "type", type.name(),
                "md5sum", type.md5(),
                "request_type", type.request().name(),
                "response_type", type.response().name()))
        .write(out);
    if (probe) {
      return;
    }
    boolean persistent = header.get("persistent").equals("1");
    do {
      in.restart(persistent ? IDLE_MS : REQUEST_MS);
      int length = in.length(REQUEST_LIMIT, "request");
      in.restart(REQUEST_MS);
      reply(in.bytes(length, "request"), out);
    } while (persistent && !closed);
  }

  private void reply(byte[] request, OutputStream out) throws IOException {
    MessageWriter writer = new MessageWriter();
    try {
      R response = answer.apply(type.request().decode(request));
      writer.uint8(1);
      int begin = writer.beginFrame();
      type.response().write(response, writer);
      writer.endFrame(begin);
    } catch (RuntimeException e) {
      writer.clear();
      writer.uint8(0);
      writer.string(String.valueOf(e.getMessage()));
    }
    out.write(writer.array(), 0, writer.length());
    out.flush();
  }

  @Override
  public void register(Master master) throws RosException {
    master.call("registerService", service, node.serviceUri(), node.uri());
  }

  @Override
  public void unregister(Master master) throws RosException {
    master.ask("unregisterService", service, node.serviceUri());
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
