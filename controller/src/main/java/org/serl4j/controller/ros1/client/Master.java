package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.wire.XmlRpcClient;

/** Calls of the master in one node's name. */
final class Master {
  private static final int TIMEOUT_MS = 1_000;
  private static final int SUCCESS = 1;

  /** What the master said: 1 for done, -1 for a refusal, 0 for a failure, and a value. */
  record Answer(int code, String status, Object value) {
    boolean done() {
      return code == SUCCESS;
    }
  }

  private final XmlRpcClient client;
  private final String caller;

  Master(URI master, String caller) {
    this.client = new XmlRpcClient(master, TIMEOUT_MS);
    this.caller = caller;
  }

  URI uri() {
    return client.server();
  }

  /** What the master says to a call with the node's name before the parameters. */
  Answer ask(String method, Object... parameters) throws RosException {
    List<Object> all = new ArrayList<>(List.of(caller));
    all.addAll(Arrays.asList(parameters));
    try {
      return answer(client.call(method, all));
    } catch (IOException e) {
      throw new RosException(
          "ROS master at " + client.server() + " does not answer " + method + ": " + e.getMessage(),
          e);
    }
  }

  /** The value of a call that must succeed. */
  Object call(String method, Object... parameters) throws RosException {
    Answer answer = ask(method, parameters);
    if (!answer.done()) {
      throw new RosException("ROS master refuses " + method + ": " + answer.status());
    }
    return answer.value();
  }

  /** Reads the triple in which masters and nodes answer. */
  static Answer answer(Object value) throws RosException {
    if (value instanceof List<?> triple
        && triple.size() == 3
        && triple.get(0) instanceof Integer code
        && triple.get(1) instanceof String status) {
      return new Answer(code, status, triple.get(2));
    }
    throw new RosException("an answer that is not [code, status, value]: " + value);
  }

  /** The texts of a list, whatever else came. */
  static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
