package org.serl4j.controller.ros1.message;

/** The actions of a Franka arm and of its hand, and the service that tells it its load. */
public final class FrankaActions {
  /** A message without a field. */
  public enum Nothing {
    NOTHING
  }

  /** Whether it worked, and if not, why. */
  public record Report(boolean success, String error) {}

  /**
   * Opens or closes the hand without a force.
   *
   * @param width between the fingers [m]
   * @param speed [m/s]
   */
  public record Move(double width, double speed) {}

  /**
   * Closes the hand with a force. It succeeds if the fingers stop between {@code width - inner} and
   * {@code width + outer}.
   *
   * @param width [m]
   * @param inner tolerance [m]
   * @param outer tolerance [m]
   * @param speed [m/s]
   * @param force [N]
   */
  public record Grasp(double width, double inner, double outer, double speed, double force) {}

  /**
   * What hangs at the flange. The arrays are not copied.
   *
   * @param mass [kg]
   * @param centre of mass in the flange's frame [m], 3 values
   * @param inertia [kg m^2], 3x3, one column after the other
   */
  @SuppressWarnings("ArrayRecordComponent") // a message is what the wire brings
  public record Load(double mass, double[] centre, double[] inertia) {}

  public static final ActionType<Nothing, Nothing, Nothing> ERROR_RECOVERY =
      ActionType.of(
          "franka_msgs/ErrorRecovery",
          nothing("franka_msgs/ErrorRecoveryGoal"),
          nothing("franka_msgs/ErrorRecoveryResult"),
          nothing("franka_msgs/ErrorRecoveryFeedback"));

  public static final ActionType<Move, Report, Nothing> MOVE =
      ActionType.of(
          "franka_gripper/Move",
          MessageType.of(
              Definition.of(
                  "franka_gripper/MoveGoal",
                  """
                  float64 width
                  float64 speed
                  """),
              from -> new Move(from.float64(), from.float64()),
              (move, to) -> {
                to.float64(move.width);
                to.float64(move.speed);
              }),
          report("franka_gripper/MoveResult"),
          nothing("franka_gripper/MoveFeedback"));

  public static final ActionType<Grasp, Report, Nothing> GRASP =
      ActionType.of(
          "franka_gripper/Grasp",
          MessageType.of(
              Definition.of(
                  "franka_gripper/GraspGoal",
                  """
                  float64 width
                  GraspEpsilon epsilon
                  float64 speed
                  float64 force
                  """,
                  Definition.of(
                      "franka_gripper/GraspEpsilon",
                      """
                      float64 inner
                      float64 outer
                      """)),
              from ->
                  new Grasp(
                      from.float64(),
                      from.float64(),
                      from.float64(),
                      from.float64(),
                      from.float64()),
              (grasp, to) -> {
                to.float64(grasp.width);
                to.float64(grasp.inner);
                to.float64(grasp.outer);
                to.float64(grasp.speed);
                to.float64(grasp.force);
              }),
          report("franka_gripper/GraspResult"),
          nothing("franka_gripper/GraspFeedback"));

  /** Moves the hand's fingers as far as they go, to learn where that is. */
  public static final ActionType<Nothing, Report, Nothing> HOMING =
      ActionType.of(
          "franka_gripper/Homing",
          nothing("franka_gripper/HomingGoal"),
          report("franka_gripper/HomingResult"),
          nothing("franka_gripper/HomingFeedback"));

  /** Stops the hand, and with it what another action is doing. */
  public static final ActionType<Nothing, Report, Nothing> STOP =
      ActionType.of(
          "franka_gripper/Stop",
          nothing("franka_gripper/StopGoal"),
          report("franka_gripper/StopResult"),
          nothing("franka_gripper/StopFeedback"));

  public static final ServiceType<Load, Report> SET_LOAD =
      new ServiceType<>(
          "franka_msgs/SetLoad",
          MessageType.of(
              Definition.of(
                  "franka_msgs/SetLoadRequest",
                  """
                  float64 mass
                  float64[3] F_x_center_load
                  float64[9] load_inertia
                  """),
              from -> new Load(from.float64(), from.float64s(3), from.float64s(9)),
              FrankaActions::write),
          report("franka_msgs/SetLoadResponse"));

  private FrankaActions() {}

  private static MessageType<Nothing> nothing(String type) {
    return MessageType.of(Definition.of(type, ""), from -> Nothing.NOTHING, (nothing, to) -> {});
  }

  private static MessageType<Report> report(String type) {
    return MessageType.of(
        Definition.of(
            type,
            """
            bool success
            string error
            """),
        from -> new Report(from.bool(), from.string()),
        (report, to) -> {
          to.bool(report.success);
          to.string(report.error);
        });
  }

  private static void write(Load load, MessageWriter to) {
    if (load.centre.length != 3 || load.inertia.length != 9) {
      throw new IllegalArgumentException("a load has a centre of 3 values and an inertia of 9");
    }
    to.float64(load.mass);
    to.fixedFloat64s(load.centre);
    to.fixedFloat64s(load.inertia);
  }
}
