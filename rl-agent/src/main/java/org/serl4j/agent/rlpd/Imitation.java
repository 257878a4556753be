package org.serl4j.agent.rlpd;

/**
 * How far training begins with what the demonstrations show, instead of finding it anew. The policy
 * is cloned before the first step, and the clone stays as it is. What is learned is a bounded
 * correction of its actions, and a preference for its choices of the gripper that fades.
 *
 * <pre>
 * a = clip(c(o) + residual r, -1, 1)                      c(o): the clone's most likely action,
 *                                                         r ~ pi(o) in [-1, 1]
 * gripper:  L += w/B sum over the demonstrated b of
 *                (max over k of (Q(o_b, k) + margin [k != k*_b]) - Q(o_b, k*_b))
 * w = gripperWeight 2^(-n / gripperHalfLife)              n: critic updates so far
 * </pre>
 *
 * Bounded residuals over a frozen cloned policy are those of Policy Decorator (Yuan et al. 2024,
 * arXiv 2412.13630), the gripper's term is the large margin of DQfD (Hester et al. 2018, arXiv
 * 1704.03732).
 *
 * @param updates of behaviour cloning before the first step; 0 for none, as RLPD has it
 * @param residual largest correction of an action's element
 * @param gripperWeight w at the beginning
 * @param gripperHalfLife critic updates in which w halves
 * @param gripperMargin by how much the demonstrated choice of the gripper is to be worth more than
 *     the others
 */
public record Imitation(
    int updates, double residual, double gripperWeight, int gripperHalfLife, double gripperMargin) {
  public Imitation {
    RlpdConfig.within("imitation.updates", updates, 0, 1_000_000);
    RlpdConfig.within("imitation.residual", residual, 0, 2);
    RlpdConfig.within("imitation.gripperWeight", gripperWeight, 0, 1000);
    RlpdConfig.within("imitation.gripperHalfLife", gripperHalfLife, 1, 1_000_000_000);
    RlpdConfig.within("imitation.gripperMargin", gripperMargin, 0, 100);
  }

  /** RLPD's: demonstrations are rows of the batch and nothing more. */
  public static Imitation none() {
    return new Imitation(0, 0.3, 1, 8000, 0.05);
  }

  /**
   * The weight w of the gripper's term; 0 where nothing was cloned.
   *
   * @param criticUpdates so far
   */
  double gripperWeight(long criticUpdates) {
    return updates == 0
        ? 0
        : gripperWeight * Math.pow(2, -(double) criticUpdates / gripperHalfLife);
  }

  /**
   * Makes whole actions of corrections.
   *
   * @param base what the clone would do, rows x size; not modified
   * @param corrections r, likewise
   * @param actions overwritten
   */
  void compose(float[] base, float[] corrections, int count, float[] actions) {
    for (int i = 0; i < count; i++) {
      actions[i] = (float) Math.max(-1, Math.min(1, base[i] + residual * corrections[i]));
    }
  }

  /**
   * Way back of {@link #compose}: dL/dr = residual dL/da, and 0 where the action was clipped.
   *
   * @param gradients dL/da, becomes dL/dr
   */
  void decompose(float[] base, float[] corrections, int count, float[] gradients) {
    for (int i = 0; i < count; i++) {
      boolean clipped = Math.abs(base[i] + residual * corrections[i]) > 1;
      gradients[i] = clipped ? 0 : (float) (residual * gradients[i]);
    }
  }
}
