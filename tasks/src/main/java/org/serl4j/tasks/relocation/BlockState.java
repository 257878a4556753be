package org.serl4j.tasks.relocation;

import org.serl4j.controller.geometry.RigidTransform;

/**
 * The truth about the block, which no policy sees.
 *
 * @param X_OP its pose
 * @param still whether it has hardly moved since the step before
 * @param touched whether a finger touches it
 * @param open whether the gripper is open
 * @param distance of E from its middle [m]
 */
public record BlockState(
    RigidTransform X_OP, boolean still, boolean touched, boolean open, double distance) {
  /**
   * From this distance on the tool is away: the pads' lower edges are above the block's top [m].
   */
  static final double AWAY = 0.045;

  /** Whether it lies in that bin, whatever the tool does. */
  public boolean in(Bin bin) {
    return bin.holds(X_OP.p());
  }

  /** Whether it was put into that bin: it lies there at rest, and the tool has let go and left. */
  public boolean delivered(Bin bin) {
    return in(bin) && still && !touched && open && distance >= AWAY;
  }
}
