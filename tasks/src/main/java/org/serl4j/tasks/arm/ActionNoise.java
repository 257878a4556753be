package org.serl4j.tasks.arm;

import java.util.SplittableRandom;

/**
 * What makes scripted demonstrations differ: Gaussian noise on each element of an action, with a
 * memory of about two steps.
 *
 * <pre>
 *   d_t = m d_(t-1) + sqrt(1 - m^2) sigma e_t,   e_t ~ N(0, 1)
 * </pre>
 */
public final class ActionNoise {
  private static final double MEMORY = 0.6; // m

  private final double deviation;
  private final SplittableRandom random;
  private final float[] disturbance;

  /**
   * @param deviation sigma, of each element; 0 for no noise
   * @param seed of the noise
   * @param size elements of an action
   */
  public ActionNoise(double deviation, long seed, int size) {
    this.deviation = deviation;
    random = new SplittableRandom(seed);
    disturbance = new float[size];
  }

  /**
   * Adds the next step's noise and clips to [-1, 1].
   *
   * @param action overwritten
   * @param share of the noise that acts now, in [0, 1]
   * @return {@code action}
   */
  public float[] disturb(float[] action, double share) {
    double fresh = Math.sqrt(1 - MEMORY * MEMORY) * deviation;
    for (int i = 0; i < action.length; i++) {
      disturbance[i] = (float) (MEMORY * disturbance[i] + fresh * random.nextGaussian());
      action[i] = Math.max(-1, Math.min(1, action[i] + (float) share * disturbance[i]));
    }
    return action;
  }
}
