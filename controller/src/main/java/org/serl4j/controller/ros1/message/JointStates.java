package org.serl4j.controller.ros1.message;

import java.util.List;

/**
 * sensor_msgs/JointState: one entry a joint in each array, or none. The arrays are not copied.
 *
 * @param position [rad or m]
 * @param velocity [rad/s or m/s]
 * @param effort [Nm or N]
 */
@SuppressWarnings("ArrayRecordComponent") // a message is what the wire brings
public record JointStates(
    Header header, List<String> names, double[] position, double[] velocity, double[] effort) {
  public static final MessageType<JointStates> TYPE =
      MessageType.of(
          Definition.of(
              "sensor_msgs/JointState",
              """
              Header header
              string[] name
              float64[] position
              float64[] velocity
              float64[] effort
              """,
              Header.DEFINITION),
          from ->
              new JointStates(
                  Header.read(from),
                  from.list(MessageReader::string),
                  from.float64s(),
                  from.float64s(),
                  from.float64s()),
          JointStates::write);

  private void write(MessageWriter to) {
    header.write(to);
    to.list(names, (name, out) -> out.string(name));
    to.float64s(position);
    to.float64s(velocity);
    to.float64s(effort);
  }
}
