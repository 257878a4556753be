package org.serl4j.controller.ros1.message;

import org.serl4j.controller.geometry.Vector3;

/**
 * geometry_msgs/WrenchStamped.
 *
 * @param force [N]
 * @param torque [Nm]
 */
public record WrenchStamped(Header header, Vector3 force, Vector3 torque) {
  private static final Definition WRENCH =
      Definition.of(
          "geometry_msgs/Wrench",
          """
          Vector3 force
          Vector3 torque
          """,
          Definition.of(
              "geometry_msgs/Vector3",
              """
              float64 x
              float64 y
              float64 z
              """));

  public static final MessageType<WrenchStamped> TYPE =
      MessageType.of(
          Definition.of(
              "geometry_msgs/WrenchStamped",
              """
              Header header
              Wrench wrench
              """,
              Header.DEFINITION,
              WRENCH),
          from -> new WrenchStamped(Header.read(from), vector(from), vector(from)),
          WrenchStamped::write);

  private static Vector3 vector(MessageReader from) {
    return new Vector3(from.float64(), from.float64(), from.float64());
  }

  private void write(MessageWriter to) {
    header.write(to);
    write(force, to);
    write(torque, to);
  }

  private static void write(Vector3 vector, MessageWriter to) {
    to.float64(vector.x());
    to.float64(vector.y());
    to.float64(vector.z());
  }
}
