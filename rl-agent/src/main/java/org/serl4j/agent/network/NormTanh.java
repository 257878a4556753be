package org.serl4j.agent.network;

/**
 * Bias, layer normalisation and tanh of one row in one go (Ba, Kiros and Hinton 2016), and the way
 * back. Every array holds one row from index 0: loops over arrays that begin at different indices
 * are not turned into vector instructions (ten times slower).
 *
 * <pre>
 * z' = z + b,  m = mean(z'),  v = mean((z' - m)^2),  h = (z' - m) / sqrt(v + eps)
 * y  = tanh(gain h + shift)
 * </pre>
 */
final class NormTanh {
  private static final float EPSILON = 1e-6f;

  private NormTanh() {}

  /**
   * @param z the product x W; overwritten with h
   * @param y overwritten with the output
   * @return 1 / sqrt(v + eps), which {@link #backward} needs
   */
  static float forward(float[] z, int n, float[] bias, float[] gain, float[] shift, float[] y) {
    for (int j = 0; j < n; j++) {
      z[j] += bias[j];
    }
    float mean = sum(z, n) / n;
    for (int j = 0; j < n; j++) {
      z[j] -= mean;
    }
    float inverse = (float) (1 / Math.sqrt(dot(z, z, n) / n + EPSILON));
    for (int j = 0; j < n; j++) {
      z[j] *= inverse;
    }
    for (int j = 0; j < n; j++) {
      y[j] = Tanh.of(gain[j] * z[j] + shift[j]);
    }
    return inverse;
  }

  /**
   * Way back of one row.
   *
   * <pre>
   * du = dy (1 - y^2),  dgain += du h,  dshift += du,  dh = du gain
   * dz = (dh - mean(dh) - h mean(dh h)) / sqrt(v + eps),  dbias += dz
   * </pre>
   *
   * @param d the gradient with respect to y; overwritten with dz
   */
  static void backward(
      float[] d,
      int n,
      float[] h,
      float[] y,
      float inverse,
      float[] gain,
      float[] dBias,
      float[] dGain,
      float[] dShift) {
    for (int j = 0; j < n; j++) {
      d[j] *= 1 - y[j] * y[j];
    }
    for (int j = 0; j < n; j++) {
      dShift[j] += d[j];
    }
    for (int j = 0; j < n; j++) {
      dGain[j] += d[j] * h[j];
    }
    for (int j = 0; j < n; j++) {
      d[j] *= gain[j];
    }
    float mean = sum(d, n) / n;
    float slope = dot(d, h, n) / n;
    for (int j = 0; j < n; j++) {
      d[j] = inverse * (d[j] - mean - slope * h[j]);
    }
    for (int j = 0; j < n; j++) {
      dBias[j] += d[j];
    }
  }

  /** Sum with eight accumulators: Java keeps the order of float additions, so one would wait. */
  private static float sum(float[] a, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int j = 0;
    for (; j <= n - 8; j += 8) {
      s0 += a[j];
      s1 += a[j + 1];
      s2 += a[j + 2];
      s3 += a[j + 3];
      s4 += a[j + 4];
      s5 += a[j + 5];
      s6 += a[j + 6];
      s7 += a[j + 7];
    }
    for (; j < n; j++) {
      s0 += a[j];
    }
    return (s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7));
  }

  /** Scalar product with eight accumulators. */
  private static float dot(float[] a, float[] b, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int j = 0;
    for (; j <= n - 8; j += 8) {
      s0 += a[j] * b[j];
      s1 += a[j + 1] * b[j + 1];
      s2 += a[j + 2] * b[j + 2];
      s3 += a[j + 3] * b[j + 3];
      s4 += a[j + 4] * b[j + 4];
      s5 += a[j + 5] * b[j + 5];
      s6 += a[j + 6] * b[j + 6];
      s7 += a[j + 7] * b[j + 7];
    }
    for (; j < n; j++) {
      s0 += a[j] * b[j];
    }
    return (s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7));
  }
}
