package org.serl4j.controller.arm.ros1;

import org.serl4j.controller.ros1.RosException;

/**
 * The two controllers of the robot's side: at most one runs. Calls wait for the robot, some seconds
 * at most, and may be repeated.
 */
interface Controllers extends AutoCloseable {
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
