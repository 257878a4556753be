package org.serl4j.controller.standin;

import org.serl4j.hardware.CollisionThresholds;

/**
 * How the stand-in behaves where robots differ.
 *
 * @param stateHz of {@code franka_states} [Hz]; franka_ros: 30
 * @param jacobianHz of {@code franka_jacobian} [Hz]; the robot: up to 1000
 * @param jointController the name of the joint position controller
 * @param jointSeconds how long that takes to its target [s]; SERL's: 10
 * @param thresholds of the collision reflex
 * @param thresholdScale multiplies them all
 * @param mjpegPort of loopback for pictures over HTTP; 0 takes a free one, {@link #NO_MJPEG} none
 */
public record StandinSettings(
    double stateHz,
    double jacobianHz,
    String jointController,
    double jointSeconds,
    CollisionThresholds thresholds,
    double thresholdScale,
    int mjpegPort) {
  public static final int NO_MJPEG = -1;

  /** franka_ros' and SERL's numbers, no HTTP. */
  public static final StandinSettings DEFAULT =
      new StandinSettings(
          30, 100, "joint_position_controller", 10, CollisionThresholds.FRANKA_ROS, 1, NO_MJPEG);

  private static final int MOST_PORT = 65_535;

  public StandinSettings {
    require(stateHz >= 1 && stateHz <= 1000, "state rate", stateHz, "1 to 1000 Hz");
    require(jacobianHz >= 1 && jacobianHz <= 1000, "Jacobian rate", jacobianHz, "1 to 1000 Hz");
    require(jointSeconds >= 0.5 && jointSeconds <= 60, "reset time", jointSeconds, "0.5 to 60 s");
    require(thresholdScale > 0 && thresholdScale <= 10, "reflex scale", thresholdScale, "0 to 10");
    require(mjpegPort >= NO_MJPEG && mjpegPort <= MOST_PORT, "MJPEG port", mjpegPort, "0 to 65535");
  }

  private static void require(boolean fits, String name, double value, String bounds) {
    if (!fits) {
      throw new IllegalArgumentException("%s %s: from %s".formatted(name, value, bounds));
    }
  }
}
