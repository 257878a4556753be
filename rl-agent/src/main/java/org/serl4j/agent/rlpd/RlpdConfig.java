package org.serl4j.agent.rlpd;

import org.serl4j.agent.encoder.EncoderConfig;

/**
 * Hyperparameters; in brackets SERL's own value where it differs.
 *
 * @param batch transitions of an update, half of them from demonstrations: 256
 * @param critics critics of the ensemble: 10
 * @param criticSubset critics drawn for a target, with replacement: 2
 * @param hidden width of the two hidden layers of policy and critics: 256
 * @param bottleneck features of each camera: 128 [256]
 * @param proprio features of the state: 64
 * @param embeddings spatial learned embeddings of each channel: 8
 * @param dropout dropout of the embeddings on the policy's way: 0.1
 * @param discount 0.97 [0.96 to 0.99 by task]
 * @param tau share of the parameters that enters the moving average of the targets: 0.005
 * @param learningRate of the three optimisers: 3e-4
 * @param initialTemperature 0.01
 * @param targetEntropyPerAction target entropy divided by the number of action elements: -0.5
 * @param backupEntropy whether targets contain the entropy of the next action: no
 * @param criticUpdatesPerStep critic updates of one learner step, of which the last also updates
 *     policy and temperature: 4
 * @param encoder what is stored of each frame
 */
public record RlpdConfig(
    int batch,
    int critics,
    int criticSubset,
    int hidden,
    int bottleneck,
    int proprio,
    int embeddings,
    double dropout,
    double discount,
    double tau,
    double learningRate,
    double initialTemperature,
    double targetEntropyPerAction,
    boolean backupEntropy,
    int criticUpdatesPerStep,
    EncoderConfig encoder) {
  public RlpdConfig {
    atLeastOne("batch", batch);
    atLeastOne("critics", critics);
    atLeastOne("criticSubset", criticSubset);
    atLeastOne("hidden", hidden);
    atLeastOne("bottleneck", bottleneck);
    atLeastOne("proprio", proprio);
    atLeastOne("embeddings", embeddings);
    atLeastOne("criticUpdatesPerStep", criticUpdatesPerStep);
    within("dropout", dropout, 0, 0.9);
    within("discount", discount, 0, 1);
    within("tau", tau, 0, 1);
    within("learningRate", learningRate, 0, 1);
    within("initialTemperature", initialTemperature, 1e-8, 100);
    within("targetEntropyPerAction", targetEntropyPerAction, -100, 100);
  }

  public static RlpdConfig defaults() {
    return new RlpdConfig(
        256,
        10,
        2,
        256,
        128,
        64,
        8,
        0.1,
        0.97,
        0.005,
        3e-4,
        0.01,
        -0.5,
        false,
        4,
        EncoderConfig.defaults());
  }

  /** The same with something else stored of each frame. */
  public RlpdConfig withEncoder(EncoderConfig stored) {
    return new RlpdConfig(
        batch,
        critics,
        criticSubset,
        hidden,
        bottleneck,
        proprio,
        embeddings,
        dropout,
        discount,
        tau,
        learningRate,
        initialTemperature,
        targetEntropyPerAction,
        backupEntropy,
        criticUpdatesPerStep,
        stored);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("agent: " + name + " = " + value + ", at least 1");
    }
  }

  private static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "agent: " + name + " = " + value + ", from " + low + " to " + high);
    }
  }
}
