package org.serl4j.agent.rlpd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The learned weight alpha of the entropy, kept positive by a softplus (Haarnoja et al. 2018).
 *
 * <pre>
 * alpha = log(1 + exp(p))
 * L(p)  = alpha (H - target),   dL/dp = (H - target) / (1 + exp(-p))
 * </pre>
 */
final class Temperature {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double rate;
  private double parameter;
  private double m;
  private double v;
  private long steps;

  Temperature(double initial, double rate) {
    this.rate = rate;
    // softplus^-1(alpha) = log(exp(alpha) - 1)
    this.parameter = Math.log(Math.expm1(initial));
  }

  double alpha() {
    return softplus(parameter);
  }

  /** {@code log(1 + exp(x))} without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  double parameter() {
    return parameter;
  }

  double loss(double entropy, double target) {
    return alpha() * (entropy - target);
  }

  double gradient(double entropy, double target) {
    return (entropy - target) / (1 + Math.exp(-parameter));
  }

  /** One step of Adam. */
  void step(double gradient) {
    steps++;
    m = BETA1 * m + (1 - BETA1) * gradient;
    v = BETA2 * v + (1 - BETA2) * gradient * gradient;
    double mHat = m / (1 - Math.pow(BETA1, (double) steps));
    double vHat = v / (1 - Math.pow(BETA2, (double) steps));
    parameter -= rate * mHat / (Math.sqrt(vHat) + EPSILON);
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(parameter);
    out.writeDouble(m);
    out.writeDouble(v);
    out.writeLong(steps);
  }

  void load(DataInput in) throws IOException {
    parameter = in.readDouble();
    m = in.readDouble();
    v = in.readDouble();
    steps = in.readLong();
  }
}
