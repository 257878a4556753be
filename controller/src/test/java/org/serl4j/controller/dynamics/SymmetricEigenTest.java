package org.serl4j.controller.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  private static final int N = 6;

  private static double[] random(SplittableRandom rng) {
    double[] A = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int k = i; k < N; k++) {
        A[i * N + k] = rng.nextDouble(-10, 10);
        A[k * N + i] = A[i * N + k];
      }
    }
    return A;
  }

  /** {@code sum_k L_rk d_k R_ck}. */
  private static double product(double[] left, double[] d, double[] right, int r, int c) {
    double sum = 0;
    for (int k = 0; k < N; k++) {
      sum += left[r * N + k] * d[k] * right[c * N + k];
    }
    return sum;
  }

  @Test
  void shouldRebuildTheMatrixFromOrthonormalEigenvectors() {
    SplittableRandom rng = new SplittableRandom(1);
    SymmetricEigen eigen = new SymmetricEigen(N);
    double[] ones = {1, 1, 1, 1, 1, 1};
    for (int sample = 0; sample < 200; sample++) {
      double[] A = random(rng);
      eigen.decompose(A);
      double[] V = eigen.vectors();
      for (int r = 0; r < N; r++) {
        for (int c = 0; c < N; c++) {
          assertEquals(A[r * N + c], product(V, eigen.values(), V, r, c), 1e-12);
          assertEquals(r == c ? 1 : 0, product(V, ones, V, r, c), 1e-13);
        }
      }
    }
  }

  @Test
  void shouldFindTheEigenvaluesOfARankOneMatrix() {
    double[] u = {1, -2, 3, 0, 1, 1};
    double[] A = new double[N * N];
    for (int r = 0; r < N; r++) {
      for (int c = 0; c < N; c++) {
        A[r * N + c] = u[r] * u[c];
      }
    }
    SymmetricEigen eigen = new SymmetricEigen(N);
    eigen.decompose(A);
    double largest = 0;
    double sum = 0;
    for (double value : eigen.values()) {
      largest = Math.max(largest, value);
      sum += Math.abs(value);
    }
    assertEquals(16, largest, 1e-13); // |u|^2
    assertEquals(16, sum, 1e-13);
  }

  @Test
  void shouldRefuseAMatrixThatIsNotFinite() {
    double[] A = random(new SplittableRandom(2));
    A[7] = Double.NaN;
    SymmetricEigen eigen = new SymmetricEigen(N);
    assertThrows(ArithmeticException.class, () -> eigen.decompose(A));
  }
}
