package org.serl4j.console.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.agent.intervention.Operator;
import org.serl4j.controller.teleoperation.OperatorInput;
import org.serl4j.controller.teleoperation.TeleoperationDevice;
import org.serl4j.tasks.OpenTask;

/** A person at a device. Says what goes wrong with the device, once each time. */
final class DeviceOperator implements Operator {
  private final TeleoperationDevice device;
  private final OpenTask.Steering steering;
  private final Consumer<String> notes;
  private final Consumer<Boolean> holdsOn;
  private String noted = "";
  private boolean held;

  /** What the person did when a step was over, for the action of the next one. */
  private @Nullable OperatorInput afterStep;

  /**
   * @param notes gets a line when the device fails
   * @param holdsOn told when the person begins to hold on, and when that ends
   */
  DeviceOperator(
      TeleoperationDevice device,
      OpenTask.Steering steering,
      Consumer<String> notes,
      Consumer<Boolean> holdsOn) {
    this.device = device;
    this.steering = steering;
    this.notes = notes;
    this.holdsOn = holdsOn;
  }

  @Override
  public Optional<float[]> correction(Observation seen, float[] policyAction) {
    OperatorInput input = newest();
    return input.engaged() ? Optional.of(action(input)) : Optional.empty();
  }

  /** An episode begins: what the person did before it is over. */
  void begun() {
    afterStep = null;
  }

  /** What the person does now, also nothing: for demonstrations. */
  float[] action() {
    OperatorInput seen = afterStep;
    afterStep = null;
    return action(seen == null ? newest() : seen);
  }

  /**
   * Whether the person says that what is seen now is success: to be asked when a step is over. The
   * next {@link #action} is by the same look at the device.
   */
  boolean saysSuccess() {
    OperatorInput input = newest();
    afterStep = input;
    return input.success();
  }

  private float[] action(OperatorInput input) {
    return steering.action(input.motion(), input.gripper());
  }

  private OperatorInput newest() {
    OperatorInput input = device.newest();
    if (!input.note().equals(noted)) {
      noted = input.note();
      notes.accept(noted.isEmpty() ? input.device() + " is back" : noted);
    }
    if (input.engaged() != held) {
      held = input.engaged();
      holdsOn.accept(held);
    }
    return input;
  }
}
