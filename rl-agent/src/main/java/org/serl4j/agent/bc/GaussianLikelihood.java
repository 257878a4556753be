package org.serl4j.agent.bc;

/**
 * Negative log-likelihood of demonstrated actions, and its gradient. Outputs of the policy hold for
 * each row the means mu, then the log deviations l.
 *
 * <pre>
 * m = tanh(mu),   s = clip(exp(l), smallest, 5)
 * L = 1/B sum over b and j of  (a - m)^2 / (2 s^2) + log s + log(2 pi) / 2
 * dL/dmu = (m - a) (1 - m^2) / s^2 / B
 * dL/dl  = (1 - (a - m)^2 / s^2) / B,  and 0 where s was clipped
 * </pre>
 */
final class GaussianLikelihood {
  private static final double LARGEST = 5;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final int size;
  private final double smallest;
  private final float[] gradients;
  private double loss;
  private double actionError;

  /**
   * @param size elements of an action
   */
  GaussianLikelihood(int size, int maxRows, double smallest) {
    this.size = size;
    this.smallest = smallest;
    this.gradients = new float[maxRows * 2 * size];
  }

  /**
   * Computes loss, error and gradient.
   *
   * @param outputs of the policy; not modified
   * @param actions rows of length {@code ld}, continuous elements first; not modified
   */
  void evaluate(float[] outputs, float[] actions, int ld, int rows) {
    double sum = 0;
    double errors = 0;
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < size; j++) {
        int mean = row * 2 * size + j;
        double m = Math.tanh(outputs[mean]);
        double exp = Math.exp(outputs[mean + size]);
        double s = Math.max(smallest, Math.min(LARGEST, exp));
        // z = (m - a) / s
        double z = (m - actions[row * ld + j]) / s;
        sum += 0.5 * z * z + Math.log(s) + HALF_LOG_TWO_PI;
        errors += Math.abs(z) * s;
        gradients[mean] = (float) (z / s * (1 - m * m) / rows);
        gradients[mean + size] = s == exp ? (float) ((1 - z * z) / rows) : 0;
      }
    }
    loss = sum / rows;
    actionError = errors / (rows * size);
  }

  double loss() {
    return loss;
  }

  /** Mean over rows and elements of |m - a|. */
  double actionError() {
    return actionError;
  }

  /** Gradient with respect to the outputs, in their layout. */
  float[] gradients() {
    return gradients;
  }
}
