package org.serl4j.agent.network;

/**
 * Hyperbolic tangent as Lambert's continued fraction, cut behind its ninth partial denominator: no
 * branch and no call, so that a loop over it is turned into vector instructions.
 *
 * <pre>tanh x = x / (1 + x^2 / (3 + x^2 / (5 + ...)))</pre>
 *
 * The largest error against {@link Math#tanh} is 6e-6.
 */
final class Tanh {
  /** Beyond +-6.2 the result stays at that of 6.2, which is 1 - 2.3e-6. */
  private static final float LARGEST = 6.2f;

  /** Constant term of numerator and denominator, 17!!, by which all are divided. */
  private static final double CONSTANT = 34459425;

  private static final float P2 = (float) (4729725 / CONSTANT);
  private static final float P4 = (float) (135135 / CONSTANT);
  private static final float P6 = (float) (990 / CONSTANT);
  private static final float P8 = (float) (1 / CONSTANT);
  private static final float Q2 = (float) (16216200 / CONSTANT);
  private static final float Q4 = (float) (945945 / CONSTANT);
  private static final float Q6 = (float) (13860 / CONSTANT);
  private static final float Q8 = (float) (45 / CONSTANT);

  private Tanh() {}

  static float of(float value) {
    // the same as a clamp, but of operations that vectorise
    float x = 0.5f * (Math.abs(value + LARGEST) - Math.abs(value - LARGEST));
    float s = x * x;
    // numerator and denominator of the ninth convergent, in powers of s = x^2
    float p = x * (1 + s * (P2 + s * (P4 + s * (P6 + s * P8))));
    float q = 1 + s * (Q2 + s * (Q4 + s * (Q6 + s * Q8)));
    return p / q;
  }
}
