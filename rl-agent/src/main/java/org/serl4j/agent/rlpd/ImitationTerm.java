package org.serl4j.agent.rlpd;

import org.jspecify.annotations.Nullable;
import org.serl4j.agent.replay.Batch;

/**
 * The policy's term of {@link Imitation} on one batch at a time.
 *
 * <pre>
 * L      = w/B sum over b, j of (tanh mu - a*)^2
 * dL/dmu = 2 w/B (tanh mu - a*) (1 - tanh^2 mu)
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
   * @param outputs of the policy, for each row the means mu, then the log deviations; not modified
   * @param executed continuous elements of the batch's actions; not modified
   * @param clone null if rows that nobody demonstrated have no a*
   * @param w the weight now
   */
  double forward(Batch batch, float[] outputs, float[] executed, @Nullable Clone clone, double w) {
    if (clone != null) {
      clone.act(batch, shown);
    }
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      boolean demonstrated = batch.demonstrated(row);
      for (int j = 0; j < size; j++) {
        int i = row * size + j;
        float wanted = demonstrated ? executed[i] : shown[i];
        boolean counts = demonstrated || clone != null;
        errors[i] = counts ? (float) Math.tanh(outputs[row * 2 * size + j]) - wanted : 0;
        sum += errors[i] * errors[i];
      }
    }
    return w * sum / batch.rows();
  }

  /**
   * Adds the gradient of the last {@link #forward} to that of the policy's outputs.
   *
   * @param outputs as there; not modified
   */
  void addGradient(float[] outputs, int rows, double w, float[] gradients) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < size; j++) {
        int mean = row * 2 * size + j;
        double a = Math.tanh(outputs[mean]);
        gradients[mean] += (float) (2 * w / rows * errors[row * size + j] * (1 - a * a));
      }
    }
  }
}
