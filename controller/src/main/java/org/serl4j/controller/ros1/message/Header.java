package org.serl4j.controller.ros1.message;

/**
 * std_msgs/Header.
 *
 * @param seq counts messages; publishers of roscpp and rospy overwrite it, nobody should rely on it
 * @param stampNs [ns] since 1970
 */
public record Header(int seq, long stampNs, String frameId) {
  static final Definition DEFINITION =
      Definition.of(
          "std_msgs/Header",
          """
          uint32 seq
          time stamp
          string frame_id
          """);

  public static final MessageType<Header> TYPE =
      MessageType.of(DEFINITION, Header::read, Header::write);

  static Header read(MessageReader from) {
    return new Header(from.int32(), from.timeNs(), from.string());
  }

  void write(MessageWriter to) {
    write(to, seq, stampNs, frameId);
  }

  static void write(MessageWriter to, int seq, long stampNs, String frameId) {
    to.int32(seq);
    to.timeNs(stampNs);
    to.string(frameId);
  }
}
