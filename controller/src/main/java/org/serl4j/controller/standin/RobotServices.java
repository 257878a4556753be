package org.serl4j.controller.standin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.ActionType.Progress;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaActions.Nothing;
import org.serl4j.controller.ros1.message.FrankaActions.Report;
import org.serl4j.controller.ros1.message.RosControl;
import org.serl4j.controller.standin.FrankaControl.Controller;
import org.serl4j.hardware.ArmLimits;

/**
 * franka_control and its controller manager: error recovery, the load, and which controller runs.
 * The joint position controller reads its target, {@code /target_joint_positions}, when it is
 * started.
 */
final class RobotServices {
  static final String IMPEDANCE = "cartesian_impedance_controller";

  private static final String TARGET = "/target_joint_positions";
  private static final String STATE = "franka_state_controller";
  private static final String RECOVERY = "/franka_control/error_recovery";
  private static final long TICK_TIMEOUT_S = 5;

  private final RosNode node;
  private final FrankaControl control;
  private final ArmLimits limits;
  private final String jointController;
  private final ActionServer<Nothing, Nothing, Nothing> recovery;
  private boolean states = true; // guarded by this

  /**
   * @param jointController the name of the joint position controller
   */
  RobotServices(
      RosNode node,
      FrankaControl control,
      ArmLimits limits,
      String jointController,
      WallTime time) {
    this.node = node;
    this.control = control;
    this.limits = limits;
    this.jointController = jointController;
    recovery =
        new ActionServer<>(
            node,
            RECOVERY,
            FrankaActions.ERROR_RECOVERY,
            time,
            goal -> recover(),
            Nothing.NOTHING,
            Nothing.NOTHING);
    node.serve("/franka_control/set_load", FrankaActions.SET_LOAD, this::load);
    node.serve("/controller_manager/switch_controller", RosControl.SWITCH, this::switchController);
    node.serve("/controller_manager/list_controllers", RosControl.LIST, nothing -> list());
  }

  private ActionServer.Work<Nothing> recover() {
    CompletableFuture<Boolean> done = control.recover();
    return () -> {
      if (!done.isDone()) {
        return Optional.empty();
      }
      return Optional.of(
          done.join()
              ? new ActionServer.Ending<>(Progress.SUCCEEDED, Nothing.NOTHING, "")
              : new ActionServer.Ending<>(
                  Progress.ABORTED, Nothing.NOTHING, "the user stop is pressed: release it first"));
    };
  }

  /** Whether the state controller runs. */
  synchronized boolean tellsState() {
    return states;
  }

  /** Ends a recovery that has come to its end. */
  void look() {
    recovery.look();
  }

  private Report load(FrankaActions.Load load) {
    try {
      double[] c = load.centre();
      Payload payload =
          new Payload(load.mass(), new Vector3(c[0], c[1], c[2]), load.inertia().clone());
      await(control.load(payload));
      return new Report(true, "");
    } catch (IllegalArgumentException e) {
      return new Report(false, String.valueOf(e.getMessage()));
    }
  }

  private synchronized List<RosControl.State> list() {
    Controller running = control.latest().running();
    List<String> joints = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      joints.add("panda_joint" + i);
    }
    return List.of(
        state(
            STATE,
            states,
            "franka_control/FrankaStateController",
            "franka_hw::FrankaStateInterface",
            List.of("panda_robot")),
        state(
            IMPEDANCE,
            running == Controller.IMPEDANCE,
            "serl_franka_controllers/CartesianImpedanceController",
            "hardware_interface::EffortJointInterface",
            joints),
        state(
            jointController,
            running == Controller.JOINT_POSITION,
            "serl_franka_controllers/JointPositionController",
            "hardware_interface::PositionJointInterface",
            joints));
  }

  private static RosControl.State state(
      String name, boolean running, String type, String hardware, List<String> resources) {
    return new RosControl.State(
        name,
        running ? "running" : "stopped",
        type,
        List.of(new RosControl.Claim(hardware, resources)));
  }

  /** False, with nothing done, if the request cannot be met. */
  private synchronized boolean switchController(RosControl.Switch request) {
    Set<String> running = new HashSet<>();
    list().stream().filter(s -> s.state().equals("running")).forEach(s -> running.add(s.name()));
    if (request.strictness() != RosControl.BEST_EFFORT && !possible(request, running)) {
      return false;
    }
    Set<String> after = new HashSet<>(running);
    after.removeAll(request.stop());
    request.start().stream().filter(this::known).forEach(after::add);
    if (after.contains(IMPEDANCE) && after.contains(jointController)) {
      return false; // both would hold the same joints
    }
    boolean done = drive(after, request.start());
    states = done ? after.contains(STATE) : states;
    return done;
  }

  private boolean known(String name) {
    return List.of(STATE, IMPEDANCE, jointController).contains(name);
  }

  /** Whether all that is to start stands still, and all that is to stop runs. */
  private boolean possible(RosControl.Switch request, Set<String> running) {
    return running.containsAll(request.stop())
        && request.start().stream()
            .allMatch(
                name -> known(name) && (!running.contains(name) || request.stop().contains(name)));
  }

  /** What was not started anew goes on as it does. */
  private boolean drive(Set<String> after, List<String> started) {
    if (after.contains(jointController)) {
      if (!started.contains(jointController)) {
        return true;
      }
      Optional<double[]> target = target();
      return target.isPresent() && await(control.runJoints(target.get()));
    } else if (after.contains(IMPEDANCE)) {
      return !started.contains(IMPEDANCE) || await(control.run(Controller.IMPEDANCE));
    }
    return await(control.run(Controller.NONE));
  }

  /** What the joint position controller is to go to; empty if there is nothing that it can. */
  private Optional<double[]> target() {
    Object value;
    try {
      value = node.parameters().get(TARGET).orElse("");
    } catch (RosException e) {
      return Optional.empty();
    }
    double[] low = limits.qLow().toArray();
    double[] high = limits.qHigh().toArray();
    if (!(value instanceof List<?> list) || list.size() != low.length) {
      return Optional.empty();
    }
    double[] q = new double[low.length];
    for (int i = 0; i < q.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        return Optional.empty();
      }
      q[i] = number.doubleValue();
      if (!(q[i] >= low[i] && q[i] <= high[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(q);
  }

  private static boolean await(CompletableFuture<Boolean> done) {
    try {
      return done.get(TICK_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the control thread did not answer", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
