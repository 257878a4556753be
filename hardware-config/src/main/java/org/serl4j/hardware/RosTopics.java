package org.serl4j.hardware;

/**
 * Under which names the robot's programs are found; all begin with a slash. An arm in a namespace
 * of its own has other ones, as {@code /panda_2/franka_control}.
 *
 * @param controller SERL's impedance controller: {@code equilibrium_pose} and {@code
 *     franka_jacobian} below it, and its node of parameters beside it
 * @param states the topic of franka_msgs/FrankaState
 * @param control franka_control: {@code error_recovery} and {@code set_load} below it
 * @param gripper franka_gripper's node, or what comes before {@code Output} and {@code Input} in a
 *     Robotiq's topics
 */
public record RosTopics(String controller, String states, String control, String gripper) {
  public RosTopics {
    requireGlobal("controller", controller);
    requireGlobal("states", states);
    requireGlobal("control", control);
    requireGlobal("gripper", gripper);
  }

  /** The names of franka_ros and SERL's controller in no namespace. */
  static RosTopics defaults(GripperDriver gripper) {
    return new RosTopics(
        "/cartesian_impedance_controller",
        "/franka_state_controller/franka_states",
        "/franka_control",
        gripper == GripperDriver.ROBOTIQ ? "/Robotiq2FGripperRobot" : "/franka_gripper");
  }

  static void requireGlobal(String component, String name) {
    if (!name.matches("(/[A-Za-z]\\w*)+")) {
      throw new InvalidValueException(
          component,
          "\"" + Bounds.oneLine(name) + "\" is not a global ROS name: give one such as /a/b_c");
    }
  }
}
