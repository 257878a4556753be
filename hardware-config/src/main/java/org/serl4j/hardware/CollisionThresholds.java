package org.serl4j.hardware;

/**
 * When the arm's own collision reflex stops it.
 *
 * @param torque at each joint [Nm]
 * @param force on the end effector, base frame [N]
 * @param moment on the end effector, base frame [Nm]
 */
public record CollisionThresholds(JointVector torque, Xyz force, Xyz moment) {
  /** The defaults of franka_ros ({@code franka_control_node.yaml}). */
  public static final CollisionThresholds FRANKA_ROS =
      new CollisionThresholds(
          new JointVector(20, 20, 18, 18, 16, 14, 12), new Xyz(20, 20, 20), new Xyz(25, 25, 25));
}
