package org.serl4j.controller.ros1.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** Answers one XML-RPC call for each connection. */
public final class XmlRpcServer implements Acceptor.Conversation {
  private static final long TIMEOUT_MS = 3_000;

  /** What is called. */
  public interface Methods {
    /** What {@code method} returns; a RuntimeException becomes a fault. */
    Object call(String method, List<Object> parameters);
  }

  private final Methods methods;

  public XmlRpcServer(Methods methods) {
    this.methods = methods;
  }

  @Override
  public void with(Socket socket) throws IOException {
    HttpMessage request = HttpMessage.read(new DeadlineInput(socket, TIMEOUT_MS));
    boolean post = request.firstLine().startsWith("POST ");
    HttpMessage.write(
        socket.getOutputStream(),
        post ? "HTTP/1.1 200 OK" : "HTTP/1.1 405 Method Not Allowed",
        "",
        post ? answer(request.body()) : "");
  }

  private String answer(String body) {
    try {
      XmlRpcReader.Call call = XmlRpcReader.call(body);
      return XmlRpcWriter.response(methods.call(call.method(), call.parameters()));
    } catch (XmlRpcException | RuntimeException e) {
      return XmlRpcWriter.fault(String.valueOf(e.getMessage()));
    }
  }
}
