package org.serl4j.controller.dynamics;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

/**
 * The damped pseudo-inverse of a transposed Jacobian: singular values s become s / (s^2 + 0.2^2),
 * so that nothing blows up near a singularity.
 *
 * <p>It needs no singular value decomposition. With {@code J = U S V^T}:
 *
 * <pre>
 *   (J^T)^+ = U diag(s / (s^2 + l^2)) V^T
 *           = U diag(1 / (s^2 + l^2)) U^T  U S V^T
 *           = (J J^T + l^2 I)^-1 J
 * </pre>
 *
 * <p>and {@code J J^T + l^2 I} is a 6 x 6 matrix, positive definite for every J: one Cholesky
 * factorisation (well conditioned: its smallest eigenvalue is at least l^2 = 0.04).
 *
 * <p>Applied to external joint torques, {@code (J^T)^+ tau_ext} is the wrench on E that explains
 * them. Does not allocate; not thread-safe.
 */
public final class DampedInverse {
  private static final double DAMPING = 0.2; // l, from franka_ros' pseudo-inverse
  private static final int N = 6;

  private final double[] L = new double[N * N];

  /**
   * Factorises {@code J J^T + l^2 I} for the Jacobian {@code J}, 6 x 7 row-major (not modified).
   */
  public void factorise(double[] J) {
    for (int row = 0; row < N; row++) {
      for (int col = 0; col <= row; col++) {
        // (J J^T + l^2 I)_rc - sum_k L_rk L_ck
        double sum = row == col ? DAMPING * DAMPING : 0;
        for (int i = 0; i < JOINTS; i++) {
          sum += J[row * JOINTS + i] * J[col * JOINTS + i];
        }
        for (int k = 0; k < col; k++) {
          sum -= L[row * N + k] * L[col * N + k];
        }
        // the diagonal keeps 1 / L_cc: solving multiplies
        L[row * N + col] = row == col ? 1 / Math.sqrt(sum) : sum * L[col * N + col];
      }
    }
  }

  /**
   * {@code F = (J^T)^+ tau}.
   *
   * @param J the factorised Jacobian (not modified)
   * @param tau 7 joint torques (not modified)
   * @param F 6 numbers, force then torque (overwritten)
   */
  public void apply(double[] J, double[] tau, double[] F) {
    // J tau
    for (int row = 0; row < N; row++) {
      double sum = 0;
      for (int i = 0; i < JOINTS; i++) {
        sum += J[row * JOINTS + i] * tau[i];
      }
      F[row] = sum;
    }
    // L y = J tau
    for (int row = 0; row < N; row++) {
      double sum = F[row];
      for (int k = 0; k < row; k++) {
        sum -= L[row * N + k] * F[k];
      }
      F[row] = sum * L[row * N + row];
    }
    // L^T F = y
    for (int row = N - 1; row >= 0; row--) {
      double sum = F[row];
      for (int k = row + 1; k < N; k++) {
        sum -= L[k * N + row] * F[k];
      }
      F[row] = sum * L[row * N + row];
    }
  }
}
