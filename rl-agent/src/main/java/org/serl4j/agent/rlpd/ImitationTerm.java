package org.serl4j.agent.rlpd;

import org.jspecify.annotations.Nullable;
import org.serl4j.agent.replay.Batch;

/**
 * The distance in the policy's term of {@link Imitation}, on one batch at a time; the entropy in it
 * is the agent's.
 *
 * <pre>
 * L     = w/B sum over b, j of (a - a*)^2
 * dL/da = 2 w/B (a - a*)
 * </pre>
 */
final class ImitationTerm {
  private final int size;
  private final float[] shown;
  private final float[] errors;

  /**
   * @param size continuous elements of an action
   */
  ImitationTerm(int size, int maxRows) {
    this.size = size;
    this.shown = new float[maxRows * size];
    this.errors = new float[maxRows * size];
  }

  /**
   * The loss.
   *
   * @param drawn the policy's actions a, rows x size; not modified
   * @param executed continuous elements of the batch's actions; not modified
   * @param clone null if rows that nobody demonstrated have no a*
   * @param w the weight now
   */
  double forward(Batch batch, float[] drawn, float[] executed, @Nullable Clone clone, double w) {
    if (clone != null) {
      clone.act(batch, shown);
    }
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      boolean demonstrated = batch.demonstrated(row);
      boolean counts = demonstrated || clone != null;
      for (int i = row * size; i < (row + 1) * size; i++) {
        errors[i] = counts ? drawn[i] - (demonstrated ? executed[i] : shown[i]) : 0;
        sum += errors[i] * errors[i];
      }
    }
    return w * sum / batch.rows();
  }

  /** Adds the gradient of the last {@link #forward} to that of the actions, rows x size. */
  void addGradient(int rows, double w, float[] gradients) {
    for (int i = 0; i < rows * size; i++) {
      gradients[i] += (float) (2 * w / rows * errors[i]);
    }
  }
}
