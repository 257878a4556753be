package org.serl4j.agent.network;

/**
 * A group of dense networks side by side: {@code groups} matrices of {@code in x out}.
 *
 * @param groups number of networks
 * @param in inputs of each
 * @param out outputs of each
 * @param sharedInput whether all read the same input row, or each its own part of it
 * @param activation what follows the product
 */
public record DenseShape(int groups, int in, int out, boolean sharedInput, Activation activation) {
  /** What follows {@code z = x W + b}. */
  public enum Activation {
    /** {@code y = z}. */
    LINEAR,
    /** {@code y = tanh(gain * normalise(z) + shift)}. */
    NORM_TANH
  }

  /** Length of an input row. */
  public int inputWidth() {
    return sharedInput ? in : groups * in;
  }

  /** Length of an output row. */
  public int outputWidth() {
    return groups * out;
  }

  /** Adds weights, bias and, for the normalised one, gain and shift to a layout. */
  public void declare(ParameterLayout layout, String name, Initialisation weights) {
    layout.add(name + "/W", groups * in * out, weights, in, out);
    layout.add(name + "/b", outputWidth(), Initialisation.ZERO, in, out);
    if (activation == Activation.NORM_TANH) {
      layout.add(name + "/gain", outputWidth(), Initialisation.ONE, in, out);
      layout.add(name + "/shift", outputWidth(), Initialisation.ZERO, in, out);
    }
  }
}
