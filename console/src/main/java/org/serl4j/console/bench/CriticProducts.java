package org.serl4j.console.bench;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.serl4j.agent.network.CriticShape;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Lanes;

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
  private final Lanes lanes;
  private final int width;
  private final FloatPointer x;
  private final FloatPointer[] w1;
  private final FloatPointer[] dW1;
  private final FloatPointer[] y1;
  private final FloatPointer[] dY1;
  private final FloatPointer[] w2;
  private final FloatPointer[] dW2;
  private final FloatPointer[] y2;
  private final FloatPointer[] dY2;
  private final FloatPointer[] w3;
  private final FloatPointer[] dW3;
  private final FloatPointer[] q;

  /**
   * @param lanes share the critics, each critic's products one after the other; not closed
   */
  CriticProducts(CriticShape shape, int rows, Lanes lanes) {
    this.shape = shape;
    this.rows = rows;
    this.lanes = lanes;
    int critics = shape.critics();
    int hidden = shape.hidden();
    this.width = critics * hidden;
    this.x = filled(rows * shape.inputWidth()).pointer();
    this.w1 = parts(shape.inputWidth() * width, hidden);
    this.dW1 = parts(shape.inputWidth() * width, hidden);
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

  /** All products once. With one lane the first layer of all critics is one product. */
  void run() {
    if (lanes.count() == 1) {
      firstForward(0, width);
      for (int i = 0; i < shape.critics(); i++) {
        critic(i);
      }
      firstBackward(0, width);
    } else {
      lanes.run(shape.critics(), this::wholeCritic);
    }
  }

  private void wholeCritic(int lane, int i) {
    firstForward(i, shape.hidden());
    critic(i);
    firstBackward(i, shape.hidden());
  }

  private void firstForward(int i, int columns) {
    int in = shape.inputWidth();
    product(CblasNoTrans, CblasNoTrans, rows, columns, in, x, in, w1[i], width, y1[i], width);
  }

  private void firstBackward(int i, int columns) {
    int in = shape.inputWidth();
    product(CblasTrans, CblasNoTrans, in, columns, rows, x, in, dY1[i], width, dW1[i], width);
  }

  /** Second layer and head of one critic, forward and backward. */
  private void critic(int i) {
    int h = shape.hidden();
    int n = shape.critics();
    product(CblasNoTrans, CblasNoTrans, rows, h, h, y1[i], width, w2[i], h, y2[i], width);
    product(CblasNoTrans, CblasNoTrans, rows, 1, h, y2[i], width, w3[i], 1, q[i], n);
    product(CblasTrans, CblasNoTrans, h, 1, rows, y2[i], width, q[i], n, dW3[i], 1);
    product(CblasNoTrans, CblasTrans, rows, h, 1, q[i], n, w3[i], 1, dY2[i], width);
    product(CblasTrans, CblasNoTrans, h, h, rows, y1[i], width, dY2[i], width, dW2[i], h);
    product(CblasNoTrans, CblasTrans, rows, h, h, dY2[i], width, w2[i], h, dY1[i], width);
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
