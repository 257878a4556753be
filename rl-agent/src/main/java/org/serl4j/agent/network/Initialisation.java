package org.serl4j.agent.network;

import java.util.SplittableRandom;

/** How the values of a {@link Block} begin. */
public enum Initialisation {
  ZERO {
    @Override
    double draw(SplittableRandom rng, int fanIn, int fanOut) {
      return 0;
    }
  },
  ONE {
    @Override
    double draw(SplittableRandom rng, int fanIn, int fanOut) {
      return 1;
    }
  },
  /** Uniform in +-sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
  XAVIER_UNIFORM {
    @Override
    double draw(SplittableRandom rng, int fanIn, int fanOut) {
      double bound = Math.sqrt(6.0 / (fanIn + fanOut));
      return rng.nextDouble(-bound, bound);
    }
  },
  /** Normal of variance 1 / fanIn, cut at two standard deviations before scaling. */
  LECUN_NORMAL {
    @Override
    double draw(SplittableRandom rng, int fanIn, int fanOut) {
      double z = rng.nextGaussian();
      while (Math.abs(z) > 2) {
        z = rng.nextGaussian();
      }
      return z / DEVIATION_WHEN_CUT_AT_TWO / Math.sqrt(fanIn);
    }
  };

  /** Standard deviation of a standard normal cut at +-2. */
  private static final double DEVIATION_WHEN_CUT_AT_TWO = 0.8796256610342398;

  abstract double draw(SplittableRandom rng, int fanIn, int fanOut);
}
