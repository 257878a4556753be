package org.serl4j.controller.loop;

/**
 * A torque-controlled arm as the control loop sees it. Both calls happen once a tick on the loop's
 * thread, {@code read} first; neither may allocate or block.
 */
public interface TorquePlant {
  /** Writes the latest measurement to {@code into} (overwritten). */
  void read(JointState into);

  /**
   * Commands joint torques until the next tick; the plant adds gravity compensation.
   *
   * @param tau 7 torques [Nm], finite and within the joints' limits (not modified)
   */
  void write(double[] tau);
}
