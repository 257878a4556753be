package org.serl4j.agent.network;

import org.jspecify.annotations.Nullable;

/** Parameters, and where wanted gradients, of a {@link GraspShape} inside flat vectors. */
public final class GraspNetwork {
  final DenseGroup first;
  final DenseGroup second;
  final DenseGroup head;

  public GraspNetwork(
      GraspShape shape, ParameterLayout layout, Floats values, @Nullable Floats gradients) {
    this.first = new DenseGroup(shape.first(), layout, "grasp/first", values, gradients);
    this.second = new DenseGroup(shape.second(), layout, "grasp/second", values, gradients);
    this.head = new DenseGroup(shape.head(), layout, "grasp/head", values, gradients);
  }
}
