package org.serl4j.controller.impedance;

import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/**
 * The law written out line by line on matrices, with a singular value decomposition for the
 * pseudo-inverse: slow, and shares no code with the one under test.
 */
final class NaiveImpedanceLaw {
  private final double[] limit;
  private double[] K = new double[6];
  private double[] D = new double[6];
  private double[] Ki = new double[6];
  private double k_n = 20;
  private double k_1 = 20;
  private double[] e_i = new double[6];
  private double[] tauLast = new double[7];
  private RigidTransform X_OD;
  private RigidTransform target;
  private final double[] q_null;

  Compliance compliance;
  double k_n_target = 20;
  double k_1_target = 20;

  NaiveImpedanceLaw(double[] limit, RigidTransform start, double[] q, Compliance compliance) {
    this.limit = limit;
    this.X_OD = start;
    this.target = start;
    this.q_null = q.clone();
    this.compliance = compliance;
  }

  void target(RigidTransform target) {
    this.target = target;
    e_i = new double[6];
  }

  double[] step(double[] q, double[] dq, double[] coriolis) {
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(q);
    RigidTransform X_OE = PoseArray.toTransform(kinematics.X_OE());
    double[][] J = new double[6][7];
    for (int r = 0; r < 6; r++) {
      System.arraycopy(kinematics.J_OE(), 7 * r, J[r], 0, 7);
    }
    double[] e = error(X_OE);
    double[] V = multiply(J, dq);
    double[] F = new double[6];
    for (int i = 0; i < 6; i++) {
      double bound = i < 3 ? 0.1 : 0.3;
      e_i[i] = Math.max(-bound, Math.min(bound, e_i[i] + e[i]));
      F[i] = -K[i] * e[i] - D[i] * V[i] - Ki[i] * e_i[i];
    }
    double[][] Jt = transpose(J);
    double[] tauTask = multiply(Jt, F);
    double[] tau0 = new double[7];
    for (int i = 0; i < 7; i++) {
      double q_e = (q_null[i] - q[i]) * (i == 0 ? k_1 : 1);
      double dq_e = dq[i] * (i == 0 ? 2 * Math.sqrt(k_1) : 1);
      tau0[i] = k_n * q_e - 2 * Math.sqrt(k_n) * dq_e;
    }
    double[] taken = multiply(Jt, multiply(dampedPseudoInverse(Jt), tau0));
    double[] tau = new double[7];
    for (int i = 0; i < 7; i++) {
      double wanted = tauTask[i] + tau0[i] - taken[i] + coriolis[i];
      double step = Math.max(-1, Math.min(1, wanted - tauLast[i]));
      tau[i] = Math.max(-limit[i], Math.min(limit[i], tauLast[i] + step));
    }
    tauLast = tau.clone();
    filter();
    return tau;
  }

  private double[] error(RigidTransform X_OE) {
    Vector3 e_p = X_OE.p().minus(X_OD.p());
    Rotation q = X_OE.R();
    Rotation d = X_OD.R();
    if (q.w() * d.w() + q.x() * d.x() + q.y() * d.y() + q.z() * d.z() < 0) {
      q = new Rotation(-q.w(), -q.x(), -q.y(), -q.z());
    }
    Rotation difference = q.inverse().times(d);
    Vector3 e_R = q.times(new Vector3(difference.x(), difference.y(), difference.z())).times(-1);
    ReferenceClip c = compliance.clip();
    return new double[] {
      clip(e_p.x(), c.negX(), c.x()),
      clip(e_p.y(), c.negY(), c.y()),
      clip(e_p.z(), c.negZ(), c.z()),
      clip(e_R.x(), c.negRx(), c.rx()),
      clip(e_R.y(), c.negRy(), c.ry()),
      clip(e_R.z(), c.negRz(), c.rz())
    };
  }

  private static double clip(double value, double negative, double positive) {
    return Math.max(-negative, Math.min(positive, value));
  }

  private void filter() {
    double a = 0.005;
    double[] K_new = new double[6];
    double[] D_new = new double[6];
    double[] Ki_new = new double[6];
    for (int i = 0; i < 6; i++) {
      boolean t = i < 3;
      double k = t ? compliance.translationalStiffness() : compliance.rotationalStiffness();
      double d = t ? compliance.translationalDamping() : compliance.rotationalDamping();
      double ki = t ? compliance.translationalKi() : compliance.rotationalKi();
      K_new[i] = a * k + (1 - a) * K[i];
      D_new[i] = a * d + (1 - a) * D[i];
      Ki_new[i] = a * ki + (1 - a) * Ki[i];
    }
    K = K_new;
    D = D_new;
    Ki = Ki_new;
    k_n = a * k_n_target + (1 - a) * k_n;
    k_1 = a * k_1_target + (1 - a) * k_1;
    X_OD = X_OD.interpolate(target, a);
  }

  private static double[] multiply(double[][] A, double[] x) {
    double[] y = new double[A.length];
    for (int r = 0; r < A.length; r++) {
      for (int c = 0; c < x.length; c++) {
        y[r] += A[r][c] * x[c];
      }
    }
    return y;
  }

  private static double[][] transpose(double[][] A) {
    double[][] T = new double[A[0].length][A.length];
    for (int r = 0; r < A.length; r++) {
      for (int c = 0; c < A[0].length; c++) {
        T[c][r] = A[r][c];
      }
    }
    return T;
  }

  /**
   * {@code V diag(s / (s^2 + 0.2^2)) U^T} of {@code A = U diag(s) V^T}, by one-sided Jacobi
   * rotations: they turn A's columns until they are orthogonal, their norms are then the singular
   * values.
   */
  static double[][] dampedPseudoInverse(double[][] A) {
    int m = A.length;
    int n = A[0].length;
    double[][] W = transpose(A); // rows: columns of A V
    double[][] V = new double[n][n]; // rows: columns of V
    for (int i = 0; i < n; i++) {
      V[i][i] = 1;
    }
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          orthogonalise(W, V, i, j);
        }
      }
    }
    double[][] inverse = new double[n][m];
    for (int k = 0; k < n; k++) {
      double s2 = dot(W[k], W[k]);
      // s / (s^2 + l^2) v u^T with u = w / s
      double factor = 1 / (s2 + 0.04);
      for (int r = 0; r < n; r++) {
        for (int c = 0; c < m; c++) {
          inverse[r][c] += V[k][r] * factor * W[k][c];
        }
      }
    }
    return inverse;
  }

  private static void orthogonalise(double[][] W, double[][] V, int i, int j) {
    double off = dot(W[i], W[j]);
    if (Math.abs(off) < 1e-300) {
      return;
    }
    double zeta = (dot(W[j], W[j]) - dot(W[i], W[i])) / (2 * off);
    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = c * t;
    turn(W[i], W[j], c, s);
    turn(V[i], V[j], c, s);
  }

  private static void turn(double[] a, double[] b, double c, double s) {
    for (int k = 0; k < a.length; k++) {
      double x = a[k];
      a[k] = c * x - s * b[k];
      b[k] = s * x + c * b[k];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
