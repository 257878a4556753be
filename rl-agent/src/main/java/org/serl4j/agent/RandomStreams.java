package org.serl4j.agent;

import java.util.SplittableRandom;

/**
 * Independent random streams that are reached by number, so that what happens in step n repeats
 * without replaying the steps before.
 *
 * <p>Seeds must be mixed, not added: {@link SplittableRandom} walks from its seed by the golden
 * gamma, so generators whose seeds differ by a multiple of it give the same numbers, shifted by a
 * few draws.
 */
public final class RandomStreams {
  private static final long ODD = 0xd1342543de82ef95L; // multiplier of L'Ecuyer's 64-bit LCGs

  private RandomStreams() {}

  /** The stream of that number under that seed. */
  public static SplittableRandom of(long seed, long number) {
    return new SplittableRandom(seed(seed, number));
  }

  /** A seed for the stream of that number under that seed. */
  public static long seed(long seed, long number) {
    return mix(mix(seed * ODD + 1) + number * ODD);
  }

  /** Finaliser of MurmurHash3: every bit of the result depends on every bit of z. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }
}
