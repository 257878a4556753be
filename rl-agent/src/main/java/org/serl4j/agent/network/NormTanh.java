package org.serl4j.agent.network;

/**
 * Bias, layer normalisation and tanh of one row in one go (Ba, Kiros and Hinton 2016), and the way
 * back. All indices are into heap arrays; {@code at} is where the row begins, {@code column} where
 * its parameters begin.
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
  static float forward(
      float[] z, int at, int n, float[] bias, float[] gain, float[] shift, int column, float[] y) {
    for (int j = 0; j < n; j++) {
      z[at + j] += bias[column + j];
    }
    float mean = sum(z, at, n) / n;
    for (int j = 0; j < n; j++) {
      z[at + j] -= mean;
    }
    float inverse = (float) (1 / Math.sqrt(dot(z, at, z, at, n) / n + EPSILON));
    for (int j = 0; j < n; j++) {
      z[at + j] *= inverse;
    }
    for (int j = 0; j < n; j++) {
      y[at + j] = Tanh.of(gain[column + j] * z[at + j] + shift[column + j]);
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
   * @param from where the row begins in {@code d}
   */
  static void backward(
      float[] d,
      int from,
      int n,
      float[] h,
      float[] y,
      int at,
      float inverse,
      float[] gain,
      int column,
      float[] dBias,
      float[] dGain,
      float[] dShift) {
    for (int j = 0; j < n; j++) {
      d[from + j] *= 1 - y[at + j] * y[at + j];
    }
    for (int j = 0; j < n; j++) {
      dShift[column + j] += d[from + j];
    }
    for (int j = 0; j < n; j++) {
      dGain[column + j] += d[from + j] * h[at + j];
    }
    for (int j = 0; j < n; j++) {
      d[from + j] *= gain[column + j];
    }
    float mean = sum(d, from, n) / n;
    float slope = dot(d, from, h, at, n) / n;
    for (int j = 0; j < n; j++) {
      d[from + j] = inverse * (d[from + j] - mean - slope * h[at + j]);
    }
    for (int j = 0; j < n; j++) {
      dBias[column + j] += d[from + j];
    }
  }

  /** Sum with eight accumulators: Java keeps the order of float additions, so one would wait. */
  static float sum(float[] a, int at, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int j = at;
    int end = at + n;
    for (; j <= end - 8; j += 8) {
      s0 += a[j];
      s1 += a[j + 1];
      s2 += a[j + 2];
      s3 += a[j + 3];
      s4 += a[j + 4];
      s5 += a[j + 5];
      s6 += a[j + 6];
      s7 += a[j + 7];
    }
    for (; j < end; j++) {
      s0 += a[j];
    }
    return (s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7));
  }

  /** Scalar product with eight accumulators. */
  static float dot(float[] a, int from, float[] b, int at, int n) {
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
      int p = from + j;
      int q = at + j;
      s0 += a[p] * b[q];
      s1 += a[p + 1] * b[q + 1];
      s2 += a[p + 2] * b[q + 2];
      s3 += a[p + 3] * b[q + 3];
      s4 += a[p + 4] * b[q + 4];
      s5 += a[p + 5] * b[q + 5];
      s6 += a[p + 6] * b[q + 6];
      s7 += a[p + 7] * b[q + 7];
    }
    for (; j < n; j++) {
      s0 += a[from + j] * b[at + j];
    }
    return (s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7));
  }
}
