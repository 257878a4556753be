package org.serl4j.agent.bc;

/**
 * Negative log-likelihood of demonstrated actions under the policy's tanh-Gaussian, and its
 * gradient. Outputs of the policy hold for each row the means mu, then the log deviations l.
 *
 * <pre>
 * u = atanh(c),   c = clip(a, -0.98, 0.98)          s = clip(exp(l), smallest, 5)
 * L = 1/B sum over b and j of  (u - mu)^2 / (2 s^2) + log s + log(2 pi) / 2 + log(1 - c^2)
 * dL/dmu = (mu - u) / s^2 / B
 * dL/dl  = (1 - (u - mu)^2 / s^2) / B,  and 0 where s was clipped
 * </pre>
 */
final class GaussianLikelihood {
  /** Beyond it atanh grows without bound; the action is meant as full speed anyway. */
  private static final double LARGEST_ACTION = 0.98;

  private static final double LARGEST_DEVIATION = 5;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final int size;
  private final double smallest;
  private final float[] gradients;
  private double loss;
  private double actionError;

  /**
   * @param size elements of an action
   * @param smallest lower bound of the deviation of u
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
        double mu = outputs[mean];
        double a = actions[row * ld + j];
        double c = Math.max(-LARGEST_ACTION, Math.min(LARGEST_ACTION, a));
        // atanh(c) = log((1 + c) / (1 - c)) / 2
        double u = 0.5 * Math.log((1 + c) / (1 - c));
        double exp = Math.exp(outputs[mean + size]);
        double s = Math.max(smallest, Math.min(LARGEST_DEVIATION, exp));
        double z = (mu - u) / s;
        sum += 0.5 * z * z + Math.log(s) + HALF_LOG_TWO_PI + Math.log(1 - c * c);
        errors += Math.abs(Math.tanh(mu) - a);
        gradients[mean] = (float) (z / s / rows);
        gradients[mean + size] = s == exp ? (float) ((1 - z * z) / rows) : 0;
      }
    }
    loss = sum / rows;
    actionError = errors / (rows * size);
  }

  double loss() {
    return loss;
  }

  /** Mean over rows and elements of |tanh(mu) - a|. */
  double actionError() {
    return actionError;
  }

  /** Gradient with respect to the outputs, in their layout. */
  float[] gradients() {
    return gradients;
  }
}
