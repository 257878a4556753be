package org.serl4j.agent.network;

import org.jspecify.annotations.Nullable;

/** Parameters, and where wanted gradients, of a {@link CriticShape} inside flat vectors. */
public final class Critics {
  final DenseGroup first;
  final DenseGroup second;
  final DenseGroup head;

  public Critics(
      CriticShape shape, ParameterLayout layout, Floats values, @Nullable Floats gradients) {
    this.first = new DenseGroup(shape.first(), layout, "critics/first", values, gradients);
    this.second = new DenseGroup(shape.second(), layout, "critics/second", values, gradients);
    this.head = new DenseGroup(shape.head(), layout, "critics/head", values, gradients);
  }
}
