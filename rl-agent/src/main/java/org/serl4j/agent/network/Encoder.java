package org.serl4j.agent.network;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Parameters, and where wanted gradients, of an {@link EncoderShape} inside flat vectors. */
public final class Encoder {
  final EncoderShape shape;

  /** Spatial kernels, positions x embeddings: [camera][map][channel]. */
  final FloatPointer[][][] kernels;

  final FloatPointer[][][] kernelGradients;
  final @Nullable Convolution convolution;
  final @Nullable DenseGroup image;

  /** Null where the state is handed on as it is. */
  final @Nullable DenseGroup proprio;

  public Encoder(
      EncoderShape shape, ParameterLayout layout, Floats values, @Nullable Floats gradients) {
    this.shape = shape;
    this.kernels = kernels(shape, layout, values);
    this.kernelGradients =
        gradients == null ? new FloatPointer[0][][] : kernels(shape, layout, gradients);
    this.convolution =
        shape.convolved()
            ? new Convolution(
                shape.convolutionShape(), layout, EncoderShape.CONVOLUTION, values, gradients)
            : null;
    this.image =
        shape.cameras() == 0
            ? null
            : new DenseGroup(shape.image(), layout, "encoder/image", values, gradients);
    this.proprio =
        shape.proprio() == 0
            ? null
            : new DenseGroup(shape.proprioception(), layout, "encoder/proprio", values, gradients);
  }

  private static FloatPointer[][][] kernels(
      EncoderShape shape, ParameterLayout layout, Floats flat) {
    FloatPointer[][][] all = new FloatPointer[shape.cameras()][shape.embedded().size()][];
    for (int camera = 0; camera < shape.cameras(); camera++) {
      for (int m = 0; m < shape.embedded().size(); m++) {
        FeatureMap map = shape.embedded().get(m);
        int offset = layout.block(EncoderShape.kernel(camera, map)).offset();
        FloatPointer[] channels = new FloatPointer[map.channels()];
        for (int c = 0; c < channels.length; c++) {
          channels[c] = flat.at(offset + c * map.positions() * shape.embeddings());
        }
        all[camera][m] = channels;
      }
    }
    return all;
  }
}
