package org.serl4j.controller.arm.ros1;

import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.hardware.JointReset;
import org.serl4j.hardware.RosLink;

/**
 * The two controllers of the robot's side: at most one runs. Calls wait for the robot, some seconds
 * at most, and may be repeated.
 */
interface Controllers extends AutoCloseable {
  /** In the way that the cell names. */
  static Controllers of(RosNode node, RosLink ros, JointReset how) {
    return how.switching().isPresent()
        ? new SwitchedControllers(node, how.switching().get())
        : new LaunchedControllers(ros, how.launching().orElseThrow());
  }

  /** Runs the impedance controller, and not the other. */
  void startImpedance() throws RosException;

  /** Runs none. */
  void stop() throws RosException;

  /** Runs the joint controller, and not the other. */
  void startJoint() throws RosException;

  /** Ends what was begun here. */
  @Override
  void close();
}
