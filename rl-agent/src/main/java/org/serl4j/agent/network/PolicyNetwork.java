package org.serl4j.agent.network;

import org.jspecify.annotations.Nullable;

/** Parameters, and where wanted gradients, of a {@link PolicyShape} inside flat vectors. */
public final class PolicyNetwork {
  final DenseGroup first;
  final DenseGroup second;
  final DenseGroup heads;

  public PolicyNetwork(
      PolicyShape shape, ParameterLayout layout, Floats values, @Nullable Floats gradients) {
    this.first = new DenseGroup(shape.first(), layout, "policy/first", values, gradients);
    this.second = new DenseGroup(shape.second(), layout, "policy/second", values, gradients);
    this.heads = new DenseGroup(shape.heads(), layout, "policy/heads", values, gradients);
  }
}
