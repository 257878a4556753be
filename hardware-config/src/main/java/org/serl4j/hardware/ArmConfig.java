package org.serl4j.hardware;

import java.util.Optional;

/**
 * The arm of a cell.
 *
 * @param kind what stands behind the arm's port
 * @param model decides the limits
 * @param home joint positions that the joint reset goes to, and the nullspace keeps [rad]; within
 *     the model's limits
 * @param nullspaceStiffness holds the elbow [Nm/rad]
 * @param joint1NullspaceStiffness multiplies it for joint 1
 * @param link the way to an arm of kind serl; no other kind has one
 * @param ros the way to an arm of kind ros1; no other kind has one
 */
public record ArmConfig(
    ArmKind kind,
    ArmModel model,
    JointVector home,
    @Range(min = 0, max = 100, unit = "Nm/rad") double nullspaceStiffness,
    @Range(min = 0, max = 100, unit = "1") double joint1NullspaceStiffness,
    Optional<ArmLink> link,
    Optional<RosLink> ros) {
  public ArmConfig {
    Bounds.of(ArmConfig.class)
        .check("nullspaceStiffness", nullspaceStiffness)
        .check("joint1NullspaceStiffness", joint1NullspaceStiffness);
    if (link.isPresent() != (kind == ArmKind.SERL)) {
      throw link.isPresent()
          ? new InvalidValueException("link", "belongs to an arm of kind serl: leave it out")
          : new InvalidValueException(
              "kind", "serl needs a link: give url, tokenFile, rateHz, staleMs, frozenMs");
    }
    if (ros.isPresent() != (kind == ArmKind.ROS1)) {
      throw ros.isPresent()
          ? new InvalidValueException("ros", "belongs to an arm of kind ros1: leave it out")
          : new InvalidValueException(
              "kind", "ros1 needs ros: give master, host and the rest, as franka-panda.yaml does");
    }
    ros.ifPresent(way -> requireReachable(way, model.limits()));
    double[] q = home.toArray();
    double[] low = model.limits().qLow().toArray();
    double[] high = model.limits().qHigh().toArray();
    for (int i = 0; i < q.length; i++) {
      Bounds.requireInside("home[" + i + "]", q[i], low[i], high[i], "rad");
    }
  }

  /** The accelerations of the poses sent must be ones that the arm can follow. */
  private static void requireReachable(RosLink ros, ArmLimits limits) {
    Bounds.requireInside(
        "ros.maxAcceleration",
        ros.maxAcceleration(),
        0,
        limits.translation().acceleration(),
        "m/s^2");
    Bounds.requireInside(
        "ros.maxTurnAcceleration",
        ros.maxTurnAcceleration(),
        0,
        limits.rotation().acceleration(),
        "rad/s^2");
  }

  /** An arm that is not reached over ROS. */
  public ArmConfig(
      ArmKind kind,
      ArmModel model,
      JointVector home,
      double nullspaceStiffness,
      double joint1NullspaceStiffness,
      Optional<ArmLink> link) {
    this(kind, model, home, nullspaceStiffness, joint1NullspaceStiffness, link, Optional.empty());
  }

  /** An arm without a link. */
  public ArmConfig(
      ArmKind kind,
      ArmModel model,
      JointVector home,
      double nullspaceStiffness,
      double joint1NullspaceStiffness) {
    this(kind, model, home, nullspaceStiffness, joint1NullspaceStiffness, Optional.empty());
  }

  public ArmLimits limits() {
    return model.limits();
  }
}
