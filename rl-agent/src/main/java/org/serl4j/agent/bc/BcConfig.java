package org.serl4j.agent.bc;

/**
 * Hyperparameters of behaviour cloning beside the networks' own; in brackets SERL's value where it
 * differs.
 *
 * @param updates updates of a training: 2000 [20,000 to 30,000]
 * @param smallestDeviation lower bound, in the loss, of the policy's deviation before tanh: 0.05
 *     [1e-5]
 * @param balanceGripper whether close, stay and open weigh the same in the gripper's loss, however
 *     rare they are: yes
 */
public record BcConfig(int updates, double smallestDeviation, boolean balanceGripper) {
  public BcConfig {
    if (updates < 1) {
      throw new IllegalArgumentException("bc: updates = " + updates + ", at least 1");
    }
    if (!(smallestDeviation >= 1e-5 && smallestDeviation <= 1)) {
      throw new IllegalArgumentException(
          "bc: smallestDeviation = " + smallestDeviation + ", from 1e-5 to 1");
    }
  }

  public static BcConfig defaults() {
    return new BcConfig(2_000, 0.05, true);
  }
}
