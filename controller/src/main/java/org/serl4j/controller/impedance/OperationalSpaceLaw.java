package org.serl4j.controller.impedance;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.dynamics.SymmetricEigen;

/**
 * Operational-space control (Khatib, "A unified approach for motion and force control of robot
 * manipulators", IEEE Journal of Robotics and Automation 3(1), 1987) with the gains of SERL's
 * simulated arm. What is asked for is an acceleration of the end effector, and the arm's inertia M
 * says which torques make it:
 *
 * <pre>
 *   a_p   = K (p_OD - p_OE) - D v                            [m/s^2]    K = 200 /s^2, D = 2 sqrt(K)
 *   a_R   = K log(R_OD R_OE^-1) - D w                        [rad/s^2]  rotation vector in O
 *   L     = (J M^-1 J^T)^-1                                             inertia that E shows
 *   tau_0 = k (q_0 - q) - d dq                               [Nm]       k = 0.5, d = 2 sqrt(k)
 *   tau   = J^T L (a_p, a_R) + (I - J^T L J M^-1) tau_0 + bias
 * </pre>
 *
 * <p>With (v, w) = J dq. Critically damped, E gets within 10 % of a step in 0.28 s. Where |det(J
 * M^-1 J^T)| is below 0.01 the inverse is a pseudo-inverse that drops the directions whose
 * eigenvalue is below 0.01 of the largest: there E gives way instead of asking for huge torques.
 * Neither accelerations nor torques are limited here, and dJ/dt dq is left out, as in SERL. SERL
 * adds tau_0 as a torque though its gains are those of an acceleration; so do we.
 *
 * <p>Its fields are scratch: the law is a function of its arguments. {@link #step} does not
 * allocate. Not thread-safe.
 */
public final class OperationalSpaceLaw {
  private static final double K = 200; // [1/s^2]
  private static final double D = 2 * Math.sqrt(K); // [1/s], damping ratio 1
  private static final double K_NULL = 0.5; // [Nm/rad]
  private static final double D_NULL = 2 * Math.sqrt(K_NULL); // [Nm s/rad]
  private static final double SMALLEST_DETERMINANT = 1e-2;
  private static final double SMALLEST_SHARE = 1e-2;
  private static final int N = 6;

  private final double[] q_0;

  private final double[] C = new double[JOINTS * JOINTS];
  private final double[] Y = new double[JOINTS * N];
  private final double[] z = new double[JOINTS];
  private final double[] tau_0 = new double[JOINTS];
  private final double[] A = new double[N * N];
  private final double[] a = new double[N];
  private final double[] F = new double[N];
  private final SymmetricEigen eigen = new SymmetricEigen(N);

  /**
   * @param q_0 posture that the nullspace keeps, 7 [rad] (copied)
   */
  public OperationalSpaceLaw(double[] q_0) {
    if (q_0.length != JOINTS) {
      throw new IllegalArgumentException("the arm has 7 joints, not " + q_0.length);
    }
    this.q_0 = q_0.clone();
  }

  /**
   * The arm where the law acts. Its arrays are read only.
   *
   * @param q joint positions, 7 [rad]
   * @param dq joint velocities, 7 [rad/s]
   * @param M joint-space inertia, 7 x 7 row-major [kg m^2]
   * @param bias gravity, Coriolis and centrifugal torques, 7 [Nm]
   * @param X_OE pose of the end effector, a {@link PoseArray}
   * @param J_OE its Jacobian in O, 6 x 7 row-major, rows v then w
   */
  @SuppressWarnings("ArrayRecordComponent") // one instance over preallocated arrays
  public record ArmDynamics(
      double[] q, double[] dq, double[] M, double[] bias, double[] X_OE, double[] J_OE) {
    /** Arrays of the right sizes, to be overwritten. */
    public static ArmDynamics allocate() {
      return new ArmDynamics(
          new double[JOINTS],
          new double[JOINTS],
          new double[JOINTS * JOINTS],
          new double[JOINTS],
          new double[PoseArray.SIZE],
          new double[N * JOINTS]);
    }
  }

  /**
   * The torques.
   *
   * @param arm not modified
   * @param X_OD desired pose of the end effector, a {@link PoseArray} (not modified)
   * @param tau 7 joint torques [Nm] (overwritten)
   */
  public void step(ArmDynamics arm, double[] X_OD, double[] tau) {
    double[] J = arm.J_OE;
    acceleration(arm, X_OD);
    for (int i = 0; i < JOINTS; i++) {
      // tau_0 = k (q_0 - q) - d dq
      tau_0[i] = K_NULL * (q_0[i] - arm.q[i]) - D_NULL * arm.dq[i];
    }
    whiten(arm.M, J);
    for (int row = 0; row < N; row++) {
      // a - J M^-1 tau_0 = a - Y^T z
      double sum = a[row];
      for (int i = 0; i < JOINTS; i++) {
        sum -= Y[i * N + row] * z[i];
      }
      a[row] = sum;
    }
    force();
    for (int i = 0; i < JOINTS; i++) {
      // tau = tau_0 + J^T L (a - J M^-1 tau_0) + bias
      double sum = tau_0[i] + arm.bias[i];
      for (int row = 0; row < N; row++) {
        sum += J[row * JOINTS + i] * F[row];
      }
      tau[i] = sum;
    }
  }

