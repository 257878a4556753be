package org.serl4j.controller.dynamics;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's cyclic rotations (Golub and
 * Van Loan, Matrix Computations, section 8.5):
 *
 * <pre>
 *   A = V diag(lambda) V^T,   V^T V = I
 * </pre>
 *
 * <p>Each rotation makes one pair of elements off the diagonal 0; sweeps over all pairs converge
 * quadratically, for 6 x 6 in about six. Does not allocate; not thread-safe.
 */
public final class SymmetricEigen {
  private static final int SWEEPS = 50;

  private final int n;
  private final double[] D;
  private final double[] V;
  private final double[] values;

  /**
   * @param n rows of the matrices
   */
  public SymmetricEigen(int n) {
    this.n = n;
    D = new double[n * n];
    V = new double[n * n];
    values = new double[n];
  }

  /**
   * Decomposes {@code A}, n x n row-major, symmetric (not modified).
   *
   * @throws ArithmeticException if an element is not finite
   */
  public void decompose(double[] A) {
    double scale = 0;
    for (int i = 0; i < n * n; i++) {
      D[i] = A[i];
      V[i] = i % (n + 1) == 0 ? 1 : 0;
      scale += A[i] * A[i];
    }
    // a difference of this relative size is lost in a sum of doubles
    double negligible = scale * 1e-32;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double off = 0;
      for (int p = 0; p < n; p++) {
        for (int r = p + 1; r < n; r++) {
          off += D[p * n + r] * D[p * n + r];
        }
      }
      if (off <= negligible) {
        for (int i = 0; i < n; i++) {
          values[i] = D[i * n + i];
        }
        return;
      }
      for (int p = 0; p < n; p++) {
        for (int r = p + 1; r < n; r++) {
          if (D[p * n + r] != 0) {
            rotate(p, r);
          }
        }
      }
    }
    throw new ArithmeticException("the eigenvalues of the matrix do not converge: is it finite?");
  }

  /** Rotates in the plane of p and r so that {@code D_pr} becomes 0. */
  private void rotate(int p, int r) {
    // tan(2 phi) = 2 D_pr / (D_rr - D_pp); t is the smaller root of t^2 + 2 theta t - 1 = 0
    double theta = (D[r * n + r] - D[p * n + p]) / (2 * D[p * n + r]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    // D <- G^T D G, V <- V G
    for (int k = 0; k < n; k++) {
      double kp = D[k * n + p];
      double kr = D[k * n + r];
      D[k * n + p] = c * kp - s * kr;
      D[k * n + r] = s * kp + c * kr;
    }
    for (int k = 0; k < n; k++) {
      double pk = D[p * n + k];
      double rk = D[r * n + k];
      D[p * n + k] = c * pk - s * rk;
      D[r * n + k] = s * pk + c * rk;
      double vp = V[k * n + p];
      double vr = V[k * n + r];
      V[k * n + p] = c * vp - s * vr;
      V[k * n + r] = s * vp + c * vr;
    }
  }

  /** The n eigenvalues in no order; this object's own array: not modified. */
  public double[] values() {
    return values;
  }

  /** V, n x n row-major, eigenvector k in column k; own array: not modified. */
  public double[] vectors() {
    return V;
  }
}
