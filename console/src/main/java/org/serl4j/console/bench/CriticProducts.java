package org.serl4j.console.bench;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.serl4j.agent.network.CriticShape;
import org.serl4j.agent.network.Floats;

/**
 * The matrix products of the critics' forward and backward alone, as the critics do them: the same
 * sizes and the same lengths of rows, all critics side by side in one activation matrix.
 *
 * <pre>
 * forward:  Z1 = X W1,  Z2_i = Y1_i W2_i,  q_i = Y2_i w3_i
 * backward: dw3_i = Y2_i^T dq_i,  dY2_i = dq_i w3_i^T,
 *           dW2_i = Y1_i^T dZ2_i, dY1_i = dZ2_i W2_i^T,  dW1 = X^T dZ1
 * </pre>
 *
 * The gradient of X, which our own way back gives as well, is left out.
 */
final class CriticProducts {
  private final CriticShape shape;
  private final int rows;
  private final int width;
  private final FloatPointer x;
  private final FloatPointer w1;
  private final FloatPointer dW1;
  private final FloatPointer[] y1;
  private final FloatPointer[] dY1;
  private final FloatPointer[] w2;
  private final FloatPointer[] dW2;
  private final FloatPointer[] y2;
  private final FloatPointer[] dY2;
  private final FloatPointer[] w3;
  private final FloatPointer[] dW3;
  private final FloatPointer[] q;

  CriticProducts(CriticShape shape, int rows) {
    this.shape = shape;
    this.rows = rows;
    int critics = shape.critics();
    int hidden = shape.hidden();
    this.width = critics * hidden;
    this.x = filled(rows * shape.inputWidth()).pointer();
    this.w1 = filled(shape.inputWidth() * width).pointer();
    this.dW1 = filled(shape.inputWidth() * width).pointer();
    this.y1 = parts(rows * width, hidden);
    this.dY1 = parts(rows * width, hidden);
    this.y2 = parts(rows * width, hidden);
    this.dY2 = parts(rows * width, hidden);
    this.w2 = parts(hidden * width, hidden * hidden);
    this.dW2 = parts(hidden * width, hidden * hidden);
    this.w3 = parts(width, hidden);
    this.dW3 = parts(width, hidden);
    this.q = parts(rows * critics, 1);
  }

  private static Floats filled(int length) {
    Floats made = Floats.allocate(length);
    for (int i = 0; i < length; i++) {
      made.set(i, (i % 17 - 8) * 0.01f);
    }
    return made;
  }

  /** Where the part of each critic begins. */
  private FloatPointer[] parts(int length, int step) {
    Floats whole = filled(length);
    FloatPointer[] parts = new FloatPointer[shape.critics()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = whole.at(i * step);
    }
    return parts;
  }

  /** All products once. */
  void run() {
    int in = shape.inputWidth();
    int hidden = shape.hidden();
    int critics = shape.critics();
    product(CblasNoTrans, CblasNoTrans, rows, width, in, x, in, w1, width, y1[0], width);
    for (int i = 0; i < critics; i++) {
      product(
          CblasNoTrans,
          CblasNoTrans,
          rows,
          hidden,
          hidden,
          y1[i],
          width,
          w2[i],
          hidden,
          y2[i],
          width);
    }
    for (int i = 0; i < critics; i++) {
      product(CblasNoTrans, CblasNoTrans, rows, 1, hidden, y2[i], width, w3[i], 1, q[i], critics);
    }
    for (int i = 0; i < critics; i++) {
      product(CblasTrans, CblasNoTrans, hidden, 1, rows, y2[i], width, q[i], critics, dW3[i], 1);
      product(CblasNoTrans, CblasTrans, rows, hidden, 1, q[i], critics, w3[i], 1, dY2[i], width);
    }
    for (int i = 0; i < critics; i++) {
      product(
          CblasTrans,
          CblasNoTrans,
          hidden,
          hidden,
          rows,
          y1[i],
          width,
          dY2[i],
          width,
          dW2[i],
          hidden);
      product(
          CblasNoTrans,
          CblasTrans,
          rows,
          hidden,
          hidden,
          dY2[i],
          width,
          w2[i],
          hidden,
          dY1[i],
          width);
    }
    product(CblasTrans, CblasNoTrans, in, width, rows, x, in, dY1[0], width, dW1, width);
  }

  private static void product(
      int transA,
      int transB,
      int m,
      int n,
      int k,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      FloatPointer c,
      int ldc) {
    cblas_sgemm(CblasRowMajor, transA, transB, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);
  }
}
