package org.serl4j.controller.loop;

import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.geometry.Wrench;

/** One tick as plain numbers: the mutable, preallocated twin of {@link ArmState}. */
final class ArmSample {
  long timeNs;
  final double[] q = new double[FrankaKinematics.JOINTS];
  final double[] dq = new double[FrankaKinematics.JOINTS];
  final double[] X_OE = new double[PoseArray.SIZE];
  final double[] V_OE_O = new double[6];
  final double[] F_E_E = new double[6];
  final double[] tau = new double[FrankaKinematics.JOINTS];

  ArmSample() {
    X_OE[PoseArray.W] = 1;
  }

  /** Copies all numbers of {@code other} (not modified); does not allocate. */
  void set(ArmSample other) {
    timeNs = other.timeNs;
    System.arraycopy(other.q, 0, q, 0, q.length);
    System.arraycopy(other.dq, 0, dq, 0, dq.length);
    System.arraycopy(other.X_OE, 0, X_OE, 0, X_OE.length);
    System.arraycopy(other.V_OE_O, 0, V_OE_O, 0, V_OE_O.length);
    System.arraycopy(other.F_E_E, 0, F_E_E, 0, F_E_E.length);
    System.arraycopy(other.tau, 0, tau, 0, tau.length);
  }

  /** The immutable value; allocates, for the 10 Hz side. */
  ArmState toState() {
    return new ArmState(
        timeNs,
        q.clone(),
        dq.clone(),
        PoseArray.toTransform(X_OE),
        new Twist(vector(V_OE_O, 0), vector(V_OE_O, 3)),
        new Wrench(vector(F_E_E, 0), vector(F_E_E, 3)),
        tau.clone());
  }

  private static Vector3 vector(double[] a, int from) {
    return new Vector3(a[from], a[from + 1], a[from + 2]);
  }
}
