package org.serl4j.agent.network;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.network.DenseShape.Activation;

/**
 * Parameters, and where wanted gradients, of a {@link DenseShape} inside flat vectors.
 *
 * <p>With a shared input the weights are one matrix {@code in x (groups * out)}; otherwise one
 * matrix {@code in x out} behind the other.
 */
public final class DenseGroup {
  final DenseShape shape;
  final Floats values;
  final @Nullable Floats gradients;
  final int bias;
  final int gain;
  final int shift;

  /** Address of the weights of each group. */
  final FloatPointer[] weights;

  /** Address of the gradient of the weights of each group; empty without gradients. */
  final FloatPointer[] weightGradients;

  /** Length of a row of weights. */
  final int ldWeights;

  private final int weightOffset;

  /**
   * @param prefix name that {@link DenseShape#declare} got
   * @param gradients null where this copy is never trained
   */
  public DenseGroup(
      DenseShape shape,
      ParameterLayout layout,
      String prefix,
      Floats values,
      @Nullable Floats gradients) {
    this.shape = shape;
    this.values = values;
    this.gradients = gradients;
    this.weightOffset = layout.block(prefix + "/W").offset();
    this.bias = layout.block(prefix + "/b").offset();
    boolean normalised = shape.activation() == Activation.NORM_TANH;
    this.gain = normalised ? layout.block(prefix + "/gain").offset() : -1;
    this.shift = normalised ? layout.block(prefix + "/shift").offset() : -1;
    this.ldWeights = shape.sharedInput() ? shape.outputWidth() : shape.out();
    int step = shape.sharedInput() ? shape.out() : shape.in() * shape.out();
    this.weights = new FloatPointer[shape.groups()];
    this.weightGradients = new FloatPointer[gradients == null ? 0 : shape.groups()];
    for (int g = 0; g < shape.groups(); g++) {
      weights[g] = values.at(weightOffset + g * step);
      if (gradients != null) {
        weightGradients[g] = gradients.at(weightOffset + g * step);
      }
    }
  }

  /** Address of the weights that input {@code row} of a shared input meets, in all groups. */
  FloatPointer sharedWeightsFrom(int row) {
    return values.at(weightOffset + row * ldWeights);
  }
}
