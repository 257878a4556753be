package org.serl4j.agent.network;

import org.serl4j.agent.network.DenseShape.Activation;

/**
 * Sizes of an ensemble of critics Q_i(encoding, action), each with two hidden layers and a head of
 * its own.
 *
 * @param critics number of critics
 */
public record CriticShape(int encoding, int action, int hidden, int critics) {
  /** Length of an input row: the encoding, then the action. */
  public int inputWidth() {
    return encoding + action;
  }

  public DenseShape first() {
    return new DenseShape(critics, inputWidth(), hidden, true, Activation.NORM_TANH);
  }

  public DenseShape second() {
    return new DenseShape(critics, hidden, hidden, false, Activation.NORM_TANH);
  }

  public DenseShape head() {
    return new DenseShape(critics, hidden, 1, false, Activation.LINEAR);
  }

  /** Adds the critics' parameters to a layout. */
  public void declare(ParameterLayout layout) {
    first().declare(layout, "critics/first", Initialisation.XAVIER_UNIFORM);
    second().declare(layout, "critics/second", Initialisation.XAVIER_UNIFORM);
    head().declare(layout, "critics/head", Initialisation.XAVIER_UNIFORM);
  }
}
