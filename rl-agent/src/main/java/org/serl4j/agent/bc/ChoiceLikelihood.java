package org.serl4j.agent.bc;

import java.util.Arrays;
import org.serl4j.agent.network.GraspShape;

/**
 * Cross-entropy of the demonstrated gripper choices, and its gradient. A gripper stays in most
 * steps: unbalanced, a policy that never closes is nearly right. Balanced, each choice that occurs
 * in the batch weighs the same.
 *
 * <pre>
 * P(k) = exp(q_k) / sum over i of exp(q_i)
 * w_b  = 1 / (C n_k)      n_k: rows of the choice k of row b, C: choices that occur;  or 1 / B
 * L = -sum over b of w_b log P_b(k_b),     dL/dq_b,i = w_b (P_b(i) - [i = k_b])
 * </pre>
 */
final class ChoiceLikelihood {
  private static final int CHOICES = GraspShape.CHOICES;

  private final boolean balanced;
  private final float[] gradients;
  private final int[] counts = new int[CHOICES];
  private double loss;
  private double accuracy;

  ChoiceLikelihood(int maxRows, boolean balanced) {
    this.balanced = balanced;
    this.gradients = new float[maxRows * CHOICES];
  }

  /**
   * Computes loss, accuracy and gradient.
   *
   * @param q rows x choices; not modified
   * @param actions rows of length {@code ld}; not modified
   * @param element where the gripper's element stands in a row
   */
  void evaluate(float[] q, float[] actions, int ld, int element, int rows) {
    Arrays.fill(counts, 0);
    for (int row = 0; row < rows; row++) {
      counts[GraspShape.choice(actions[row * ld + element])]++;
    }
    long occurring = Arrays.stream(counts).filter(n -> n > 0).count();
    double sum = 0;
    int right = 0;
    for (int row = 0; row < rows; row++) {
      int k = GraspShape.choice(actions[row * ld + element]);
      double weight = balanced ? 1.0 / (occurring * counts[k]) : 1.0 / rows;
      // log sum exp, from the largest
      int best = GraspShape.best(q, row);
      double largest = q[row * CHOICES + best];
      double total = 0;
      for (int i = 0; i < CHOICES; i++) {
        total += Math.exp(q[row * CHOICES + i] - largest);
      }
      sum -= weight * (q[row * CHOICES + k] - largest - Math.log(total));
      right += best == k ? 1 : 0;
      for (int i = 0; i < CHOICES; i++) {
        double p = Math.exp(q[row * CHOICES + i] - largest) / total;
        gradients[row * CHOICES + i] = (float) (weight * (p - (i == k ? 1 : 0)));
      }
    }
    loss = sum;
    accuracy = (double) right / rows;
  }

  double loss() {
    return loss;
  }

  /** Share of the rows whose best choice is the demonstrated one. */
  double accuracy() {
    return accuracy;
  }

  /** Gradient with respect to the values, in their layout. */
  float[] gradients() {
    return gradients;
  }
}
