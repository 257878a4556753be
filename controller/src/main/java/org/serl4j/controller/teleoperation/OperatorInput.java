package org.serl4j.controller.teleoperation;

import java.util.List;
import org.serl4j.controller.gripper.GripperAction;

/**
 * What a device last said.
 *
 * @param device its name, for people
 * @param engaged whether the person holds on: the motion counts, also one of 0
 * @param motion in the person's frame, each number in [-1, 1]; none unless engaged
 * @param gripper the gripper's command; STAY unless engaged
 * @param success whether the key that says "this is success" is held at this moment; a key that was
 *     let go before says nothing
 * @param raw the device's own numbers, in its own units and order
 * @param capturedNs when it said so, on the device's clock [ns]
 * @param note why the person is not believed to hold on although the device said so last; empty if
 *     all is well
 */
public record OperatorInput(
    String device,
    boolean engaged,
    Motion motion,
    GripperAction gripper,
    boolean success,
    List<Double> raw,
    long capturedNs,
    String note) {
  public OperatorInput {
    raw = List.copyOf(raw);
  }

  /** The same with another word on success. */
  OperatorInput saying(boolean isSuccess) {
    return new OperatorInput(device, engaged, motion, gripper, isSuccess, raw, capturedNs, note);
  }
}
