package org.serl4j.hardware;

/**
 * The parallel gripper of a cell.
 *
 * @param openWidth between the finger pads when open [m]
 * @param speed of the fingers [m/s]
 * @param force that holds a grasped thing [N]
 */
public record GripperConfig(
    @Range(min = 0.001, max = 0.09, unit = "m") double openWidth,
    @Range(min = 0.001, max = 0.3, unit = "m/s") double speed,
    @Range(min = 1, max = 130, unit = "N") double force) {
  public GripperConfig {
    Bounds.of(GripperConfig.class)
        .check("openWidth", openWidth)
        .check("speed", speed)
        .check("force", force);
  }
}
