package org.serl4j.agent.network;

import java.util.SplittableRandom;
import org.serl4j.agent.network.DenseShape.Activation;

/**
 * Sizes of the gripper's critic: from the encoding two hidden layers, then one value for each of
 * close, stay and open.
 */
public record GraspShape(int encoding, int hidden) {
  /** Close, stay and open: indices 0, 1 and 2, action elements -1, 0 and 1. */
  public static final int CHOICES = 3;

  /** From half way to the neighbour on, an element counts as that neighbour. */
  private static final float HALF = 0.5f;

  public DenseShape first() {
    return new DenseShape(1, encoding, hidden, true, Activation.NORM_TANH);
  }

  public DenseShape second() {
    return new DenseShape(1, hidden, hidden, true, Activation.NORM_TANH);
  }

  public DenseShape head() {
    return new DenseShape(1, hidden, CHOICES, true, Activation.LINEAR);
  }

  /** Adds the critic's parameters to a layout. */
  public void declare(ParameterLayout layout) {
    first().declare(layout, "grasp/first", Initialisation.XAVIER_UNIFORM);
    second().declare(layout, "grasp/second", Initialisation.XAVIER_UNIFORM);
    head().declare(layout, "grasp/head", Initialisation.XAVIER_UNIFORM);
  }

  /** Index of the choice that an action element in [-1, 1] stands for. */
  public static int choice(float element) {
    return element <= -HALF ? 0 : element >= HALF ? 2 : 1;
  }

  /** Action element of a choice: -1, 0 or 1. */
  public static float element(int choice) {
    return choice - 1f;
  }

  /**
   * The best choice of a row, the first of equals.
   *
   * @param values rows x choices; not modified
   */
  public static int best(float[] values, int row) {
    int best = 0;
    for (int k = 1; k < CHOICES; k++) {
      if (values[row * CHOICES + k] > values[row * CHOICES + best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * A choice of a row: one other than the best with probability {@code min(most, p / (1 + p))}, p
   * the sum of exp((value - best value) / temperature) over these others, and which of them in
   * proportion to its exponential; else the best.
   *
   * @param values rows x choices; not modified
   * @param temperature above 0, in units of the values
   * @param most largest probability of another choice than the best, 0 to 1
   */
  public static int draw(
      float[] values, int row, double temperature, double most, SplittableRandom random) {
    int best = best(values, row);
    double others = 0;
    for (int k = 0; k < CHOICES; k++) {
      others += k == best ? 0 : weight(values, row, k, best, temperature);
    }
    if (random.nextDouble() >= Math.min(most, others / (1 + others))) {
      return best;
    }
    double left = others * random.nextDouble();
    int chosen = best;
    for (int k = 0; k < CHOICES && left >= 0; k++) {
      if (k != best) {
        chosen = k;
        left -= weight(values, row, k, best, temperature);
      }
    }
    return chosen;
  }

  private static double weight(float[] values, int row, int k, int best, double temperature) {
    return Math.exp((values[row * CHOICES + k] - values[row * CHOICES + best]) / temperature);
  }
}
