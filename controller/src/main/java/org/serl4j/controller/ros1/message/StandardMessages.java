package org.serl4j.controller.ros1.message;

/** The messages of std_msgs that hold one value. */
public final class StandardMessages {
  public static final MessageType<String> STRING =
      MessageType.of(
          Definition.of("std_msgs/String", "string data"),
          MessageReader::string,
          (value, to) -> to.string(value));

  public static final MessageType<Boolean> BOOL =
      MessageType.of(
          Definition.of("std_msgs/Bool", "bool data"),
          MessageReader::bool,
          (value, to) -> to.bool(value));

  public static final MessageType<Double> FLOAT64 =
      MessageType.of(
          Definition.of("std_msgs/Float64", "float64 data"),
          MessageReader::float64,
          (value, to) -> to.float64(value));

  private StandardMessages() {}
}
