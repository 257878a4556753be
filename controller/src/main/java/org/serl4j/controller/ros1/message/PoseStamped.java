package org.serl4j.controller.ros1.message;

/**
 * geometry_msgs/PoseStamped: position [m] and orientation as a quaternion xyzw. Mutable, for the
 * hot path: fill it, publish it, fill it again.
 */
public final class PoseStamped {
  private static final Definition VECTOR =
      Definition.of(
          "geometry_msgs/Point",
          """
          float64 x
          float64 y
          float64 z
          """);
  private static final Definition QUATERNION =
      Definition.of(
          "geometry_msgs/Quaternion",
          """
          float64 x
          float64 y
          float64 z
          float64 w
          """);
  private static final Definition POSE =
      Definition.of(
          "geometry_msgs/Pose",
          """
          Point position
          Quaternion orientation
          """,
          VECTOR,
          QUATERNION);

  public static final MessageType<PoseStamped> TYPE =
      MessageType.reusing(
          Definition.of(
              "geometry_msgs/PoseStamped",
              """
              Header header
              Pose pose
              """,
              Header.DEFINITION,
              POSE),
          PoseStamped::new,
          PoseStamped::read,
          PoseStamped::write);

  public int seq;
  public long stampNs;
  public String frameId = "";

  /** [m]. */
  public double x;

  public double y;
  public double z;

  public double qx;
  public double qy;
  public double qz;
  public double qw = 1;

  private void read(MessageReader from) {
    seq = from.int32();
    stampNs = from.timeNs();
    frameId = from.string(frameId);
    x = from.float64();
    y = from.float64();
    z = from.float64();
    qx = from.float64();
    qy = from.float64();
    qz = from.float64();
    qw = from.float64();
  }

  private void write(MessageWriter to) {
    Header.write(to, seq, stampNs, frameId);
    to.float64(x);
    to.float64(y);
    to.float64(z);
    to.float64(qx);
    to.float64(qy);
    to.float64(qz);
    to.float64(qw);
  }
}
