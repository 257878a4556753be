package org.serl4j.hardware;

/**
 * The arm of a cell.
 *
 * @param kind what stands behind the arm's port
 * @param model decides the limits
 * @param home joint positions that the joint reset goes to, and the nullspace keeps [rad]; within
 *     the model's limits
 * @param nullspaceStiffness holds the elbow [Nm/rad]
 * @param joint1NullspaceStiffness multiplies it for joint 1
 */
public record ArmConfig(
    ArmKind kind,
    ArmModel model,
    JointVector home,
    @Range(min = 0, max = 100, unit = "Nm/rad") double nullspaceStiffness,
    @Range(min = 0, max = 100, unit = "1") double joint1NullspaceStiffness) {
  public ArmConfig {
    Bounds.of(ArmConfig.class)
        .check("nullspaceStiffness", nullspaceStiffness)
        .check("joint1NullspaceStiffness", joint1NullspaceStiffness);
    double[] q = home.toArray();
    double[] low = model.limits().qLow().toArray();
    double[] high = model.limits().qHigh().toArray();
    for (int i = 0; i < q.length; i++) {
      Bounds.requireInside("home[" + i + "]", q[i], low[i], high[i], "rad");
    }
  }

  public ArmLimits limits() {
    return model.limits();
  }
}
