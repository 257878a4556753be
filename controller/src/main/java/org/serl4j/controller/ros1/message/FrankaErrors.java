package org.serl4j.controller.ros1.message;

import java.util.ArrayList;
import java.util.List;

/**
 * franka_msgs/Errors: one bool an error, here one bit each in the order of the wire. franka_ros 0.9
 * added the last {@value #ADDED_IN_0_9}.
 */
final class FrankaErrors {
  static final int ADDED_IN_0_9 = 5;

  private static final List<String> NAMES =
      List.of(
          "joint_position_limits_violation",
          "cartesian_position_limits_violation",
          "self_collision_avoidance_violation",
          "joint_velocity_violation",
          "cartesian_velocity_violation",
          "force_control_safety_violation",
          "joint_reflex",
          "cartesian_reflex",
          "max_goal_pose_deviation_violation",
          "max_path_pose_deviation_violation",
          "cartesian_velocity_profile_safety_violation",
          "joint_position_motion_generator_start_pose_invalid",
          "joint_motion_generator_position_limits_violation",
          "joint_motion_generator_velocity_limits_violation",
          "joint_motion_generator_velocity_discontinuity",
          "joint_motion_generator_acceleration_discontinuity",
          "cartesian_position_motion_generator_start_pose_invalid",
          "cartesian_motion_generator_elbow_limit_violation",
          "cartesian_motion_generator_velocity_limits_violation",
          "cartesian_motion_generator_velocity_discontinuity",
          "cartesian_motion_generator_acceleration_discontinuity",
          "cartesian_motion_generator_elbow_sign_inconsistent",
          "cartesian_motion_generator_start_elbow_invalid",
          "cartesian_motion_generator_joint_position_limits_violation",
          "cartesian_motion_generator_joint_velocity_limits_violation",
          "cartesian_motion_generator_joint_velocity_discontinuity",
          "cartesian_motion_generator_joint_acceleration_discontinuity",
          "cartesian_position_motion_generator_invalid_frame",
          "force_controller_desired_force_tolerance_violation",
          "controller_torque_discontinuity",
          "start_elbow_sign_inconsistent",
          "communication_constraints_violation",
          "power_limit_violation",
          "joint_p2p_insufficient_torque_for_planning",
          "tau_j_range_violation",
          "instability_detected",
          "joint_move_in_wrong_direction",
          "cartesian_spline_motion_generator_violation",
          "joint_via_motion_generator_planning_joint_limit_violation",
          "base_acceleration_initialization_timeout",
          "base_acceleration_invalid_reading");

  static final int COUNT = NAMES.size();

  private FrankaErrors() {}

  static Definition definition(int count) {
    StringBuilder text = new StringBuilder();
    NAMES.subList(0, count).forEach(name -> text.append("bool ").append(name).append('\n'));
    return Definition.of("franka_msgs/Errors", text.toString());
  }

  static long read(MessageReader from, int count) {
    long errors = 0;
    for (int i = 0; i < count; i++) {
      if (from.bool()) {
        errors |= 1L << i;
      }
    }
    return errors;
  }

  static void write(long errors, MessageWriter to) {
    for (int i = 0; i < COUNT; i++) {
      to.bool((errors >> i & 1) != 0);
    }
  }

  static List<String> names(long errors) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      if ((errors >> i & 1) != 0) {
        names.add(NAMES.get(i));
      }
    }
    return names;
  }

  static long bits(List<String> names) {
    long errors = 0;
    for (String name : names) {
      int index = NAMES.indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException("a Franka has no error '" + name + "'");
      }
      errors |= 1L << index;
    }
    return errors;
  }
}
