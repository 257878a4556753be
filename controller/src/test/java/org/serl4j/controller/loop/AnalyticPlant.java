package org.serl4j.controller.loop;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.serl4j.controller.dynamics.FrankaKinematics;

/**
 * Seven joints with constant inertias and viscous friction, and a virtual wall below a height: an
 * arm without gravity whose closed loop can be computed by hand.
 */
final class AnalyticPlant implements TorquePlant {
  static final double[] HOME = {0, 0, 0, -1.9, 0, 1.9, Math.PI / 4};

  private static final double[] INERTIA = {1.0, 1.0, 0.8, 0.6, 0.3, 0.3, 0.2}; // [kg m^2]
  private static final double FRICTION = 0.5; // [Nms/rad]
  private static final double WALL_STIFFNESS = 20_000; // [N/m]
  private static final double WALL_DAMPING = 200; // [Ns/m]
  private static final double DT = 1e-3;

  final double[] q = HOME.clone();
  final double[] dq = new double[JOINTS];
  final double[] lastTau = new double[JOINTS];
  double wallZ = Double.NEGATIVE_INFINITY; // [m] in O
  double wallForce; // [N] along z of O
  double largestTorqueStep;
  double sensorForceZ; // added to the measured wrench [N]
  boolean broken;
  long timeNs;

  private final FrankaKinematics kinematics = new FrankaKinematics();
  private final double[] V = new double[6];

  @Override
  public void read(JointState into) {
    into.timeNs = timeNs;
    for (int i = 0; i < JOINTS; i++) {
      into.q[i] = broken ? Double.NaN : q[i];
      into.dq[i] = dq[i];
    }
    // F_E = R_OE^T F_O
    double[] R = kinematics.R_OE();
    for (int i = 0; i < 3; i++) {
      into.F_E_E[i] = R[6 + i] * wallForce;
    }
    into.F_E_E[2] += sensorForceZ;
  }

  @Override
  public void write(double[] tau) {
    for (int i = 0; i < JOINTS; i++) {
      largestTorqueStep = Math.max(largestTorqueStep, Math.abs(tau[i] - lastTau[i]));
      lastTau[i] = tau[i];
    }
    kinematics.evaluate(q);
    kinematics.velocity(dq, V);
    double depth = wallZ - kinematics.X_OE()[2];
    wallForce = depth > 0 ? Math.max(0, WALL_STIFFNESS * depth - WALL_DAMPING * V[2]) : 0;
    double[] J = kinematics.J_OE();
    for (int i = 0; i < JOINTS; i++) {
      double sum = tau[i] - FRICTION * dq[i] + J[2 * JOINTS + i] * wallForce;
      dq[i] += DT * sum / INERTIA[i];
      q[i] += DT * dq[i];
    }
    timeNs += ControlLoop.TICK_NS;
  }
}
