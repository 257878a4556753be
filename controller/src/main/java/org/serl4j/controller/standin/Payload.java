package org.serl4j.controller.standin;

import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.geometry.Vector3;

/**
 * What the robot was told to carry. It carries the weight at rest and leaves it out of the external
 * wrench; inertia is recorded and told, not compensated.
 *
 * @param massKg [kg]
 * @param p_FL centre of mass in the flange's frame [m]
 * @param inertia 3x3, one column after the other [kg m^2]
 */
@SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
record Payload(double massKg, Vector3 p_FL, double[] inertia) {
  static final Payload NONE = new Payload(0, Vector3.ZERO, new double[9]);

  private static final double GRAVITY = 9.81; // [m/s^2]
  private static final double MOST_KG = 3; // the Panda's payload

  // R_FE: the hand is turned by -45 degrees
  private static final double HAND = Math.sqrt(0.5);

  Payload {
    double sum = massKg + p_FL.norm();
    for (double value : inertia) {
      sum += value;
    }
    if (!Double.isFinite(sum) || massKg < 0 || massKg > MOST_KG) {
      throw new IllegalArgumentException(
          "a load of %.4g kg: the arm carries 0 to %.0f kg".formatted(massKg, MOST_KG));
    }
  }

  /**
   * The load's weight as a wrench at E, in O.
   *
   * @param R_OE row-major (not modified)
   * @param F_E_O force [N], then torque [Nm] (overwritten)
   */
  void weight(double[] R_OE, double[] F_E_O) {
    // p_EL in E: R_FE^T (p_FL - p_FE)
    double x = HAND * (p_FL.x() - p_FL.y());
    double y = HAND * (p_FL.x() + p_FL.y());
    double z = p_FL.z() - FrankaKinematics.HAND_TO_TCP;
    double rx = R_OE[0] * x + R_OE[1] * y + R_OE[2] * z;
    double ry = R_OE[3] * x + R_OE[4] * y + R_OE[5] * z;
    double fz = -massKg * GRAVITY;
    F_E_O[0] = 0;
    F_E_O[1] = 0;
    F_E_O[2] = fz;
    // r x f
    F_E_O[3] = ry * fz;
    F_E_O[4] = -rx * fz;
    F_E_O[5] = 0;
  }
}
