package org.serl4j.agent.network;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * One use of an {@link Encoder}. For sample b, camera k, channel c and embedding f:
 *
 * <pre>
 * feature       = decoded map, or where there is a convolution its output ({@link ConvolutionPass})
 * E[b, k, c, f] = sum over positions p of  feature[b, k, c, p] K[k, c, p, f]
 * encoding[b]   = [ NormTanh(E[b, k] W_k) for each k, NormTanh(state[b] W_s) or state[b] ]
 * </pre>
 */
public final class EncoderPass {
  private static final int PIECE = 16384;

  private final EncoderShape shape;
  private final FeatureDecoder decoder;
  private final int width;
  private final Floats embedding;
  private final FloatPointer[][][] embeddingOfChannel;
  private final Floats embeddingGradient;
  private final FloatPointer[][][] gradientOfChannel;
  private final @Nullable Convolved convolved;
  private final @Nullable DensePass image;
  private final @Nullable DensePass proprio;
  private final Floats state;
  private final float[] piece;

  /** What {@link #drop} multiplied the kept embeddings with; 1 where nothing was dropped. */
  private float keep = 1;

  /**
   * @param decoder shared with the owner's other passes; its lanes do this pass's work too
   * @param trained whether {@link #backward} will be called
   */
  public EncoderPass(EncoderShape shape, FeatureDecoder decoder, int maxRows, boolean trained) {
    Lanes lanes = decoder.lanes();
    this.shape = shape;
    this.decoder = decoder;
    this.width = shape.cameras() * shape.embeddingWidth();
    this.embedding = Floats.allocate(maxRows * width);
    this.embeddingGradient = Floats.allocate(trained ? maxRows * width : 0);
    this.embeddingOfChannel = columns(embedding);
    this.gradientOfChannel = trained ? columns(embeddingGradient) : new FloatPointer[0][][];
    this.convolved = shape.convolved() ? new Convolved(shape, maxRows, trained) : null;
    this.image =
        shape.cameras() == 0 ? null : new DensePass(shape.image(), maxRows, trained, lanes);
    this.proprio =
        shape.proprio() == 0
            ? null
            : new DensePass(shape.proprioception(), maxRows, trained, lanes);
    this.state = Floats.allocate(maxRows * shape.state());
    this.piece = new float[Math.max(PIECE, Math.max(width, shape.width()))];
  }

  private FloatPointer[][][] columns(Floats matrix) {
    FloatPointer[][][] all = new FloatPointer[shape.cameras()][shape.embedded().size()][];
    int at = 0;
    for (int camera = 0; camera < shape.cameras(); camera++) {
      for (int m = 0; m < shape.embedded().size(); m++) {
        all[camera][m] = new FloatPointer[shape.embedded().get(m).channels()];
        for (int c = 0; c < all[camera][m].length; c++) {
          all[camera][m][c] = matrix.at(at);
          at += shape.embeddings();
        }
      }
    }
    return all;
  }

  /** Gives the state of every row, already divided by its scale; not modified. */
  public void state(float[] scaled, int rows) {
    state.write(0, scaled, 0, rows * shape.state());
  }

  /** Computes the embeddings E. */
  public void embed(Encoder encoder, FeatureRows packed, int rows) {
    keep = 1;
    if (convolved == null) {
      decoder.decode(
          packed,
          rows,
          (camera, m, c, features) -> embed(encoder, camera, m, c, features.pointer(), rows));
    } else {
      convolved.decode(decoder, packed, rows);
      embedConvolved(encoder, convolved, convolved.planes(), rows);
    }
  }

  /** Computes the embeddings of two encoders, each into its own pass, decoding once. */
  public static void embedBoth(
      Encoder one,
      EncoderPass passOne,
      Encoder two,
      EncoderPass passTwo,
      FeatureRows packed,
      int rows) {
    passOne.keep = 1;
    passTwo.keep = 1;
    Convolved first = passOne.convolved;
    Convolved second = passTwo.convolved;
    if (first == null || second == null) {
      passOne.decoder.decode(
          packed,
          rows,
          (camera, m, c, features) -> {
            passOne.embed(one, camera, m, c, features.pointer(), rows);
            passTwo.embed(two, camera, m, c, features.pointer(), rows);
          });
    } else {
      first.decode(passOne.decoder, packed, rows);
      passOne.embedConvolved(one, first, first.planes(), rows);
      passTwo.embedConvolved(two, second, first.planes(), rows);
    }
  }

  private void embedConvolved(Encoder encoder, Convolved stage, Floats planes, int rows) {
    stage.forward(encoder, planes);
    for (int camera = 0; camera < shape.cameras(); camera++) {
      for (int c = 0; c < shape.convolution(); c++) {
        embed(encoder, camera, 0, c, stage.output(camera, c), rows);
      }
    }
  }

  private void embed(Encoder encoder, int camera, int m, int c, FloatPointer features, int rows) {
    int positions = shape.embedded().get(m).positions();
    Gemm.multiply(
        rows,
        shape.embeddings(),
        positions,
        features,
        positions,
        encoder.kernels[camera][m][c],
        shape.embeddings(),
        0f,
        embeddingOfChannel[camera][m][c],
        width);
  }

