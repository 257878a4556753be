package org.serl4j.controller.standin;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.serl4j.hardware.CollisionThresholds;

/**
 * The robot's own collision reflex: it trips when an estimated external torque or wrench exceeds
 * its threshold, component by component. Pure; does not allocate.
 */
final class Reflex {
  private final double[] torque;
  private final double[] wrench;

  /**
   * @param thresholds as they stand in franka_ros
   * @param scale multiplies them all
   */
  Reflex(CollisionThresholds thresholds, double scale) {
    torque = thresholds.torque().toArray();
    wrench =
        new double[] {
          thresholds.force().x(),
          thresholds.force().y(),
          thresholds.force().z(),
          thresholds.moment().x(),
          thresholds.moment().y(),
          thresholds.moment().z()
        };
    for (int i = 0; i < torque.length; i++) {
      torque[i] *= scale;
    }
    for (int i = 0; i < wrench.length; i++) {
      wrench[i] *= scale;
    }
  }

  /** Whether joint {@code i} feels too large a torque [Nm]. */
  boolean joint(double[] tau_ext, int i) {
    return Math.abs(tau_ext[i]) > torque[i];
  }

  /** Whether component {@code i} of a wrench in O is too large [N], [Nm]. */
  boolean cartesian(double[] F_E_O, int i) {
    return Math.abs(F_E_O[i]) > wrench[i];
  }

  /** Whether any joint feels too large a torque [Nm] (not modified). */
  boolean joint(double[] tau_ext) {
    boolean any = false;
    for (int i = 0; i < JOINTS; i++) {
      any |= joint(tau_ext, i);
    }
    return any;
  }

  /** Whether a wrench in O is too large [N], [Nm] (not modified). */
  boolean cartesian(double[] F_E_O) {
    boolean any = false;
    for (int i = 0; i < wrench.length; i++) {
      any |= cartesian(F_E_O, i);
    }
    return any;
  }
}
