package org.serl4j.controller.ros1.message;

import java.util.List;

/** rosgraph_msgs/Log: a line for /rosout. */
public record Log(
    Header header,
    int level,
    String name,
    String message,
    String file,
    String function,
    int line,
    List<String> topics) {
  public static final int DEBUG = 1;
  public static final int INFO = 2;
  public static final int WARN = 4;
  public static final int ERROR = 8;
  public static final int FATAL = 16;

  public static final MessageType<Log> TYPE =
      MessageType.of(
          Definition.of(
              "rosgraph_msgs/Log",
              """
              byte DEBUG=1
              byte INFO=2
              byte WARN=4
              byte ERROR=8
              byte FATAL=16
              Header header
              byte level
              string name
              string msg
              string file
              string function
              uint32 line
              string[] topics
              """,
              Header.DEFINITION),
          from ->
              new Log(
                  Header.read(from),
                  from.uint8(),
                  from.string(),
                  from.string(),
                  from.string(),
                  from.string(),
                  from.int32(),
                  from.list(MessageReader::string)),
          Log::write);

  private void write(MessageWriter to) {
    header.write(to);
    to.uint8(level);
    to.string(name);
    to.string(message);
    to.string(file);
    to.string(function);
    to.int32(line);
    to.list(topics, (topic, out) -> out.string(topic));
  }
}
