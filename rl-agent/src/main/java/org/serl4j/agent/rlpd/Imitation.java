package org.serl4j.agent.rlpd;

import org.serl4j.agent.replay.Batch;

/**
 * How far training begins with what the demonstrations show, instead of finding it anew. The policy
 * is cloned before the first step; then its loss holds it near the demonstrated actions, less and
 * less, while the critics learn what is better.
 *
 * <pre>
 * w = weight 2^(-p / halfLife)                                        p: policy updates so far
 * policy:   L_b += w sum over j of (a_j - a*_j)^2                     a ~ pi(o), a* demonstrated
 * gripper:  L_b += w (max over k of (Q(o, k) + margin [k != k*]) - Q(o, k*))
 * </pre>
 *
 * on rows b that a person or the expert acted. The policy's term is that of TD3+BC (Fujimoto and Gu
 * 2021, arXiv 2106.06860) on demonstrations alone, the gripper's is the large margin of DQfD
 * (Hester et al. 2018, arXiv 1704.03732).
 *
 * @param updates of behaviour cloning before the first step, 0 for none
 * @param weight w at the beginning, in units of value; 0 for RLPD
 * @param halfLife policy updates in which w halves
 * @param gripperMargin by how much the demonstrated choice of the gripper is to be worth more than
 *     the others
 */
public record Imitation(int updates, double weight, int halfLife, double gripperMargin) {
  public Imitation {
    RlpdConfig.within("imitation.updates", updates, 0, 1_000_000);
    RlpdConfig.within("imitation.weight", weight, 0, 1000);
    RlpdConfig.within("imitation.halfLife", halfLife, 1, 1_000_000_000);
    RlpdConfig.within("imitation.gripperMargin", gripperMargin, 0, 100);
  }

  /** RLPD's: demonstrations are rows of the batch and nothing more. */
  public static Imitation none() {
    return new Imitation(0, 0, 500, 0.05);
  }

  /**
   * The weight w.
   *
   * @param policyUpdates so far
   */
  double weight(long policyUpdates) {
    return weight * Math.pow(2, -(double) policyUpdates / halfLife);
  }

  /**
   * The policy's term of a batch: its mean over all rows.
   *
   * @param drawn a, rows x size; not modified
   * @param shown a*, of the rows that were demonstrated; not modified
   * @param w the weight now
   */
  static double loss(Batch batch, float[] drawn, float[] shown, int size, double w) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = row * size; i < (row + 1) * size && batch.demonstrated(row); i++) {
        double error = drawn[i] - shown[i];
        sum += error * error;
      }
    }
    return w * sum / batch.rows();
  }

  /**
   * Its gradient.
   *
   * <pre>dL/da += 2 w (a - a*) / B</pre>
   *
   * @param gradients rows x size; the term's part is added
   */
  static void addGradient(
      Batch batch, float[] drawn, float[] shown, int size, double w, float[] gradients) {
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = row * size; i < (row + 1) * size && batch.demonstrated(row); i++) {
        gradients[i] += (float) (2 * w * (drawn[i] - shown[i]) / batch.rows());
      }
    }
  }
}
