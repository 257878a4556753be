package org.serl4j.agent.network;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/** Products of row-major matrices by {@code cblas_sgemm}; {@code ld} is the length of a row. */
final class Gemm {
  private Gemm() {}

  /** {@code C[m,n] = A[m,k] B[k,n] + beta C}. */
  static void multiply(
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
  }

  /** {@code C[m,n] = A[k,m]^T B[k,n] + beta C}. */
  static void multiplyTransposedLeft(
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
  }

  /** {@code C[m,n] = A[m,k] B[n,k]^T + beta C}. */
  static void multiplyTransposedRight(
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
  }
}