  /**
   * Sets each embedding to zero with probability {@code rate} and divides the others by {@code 1 -
   * rate}. The probability is rounded to 1/65536. Once after {@link #embed}; the way back takes it
   * into account.
   */
  public void drop(SplittableRandom rng, double rate, int rows) {
    int threshold = (int) Math.round(rate * 65536);
    keep = (float) (1 / (1 - rate));
    int total = rows * width;
    for (int from = 0; from < total; from += PIECE) {
      int count = Math.min(PIECE, total - from);
      embedding.read(from, piece, 0, count);
      for (int i = 0; i < count; i += 4) {
        long bits = rng.nextLong();
        for (int j = i; j < Math.min(i + 4, count); j++) {
          piece[j] = (bits & 0xffff) < threshold ? 0 : piece[j] * keep;
          bits >>>= 16;
        }
      }
      embedding.write(from, piece, 0, count);
    }
  }

  /** Computes the encoding from E and the state into the first columns of {@code out}. */
  public void encode(Encoder encoder, int rows, Floats out, int ldOut) {
    if (image != null && encoder.image != null) {
      image.forward(encoder.image, embedding.pointer(), width, rows, out, 0, ldOut);
    }
    int column = shape.cameras() * shape.bottleneck();
    if (proprio != null && encoder.proprio != null) {
      proprio.forward(encoder.proprio, state.pointer(), shape.state(), rows, out, column, ldOut);
      return;
    }
    for (int row = 0; row < rows; row++) {
      state.read(row * shape.state(), piece, 0, shape.state());
      out.write(row * ldOut + column, piece, 0, shape.state());
    }
  }

  /**
   * Way back after {@link #encode}; overwrites the encoder's gradients.
   *
   * @param dEncoding gradient of the encoding in the first columns of rows of length {@code ld}
   */
  public void backward(Encoder encoder, FeatureRows packed, int rows, Floats dEncoding, int ld) {
    int column = shape.cameras() * shape.bottleneck();
    backwardState(encoder, rows, dEncoding, ld);
    if (image == null || encoder.image == null) {
      return;
    }
    copyColumns(dEncoding, ld, 0, column, image.gradient(), rows);
    image.backward();
    image.backwardInput(embeddingGradient.pointer(), width);
    if (keep != 1) {
      dropGradient(rows);
    }
    if (convolved == null) {
      decoder.decode(
          packed,
          rows,
          (camera, m, c, features) ->
              kernelGradient(encoder, camera, m, c, features.pointer(), rows));
    } else {
      backwardConvolved(encoder, convolved, rows);
    }
  }

  /** The gradient of what was kept, by the same factor; a dropped embedding is exactly 0. */
  private void dropGradient(int rows) {
    float[] kept = new float[width];
    for (int row = 0; row < rows; row++) {
      embedding.read(row * width, kept, 0, width);
      embeddingGradient.read(row * width, piece, 0, width);
      for (int i = 0; i < width; i++) {
        piece[i] = kept[i] == 0 ? 0 : keep * piece[i];
      }
      embeddingGradient.write(row * width, piece, 0, width);
    }
  }

  /** dK[k, c] = feature[k, c]^T dE[k, c]. */
  private void kernelGradient(
      Encoder encoder, int camera, int m, int c, FloatPointer features, int rows) {
    int positions = shape.embedded().get(m).positions();
    Gemm.multiplyTransposedLeft(
        positions,
        shape.embeddings(),
        rows,
        features,
        positions,
        gradientOfChannel[camera][m][c],
        width,
        0f,
        encoder.kernelGradients[camera][m][c],
        shape.embeddings());
  }

  private void backwardConvolved(Encoder encoder, Convolved stage, int rows) {
    int positions = shape.embedded().get(0).positions();
    for (int camera = 0; camera < shape.cameras(); camera++) {
      for (int c = 0; c < shape.convolution(); c++) {
        kernelGradient(encoder, camera, 0, c, stage.output(camera, c), rows);
        // dfeature[k, c] = dE[k, c] K[k, c]^T
        Gemm.multiplyTransposedRight(
            rows,
            positions,
            shape.embeddings(),
            gradientOfChannel[camera][0][c],
            width,
            encoder.kernels[camera][0][c],
            shape.embeddings(),
            0f,
            stage.gradient(camera, c),
            positions);
      }
    }
    stage.backward(encoder);
  }

  /**
   * Way back to the state's layer alone, after {@link #encode}; overwrites its gradients.
   *
   * @param dEncoding as in {@link #backward}
   */
  public void backwardState(Encoder encoder, int rows, Floats dEncoding, int ld) {
    if (proprio != null && encoder.proprio != null) {
      int column = shape.cameras() * shape.bottleneck();
      copyColumns(dEncoding, ld, column, shape.proprio(), proprio.gradient(), rows);
      proprio.backward();
    }
  }

  private void copyColumns(Floats from, int ld, int column, int count, Floats into, int rows) {
    for (int row = 0; row < rows; row++) {
      from.read(row * ld + column, piece, 0, count);
      into.write(row * count, piece, 0, count);
    }
  }
}
