package org.serl4j.agent.network;

import org.serl4j.agent.network.DenseShape.Activation;

/** Sizes of the policy: two hidden layers, then mean and logarithm of the deviation. */
public record PolicyShape(int encoding, int hidden, int action) {
  public DenseShape first() {
    return new DenseShape(1, encoding, hidden, true, Activation.NORM_TANH);
  }

  public DenseShape second() {
    return new DenseShape(1, hidden, hidden, true, Activation.NORM_TANH);
  }

  /** Two heads side by side: mean, then log deviation. */
  public DenseShape heads() {
    return new DenseShape(2, hidden, action, true, Activation.LINEAR);
  }

  /** Adds the policy's parameters to a layout. */
  public void declare(ParameterLayout layout) {
    first().declare(layout, "policy/first", Initialisation.XAVIER_UNIFORM);
    second().declare(layout, "policy/second", Initialisation.XAVIER_UNIFORM);
    heads().declare(layout, "policy/heads", Initialisation.XAVIER_UNIFORM);
  }
}
