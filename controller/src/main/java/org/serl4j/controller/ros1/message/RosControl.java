package org.serl4j.controller.ros1.message;

import java.util.List;

/** The services of ros_control's controller_manager that start, stop and list controllers. */
public final class RosControl {
  /** Nothing is done unless all of it can be. */
  public static final int STRICT = 2;

  /** What can be done is. */
  public static final int BEST_EFFORT = 1;

  /**
   * Which controllers to start and stop in one step.
   *
   * @param strictness {@link #STRICT} or {@link #BEST_EFFORT}
   * @param startAsap each as soon as what it needs is free, not all at once
   * @param timeout after which pending ones are given up [s]; 0 never
   */
  public record Switch(
      List<String> start, List<String> stop, int strictness, boolean startAsap, double timeout) {}

  /** What a controller holds of one kind of interface to the hardware. */
  public record Claim(String hardwareInterface, List<String> resources) {
    private static final Definition DEFINITION =
        Definition.of(
            "controller_manager_msgs/HardwareInterfaceResources",
            """
            string hardware_interface
            string[] resources
            """);

    private static Claim read(MessageReader from) {
      return new Claim(from.string(), from.list(MessageReader::string));
    }

    private void write(MessageWriter to) {
      to.string(hardwareInterface);
      texts(resources, to);
    }
  }

  /**
   * A controller that is loaded.
   *
   * @param state {@code running}, {@code stopped} or {@code initialized}
   */
  public record State(String name, String state, String type, List<Claim> claims) {
    private static final Definition DEFINITION =
        Definition.of(
            "controller_manager_msgs/ControllerState",
            """
            string name
            string state
            string type
            controller_manager_msgs/HardwareInterfaceResources[] claimed_resources
            """,
            Claim.DEFINITION);

    private static State read(MessageReader from) {
      return new State(from.string(), from.string(), from.string(), from.list(Claim::read));
    }

    private void write(MessageWriter to) {
      to.string(name);
      to.string(state);
      to.string(type);
      to.list(claims, Claim::write);
    }
  }

  /** {@code switch_controller}; the answer says whether it worked. */
  public static final ServiceType<Switch, Boolean> SWITCH =
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
                  new Switch(
                      from.list(MessageReader::string),
                      from.list(MessageReader::string),
                      from.int32(),
                      from.bool(),
                      from.float64()),
              RosControl::write),
          MessageType.of(
              Definition.of("controller_manager_msgs/SwitchControllerResponse", "bool ok"),
              MessageReader::bool,
              (ok, to) -> to.bool(ok)));

  /** {@code list_controllers}; nothing is asked. */
  public static final ServiceType<FrankaActions.Nothing, List<State>> LIST =
      new ServiceType<>(
          "controller_manager_msgs/ListControllers",
          MessageType.of(
              Definition.of("controller_manager_msgs/ListControllersRequest", ""),
              from -> FrankaActions.Nothing.NOTHING,
              (nothing, to) -> {}),
          MessageType.of(
              Definition.of(
                  "controller_manager_msgs/ListControllersResponse",
                  "controller_manager_msgs/ControllerState[] controller",
                  State.DEFINITION),
              from -> from.list(State::read),
              (states, to) -> to.list(states, State::write)));

  private RosControl() {}

  private static void write(Switch request, MessageWriter to) {
    texts(request.start, to);
    texts(request.stop, to);
    to.int32(request.strictness);
    to.bool(request.startAsap);
    to.float64(request.timeout);
  }

  private static void texts(List<String> texts, MessageWriter to) {
    to.list(texts, (text, out) -> out.string(text));
  }
}
