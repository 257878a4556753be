package org.serl4j.agent.network;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Parameters, and where wanted gradients, of a {@link ConvolutionShape} inside flat vectors. */
public final class Convolution {
  final ConvolutionShape shape;
  final Floats values;
  final @Nullable Floats gradients;

  /** Address of the weights of each tap of the kernel; their rows are {@code fanIn} long. */
  final FloatPointer[] weights;

  /** Likewise for their gradient; empty without gradients. */
  final FloatPointer[] weightGradients;

  final int bias;

  /**
   * @param name that {@link ConvolutionShape#declare} got
   * @param gradients null where this copy is never trained
   */
  public Convolution(
      ConvolutionShape shape,
      ParameterLayout layout,
      String name,
      Floats values,
      @Nullable Floats gradients) {
    this.shape = shape;
    this.values = values;
    this.gradients = gradients;
    int offset = layout.block(name + "/W").offset();
    this.weights = taps(values, offset);
    this.weightGradients = gradients == null ? new FloatPointer[0] : taps(gradients, offset);
    this.bias = layout.block(name + "/b").offset();
  }

  private FloatPointer[] taps(Floats flat, int offset) {
    FloatPointer[] taps = new FloatPointer[shape.taps()];
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = flat.at(offset + tap * shape.in());
    }
    return taps;
  }
}
