package org.serl4j.controller.ros1.message;

import java.util.List;

/** controller_manager_msgs/SwitchController, of ROS Melodic and Noetic. */
public final class ControllerSwitch {
  /** Nothing is switched unless all can be. */
  public static final int STRICT = 2;

  /**
   * @param start names of controllers
   * @param stop names of controllers
   * @param strictness {@link #STRICT}, or 1 for what can be done
   * @param startAsap start each as soon as it can be
   * @param timeoutS for the start of what cannot be started at once [s]; 0 for ever
   */
  public record Request(
      List<String> start, List<String> stop, int strictness, boolean startAsap, double timeoutS) {
    public Request {
      start = List.copyOf(start);
      stop = List.copyOf(stop);
    }
  }

  /** Whether all was switched. */
  public record Answer(boolean ok) {}

  public static final ServiceType<Request, Answer> SERVICE =
      new ServiceType<>(
          "controller_manager_msgs/SwitchController",
          MessageType.of(
              Definition.of(
                  "controller_manager_msgs/SwitchControllerRequest",
                  """
                  string[] start_controllers
                  string[] stop_controllers
                  int32 strictness
                  int32 BEST_EFFORT=1
                  int32 STRICT=2
                  bool start_asap
                  float64 timeout
                  """),
              from ->
                  new Request(
                      from.list(MessageReader::string),
                      from.list(MessageReader::string),
                      from.int32(),
                      from.bool(),
                      from.float64()),
              ControllerSwitch::write),
          MessageType.of(
              Definition.of("controller_manager_msgs/SwitchControllerResponse", "bool ok"),
              from -> new Answer(from.bool()),
              (answer, to) -> to.bool(answer.ok())));

  private ControllerSwitch() {}

  private static void write(Request request, MessageWriter to) {
    to.list(request.start, (name, out) -> out.string(name));
    to.list(request.stop, (name, out) -> out.string(name));
    to.int32(request.strictness);
    to.bool(request.startAsap);
    to.float64(request.timeoutS);
  }
}
