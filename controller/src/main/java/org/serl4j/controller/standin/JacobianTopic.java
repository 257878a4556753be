package org.serl4j.controller.standin;

import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.ZeroJacobian;

/**
 * The Jacobian that the impedance controller tells while it acts, one column after the other. Used
 * by one thread.
 */
final class JacobianTopic {
  static final String NAME = "/cartesian_impedance_controller/franka_jacobian";

  private final Publisher<double[]> publisher;
  private final double[] columns = new double[ZeroJacobian.ROWS * ZeroJacobian.COLUMNS];

  JacobianTopic(RosNode node) {
    publisher = node.publish(NAME, ZeroJacobian.TYPE, false, 1);
  }

  void publish(RobotSample sample) {
    if (sample.halted() || sample.running() != FrankaControl.Controller.IMPEDANCE) {
      return;
    }
    for (int column = 0; column < ZeroJacobian.COLUMNS; column++) {
      for (int row = 0; row < ZeroJacobian.ROWS; row++) {
        columns[column * ZeroJacobian.ROWS + row] =
            sample.J_OE()[row * ZeroJacobian.COLUMNS + column];
      }
    }
    publisher.publish(columns);
  }
}
