package org.serl4j.tasks.arm;

import org.serl4j.controller.geometry.RigidTransform;

/**
 * How a part P was put between the fingers at the start of an episode.
 *
 * @param X_EP its pose there
 */
public record Grasp(RigidTransform X_EP) {
  /** Displacement since then that counts as a slip [m]. */
  public static final double SLIP_METRES = 0.002;

  /** Likewise of its turn [rad]. */
  public static final double SLIP_RADIANS = Math.toRadians(3);

  /** How the part lies now, seen from how it was put: {@code X_P0P}. */
  public RigidTransform slip(RigidTransform X_OE, RigidTransform X_OP) {
    // X_P0P = X_EP0^-1 X_OE^-1 X_OP
    return X_EP.inverse().times(X_OE.inverse()).times(X_OP);
  }

  /** Whether the part has slipped. */
  public boolean slipped(RigidTransform X_OE, RigidTransform X_OP) {
    RigidTransform slip = slip(X_OE, X_OP);
    return slip.p().norm() > SLIP_METRES || slip.R().log().norm() > SLIP_RADIANS;
  }
}
