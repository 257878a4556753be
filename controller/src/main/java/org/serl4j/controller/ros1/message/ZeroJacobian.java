package org.serl4j.controller.ros1.message;

/**
 * serl_franka_controllers/ZeroJacobian: the Jacobian of the end effector in the base frame, 6 rows
 * (translation, then rotation) by 7 columns, one column after the other. The listener's array is
 * overwritten by the next message.
 */
public final class ZeroJacobian {
  public static final int ROWS = 6;
  public static final int COLUMNS = 7;

  public static final MessageType<double[]> TYPE =
      MessageType.reusing(
          Definition.of("serl_franka_controllers/ZeroJacobian", "float64[42] zero_jacobian"),
          () -> new double[ROWS * COLUMNS],
          (jacobian, from) -> from.float64s(jacobian, 0, jacobian.length),
          (jacobian, to) -> to.fixedFloat64s(jacobian));

  private ZeroJacobian() {}
}
