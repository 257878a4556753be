package org.serl4j.controller.arm.ros1;

import java.util.List;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.message.RosControl;
import org.serl4j.hardware.JointReset;

/** Both are loaded, and controller_manager switches between them. */
final class SwitchedControllers implements Controllers {
  private static final long CALL_MS = 5_000;

  private final ServiceClient<RosControl.Switch, Boolean> manager;
  private final String service;
  private final String impedance;
  private final String joint;

  SwitchedControllers(RosNode node, JointReset.Switching names) {
    manager = node.client(names.service(), RosControl.SWITCH, false, CALL_MS);
    service = names.service();
    impedance = names.impedance();
    joint = names.joint();
  }

  @Override
  public void startImpedance() throws RosException {
    change(List.of(impedance), List.of(joint));
  }

  @Override
  public void stop() throws RosException {
    change(List.of(), List.of(impedance, joint));
  }

  @Override
  public void startJoint() throws RosException {
    change(List.of(joint), List.of(impedance));
  }

  /** Stopping what does not run is no error with best effort. */
  private void change(List<String> start, List<String> stop) throws RosException {
    if (!manager.call(new RosControl.Switch(start, stop, RosControl.BEST_EFFORT, false, 0))) {
      throw new RosException(
          service + " did not start " + start + " and stop " + stop + ": are both loaded?");
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
