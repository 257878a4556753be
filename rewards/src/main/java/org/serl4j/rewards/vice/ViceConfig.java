package org.serl4j.rewards.vice;

/**
 * Sizes and hyperparameters of the adversarial classifier; SERL's values.
 *
 * @param embeddings spatial learned embeddings of each channel: 8
 * @param bottleneck features of each camera: 256, so 512 of two
 * @param hidden width of the discriminator: 256
 * @param dropout of the discriminator: 0.1
 * @param learningRate of Adam: 3e-4
 * @param batch observations of one update, half of them goals: 256
 * @param smoothing share of a label that is moved to the middle: 0.2, so labels are 0.1 and 0.9
 * @param penalty weight of the gradient penalty: 10
 * @param updatesPerStep updates for each learner step; below 1, one in several steps: 1 (SERL's is
 *     not known)
 */
public record ViceConfig(
    int embeddings,
    int bottleneck,
    int hidden,
    double dropout,
    double learningRate,
    int batch,
    double smoothing,
    double penalty,
    double updatesPerStep) {
  public ViceConfig {
    require("embeddings", embeddings, embeddings >= 1, "at least 1");
    require("bottleneck", bottleneck, bottleneck >= 1, "at least 1");
    require("hidden", hidden, hidden >= 1, "at least 1");
    require("dropout", dropout, dropout >= 0 && dropout <= 0.9, "from 0 to 0.9");
    require("learning rate", learningRate, learningRate > 0 && learningRate <= 1, "in (0, 1]");
    require("batch", batch, batch >= 2 && batch % 2 == 0 && batch <= 4096, "even, from 2 to 4096");
    require("smoothing", smoothing, smoothing >= 0 && smoothing < 1, "from 0, below 1");
    require("penalty", penalty, penalty >= 0, "at least 0");
    require(
        "updates for each learner step",
        updatesPerStep,
        updatesPerStep > 0 && updatesPerStep <= 100,
        "above 0, at most 100");
  }

  public static ViceConfig defaults() {
    return new ViceConfig(8, 256, 256, 0.1, 3e-4, 256, 0.2, 10, 1);
  }

  /** The same with another number of updates for each learner step. */
  public ViceConfig updating(double times) {
    return new ViceConfig(
        embeddings, bottleneck, hidden, dropout, learningRate, batch, smoothing, penalty, times);
  }

  private static void require(String name, double value, boolean holds, String bound) {
    if (!holds) {
      throw new IllegalArgumentException("vice: " + name + " = " + value + ", " + bound);
    }
  }
}
