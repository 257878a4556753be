package org.serl4j.controller.ros1.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/**
 * Calls of one XML-RPC server, a connection for each.
 *
 * @param timeoutMs for connecting ({@link Dialler}), and again for the whole answer [ms]
 */
public record XmlRpcClient(URI server, int timeoutMs) {
  public XmlRpcClient {
    if (!"http".equals(server.getScheme()) || server.getHost() == null || server.getPort() < 0) {
      throw new IllegalArgumentException("'" + server + "' is not http://host:port");
    }
  }

  /** The value that {@code method} returns. */
  public Object call(String method, List<?> parameters) throws IOException {
    String body = XmlRpcWriter.call(method, parameters);
    try (Socket socket = new Socket()) {
      Dialler.connect(socket, server.getHost(), server.getPort(), timeoutMs);
      String authority = server.getHost() + ":" + server.getPort();
      String path = server.getPath().isEmpty() ? "/" : server.getPath();
      HttpMessage.write(
          socket.getOutputStream(),
          "POST " + path + " HTTP/1.1",
          "Host: " + authority + "\r\nUser-Agent: serl4j\r\n",
          body);
      HttpMessage answer = HttpMessage.read(new DeadlineInput(socket, timeoutMs));
      if (!answer.firstLine().matches("HTTP/1\\.[01] 200.*")) {
        throw new XmlRpcException("answered with " + answer.firstLine());
      }
      return XmlRpcReader.response(answer.body());
    }
  }
}
