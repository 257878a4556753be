package org.serl4j.agent.network;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * The convolution of one {@link EncoderPass}: the decoded maps of all cameras as planes, {@code
 * channels x (cameras * rows * positions)}, and what the convolution makes of them. All cameras
 * share the convolution's parameters.
 */
final class Convolved {
  private final EncoderShape shape;
  private final int rows;
  private final int[] firstChannel;
  private final int positions;
  private final Floats planes;
  private final ConvolutionPass pass;

  /** Output and gradient of each camera's channels, {@code rows x positions}. */
  private final FloatPointer[][] outputs;

  private final FloatPointer[][] gradients;

  Convolved(EncoderShape shape, int rows, boolean trained) {
    ConvolutionShape convolution = shape.convolutionShape();
    int images = shape.cameras() * rows;
    this.shape = shape;
    this.rows = rows;
    this.positions = convolution.positions();
    this.planes = Floats.allocate(convolution.in() * images * positions);
    this.pass = new ConvolutionPass(convolution, images, trained);
    this.outputs = planesOf(pass.output());
    this.gradients = trained ? planesOf(pass.gradient()) : new FloatPointer[0][];
    this.firstChannel = new int[shape.maps().size()];
    for (int m = 1; m < firstChannel.length; m++) {
      firstChannel[m] = firstChannel[m - 1] + shape.maps().get(m - 1).channels();
    }
  }

  private FloatPointer[][] planesOf(Floats matrix) {
    FloatPointer[][] all = new FloatPointer[shape.cameras()][shape.convolution()];
    for (int camera = 0; camera < all.length; camera++) {
      for (int c = 0; c < all[camera].length; c++) {
        all[camera][c] = matrix.at(offset(camera, c));
      }
    }
    return all;
  }

  private int offset(int camera, int channel) {
    return (channel * shape.cameras() + camera) * rows * positions;
  }

  /** Decodes the maps into {@link #planes}. */
  void decode(FeatureDecoder decoder, FeatureRows packed, int count) {
    if (count != rows) {
      throw new IllegalArgumentException("pass of " + rows + " rows used for " + count);
    }
    decoder.decode(
        packed,
        rows,
        (camera, m, c, features) ->
            planes.copyFrom(features, 0, offset(camera, firstChannel[m] + c), rows * positions));
  }

  /** The decoded maps. */
  Floats planes() {
    return planes;
  }

  /** Convolves planes, which may be another pass's. */
  void forward(Encoder encoder, Floats decoded) {
    pass.forward(convolution(encoder), decoded);
  }

  /** Output of one channel of a camera, {@code rows x positions}. */
  FloatPointer output(int camera, int channel) {
    return outputs[camera][channel];
  }

  /** Where its gradient goes before {@link #backward}. */
  FloatPointer gradient(int camera, int channel) {
    return gradients[camera][channel];
  }

  /** Way back after {@link #decode} and {@link #forward} of this pass's own planes. */
  void backward(Encoder encoder) {
    pass.backward(convolution(encoder), planes);
  }

  private static Convolution convolution(Encoder encoder) {
    @Nullable Convolution convolution = encoder.convolution;
    if (convolution == null) {
      throw new IllegalArgumentException("an encoder without a convolution");
    }
    return convolution;
  }
}
