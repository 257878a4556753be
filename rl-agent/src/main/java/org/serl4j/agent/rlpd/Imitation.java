package org.serl4j.agent.rlpd;

/**
 * How far training begins with what the demonstrations show, instead of finding it anew. The policy
 * is cloned before the first step. The clone acts until the critics have had {@code leadUpdates};
 * meanwhile and after, the policy is held near it, less and less, while the critics learn what is
 * better.
 *
 * <pre>
 * w = weight 2^(-p / halfLife)                                          p: policy updates so far
 * policy:   L += w/B sum over b of (|a_b - a*_b|^2 + 2 deviation^2 log pi(a_b | o_b)),   a ~ pi(o)
 *           which is 2 w deviation^2 KL(pi || N(a*, deviation^2)) and a constant
 *           a*: what was demonstrated, in the other rows what the clone would do
 * gripper:  L += w/B sum over the demonstrated b of
 *                (max over k of (Q(o_b, k) + margin [k != k*_b]) - Q(o_b, k*_b))
 * </pre>
 *
 * The policy's term is that of TD3+BC (Fujimoto and Gu 2021, arXiv 2106.06860), the gripper's the
 * large margin of DQfD (Hester et al. 2018, arXiv 1704.03732), the lead the warm-up of WSRL (Zhou
 * et al. 2024, arXiv 2412.07762).
 *
 * @param updates of behaviour cloning before the first step; 0 for none: then demonstrations alone
 *     are imitated, and nothing leads
 * @param deviation that the policy is held to, and the least one of the clone before tanh
 * @param leadUpdates critic updates until the policy acts itself
 * @param weight w at the beginning, in units of value; 0 for RLPD
 * @param halfLife policy updates in which w halves
 * @param gripperMargin by how much the demonstrated choice of the gripper is to be worth more than
 *     the others
 */
public record Imitation(
    int updates,
    double deviation,
    int leadUpdates,
    double weight,
    int halfLife,
    double gripperMargin) {
  public Imitation {
    RlpdConfig.within("imitation.updates", updates, 0, 1_000_000);
    RlpdConfig.within("imitation.deviation", deviation, 1e-5, 1);
    RlpdConfig.within("imitation.leadUpdates", leadUpdates, 0, 1_000_000_000);
    RlpdConfig.within("imitation.weight", weight, 0, 1000);
    RlpdConfig.within("imitation.halfLife", halfLife, 1, 1_000_000_000);
    RlpdConfig.within("imitation.gripperMargin", gripperMargin, 0, 100);
  }

  /** RLPD's: demonstrations are rows of the batch and nothing more. */
  public static Imitation none() {
    return new Imitation(0, 0.15, 2000, 0, 500, 0.05);
  }

  /**
   * The weight w.
   *
   * @param policyUpdates so far
   */
  double weight(long policyUpdates) {
    return weight * Math.pow(2, -(double) policyUpdates / halfLife);
  }
}