  /** {@code a = (a_p, a_R)}. */
  private void acceleration(ArmDynamics arm, double[] X_OD) {
    double[] X = arm.X_OE;
    for (int row = 0; row < N; row++) {
      double V = 0;
      for (int i = 0; i < JOINTS; i++) {
        V += arm.J_OE[row * JOINTS + i] * arm.dq[i];
      }
      a[row] = -D * V;
    }
    for (int i = 0; i < 3; i++) {
      // a_p = K (p_OD - p_OE) - D v
      a[i] += K * (X_OD[PoseArray.P + i] - X[PoseArray.P + i]);
    }
    double w = X[PoseArray.W];
    double x = X[PoseArray.W + 1];
    double y = X[PoseArray.W + 2];
    double zq = X[PoseArray.W + 3];
    double wd = X_OD[PoseArray.W];
    double xd = X_OD[PoseArray.W + 1];
    double yd = X_OD[PoseArray.W + 2];
    double zd = X_OD[PoseArray.W + 3];
    // q_OD q_OE^-1 = (w_d w + u_d . u,  w u_d - w_d u - u_d x u)
    double we = wd * w + xd * x + yd * y + zd * zq;
    double xe = w * xd - wd * x - (yd * zq - zd * y);
    double ye = w * yd - wd * y - (zd * x - xd * zq);
    double ze = w * zd - wd * zq - (xd * y - yd * x);
    double s = Math.sqrt(xe * xe + ye * ye + ze * ze);
    // log: the shorter way round; angle / sin(angle/2) -> 2 for small angles
    double k = s < 1e-9 ? 2 : 2 * Math.atan2(s, Math.abs(we)) / s;
    k = we < 0 ? -k : k;
    // a_R = K log(R_OD R_OE^-1) - D w
    a[3] += K * k * xe;
    a[4] += K * k * ye;
    a[5] += K * k * ze;
  }

  /** {@code M = C C^T}, {@code Y = C^-1 J^T}, {@code z = C^-1 tau_0}; A = Y^T Y = J M^-1 J^T. */
  private void whiten(double[] M, double[] J) {
    for (int row = 0; row < JOINTS; row++) {
      for (int col = 0; col <= row; col++) {
        // C_rc = (M_rc - sum_k C_rk C_ck) / C_cc
        double sum = M[row * JOINTS + col];
        for (int k = 0; k < col; k++) {
          sum -= C[row * JOINTS + k] * C[col * JOINTS + k];
        }
        // the diagonal keeps 1 / C_cc: solving multiplies
        C[row * JOINTS + col] = row == col ? 1 / Math.sqrt(sum) : sum * C[col * JOINTS + col];
      }
      for (int col = 0; col < N; col++) {
        // C Y = J^T
        double sum = J[col * JOINTS + row];
        for (int k = 0; k < row; k++) {
          sum -= C[row * JOINTS + k] * Y[k * N + col];
        }
        Y[row * N + col] = sum * C[row * JOINTS + row];
      }
      // C z = tau_0
      double sum = tau_0[row];
      for (int k = 0; k < row; k++) {
        sum -= C[row * JOINTS + k] * z[k];
      }
      z[row] = sum * C[row * JOINTS + row];
    }
    for (int row = 0; row < N; row++) {
      for (int col = row; col < N; col++) {
        double sum = 0;
        for (int i = 0; i < JOINTS; i++) {
          sum += Y[i * N + row] * Y[i * N + col];
        }
        A[row * N + col] = sum;
        A[col * N + row] = sum;
      }
    }
  }

  /** {@code F = L a = sum_k v_k (v_k . a) / lambda_k} over the eigenvalues of A that are kept. */
  private void force() {
    eigen.decompose(A);
    double[] lambda = eigen.values();
    double[] V = eigen.vectors();
    double determinant = 1;
    double largest = 0;
    for (int k = 0; k < N; k++) {
      determinant *= lambda[k];
      largest = Math.max(largest, Math.abs(lambda[k]));
      F[k] = 0;
    }
    double smallest = Math.abs(determinant) < SMALLEST_DETERMINANT ? SMALLEST_SHARE * largest : 0;
    for (int k = 0; k < N; k++) {
      if (Math.abs(lambda[k]) > smallest) {
        double along = 0;
        for (int row = 0; row < N; row++) {
          along += V[row * N + k] * a[row];
        }
        along /= lambda[k];
        for (int row = 0; row < N; row++) {
          F[row] += V[row * N + k] * along;
        }
      }
    }
  }
}
