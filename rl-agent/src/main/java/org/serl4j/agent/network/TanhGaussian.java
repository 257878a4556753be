package org.serl4j.agent.network;

import java.util.SplittableRandom;

/**
 * Actions a = tanh(u) with u = mean + std eps and eps standard normal (Haarnoja et al. 2018,
 * appendix C). Arrays hold rows x action elements; outputs of the policy hold for each row the
 * means, then the log deviations.
 *
 * <pre>
 * std      = clip(exp(logStd), 1e-5, 5)
 * log pi   = sum over the elements of  -eps^2 / 2 - log std - log(2 pi) / 2 - log(1 - a^2)
 * log(1 - tanh(u)^2) = 2 (log 2 - u - log(1 + exp(-2 u)))
 * </pre>
 */
public final class TanhGaussian {
  private static final double SMALLEST_STD = 1e-5;
  private static final double LARGEST_STD = 5;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final int size;
  private final float[] noise;
  private final float[] std;
  private final boolean[] clipped;
  private final float[] actions;
  private final double[] logProbability;

  public TanhGaussian(int action, int maxRows) {
    this.size = action;
    this.noise = new float[maxRows * action];
    this.std = new float[maxRows * action];
    this.clipped = new boolean[maxRows * action];
    this.actions = new float[maxRows * action];
    this.logProbability = new double[maxRows];
  }

  /** The sampled actions of the last {@link #sample}. */
  public float[] actions() {
    return actions;
  }

  /** Log-probability of each sampled action. */
  public double[] logProbability() {
    return logProbability;
  }

  /**
   * Mean over the rows of the log-probability.
   *
   * @param rows rows of the last sample
   */
  public double meanLogProbability(int rows) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += logProbability[row];
    }
    return sum / rows;
  }

  /**
   * Draws one action a row.
   *
   * @param outputs of the policy; not modified
   */
  public void sample(float[] outputs, int rows, SplittableRandom rng) {
    for (int i = 0; i < rows * size; i++) {
      noise[i] = (float) rng.nextGaussian();
    }
    transform(outputs, rows);
  }

  /** Actions of the noise drawn before, for other outputs of the policy. */
  void transform(float[] outputs, int rows) {
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        int i = row * size + j;
        double mean = outputs[row * 2 * size + j];
        double exp = Math.exp(outputs[row * 2 * size + size + j]);
        double deviation = Math.max(SMALLEST_STD, Math.min(LARGEST_STD, exp));
        clipped[i] = deviation != exp;
        std[i] = (float) deviation;
        // u = mean + std eps,  a = tanh(u)
        double eps = noise[i];
        double u = mean + deviation * eps;
        actions[i] = (float) Math.tanh(u);
        // log N(u) - log(1 - tanh(u)^2)
        sum += -0.5 * eps * eps - Math.log(deviation) - HALF_LOG_TWO_PI - logJacobian(u);
      }
      logProbability[row] = sum;
    }
  }

  /** {@code log(1 - tanh(u)^2)}, finite for every finite u. */
  static double logJacobian(double u) {
    // -2u may be large: log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|))
    double x = -2 * u;
    double softplus = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    return 2 * (Math.log(2) - u - softplus);
  }

  /**
   * Gradient of a loss L(a, log pi) with respect to the policy's outputs.
   *
   * <pre>
   * d(-log(1 - tanh(u)^2))/du = 2 a
   * gu      = dL/da (1 - a^2) + dL/dlogpi 2 a
   * gmean   = gu
   * gstd    = gu eps - dL/dlogpi / std
   * glogStd = gstd std, and 0 where std was clipped
   * </pre>
   *
   * @param dActions dL/da, rows x action; not modified
   * @param dLogProbability dL/dlogpi, the same for every row
   * @param dOutputs overwritten
   */
  public void backward(float[] dActions, double dLogProbability, int rows, float[] dOutputs) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < size; j++) {
        int i = row * size + j;
        double a = actions[i];
        double gu = dActions[i] * (1 - a * a) + dLogProbability * 2 * a;
        double gstd = gu * noise[i] - dLogProbability / std[i];
        dOutputs[row * 2 * size + j] = (float) gu;
        dOutputs[row * 2 * size + size + j] = clipped[i] ? 0 : (float) (gstd * std[i]);
      }
    }
  }
}
