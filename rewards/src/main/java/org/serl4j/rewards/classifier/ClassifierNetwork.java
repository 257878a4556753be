package org.serl4j.rewards.classifier;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.network.DenseGroup;
import org.serl4j.agent.network.DensePass;
import org.serl4j.agent.network.DenseShape;
import org.serl4j.agent.network.DenseShape.Activation;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.EncoderShape;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;

/**
 * The network from packed features to one logit, SERL's reward classifier (Luo et al., arXiv
 * 2401.16013) from the agent's own layers:
 *
 * <pre>
 * e = [ NormTanh(dropout(spatial embeddings of camera k) W_k) for each camera k ]
 * z = NormTanh(e W_h) w + b
 * L = mean over the batch of  max(z, 0) - z y + log(1 + exp(-|z|)),     dL/dz = (sigmoid(z) - y) / B
 * </pre>
 *
 * <p>SERL's head ends in a layer norm and a relu; ours in the layer norm and tanh that every dense
 * layer here has. Not thread-safe.
 */
final class ClassifierNetwork {
  private static final String HIDDEN = "classifier/hidden";
  private static final String OUTPUT = "classifier/output";

  final ParameterLayout layout = new ParameterLayout();
  final Floats values;
  final Floats gradients;
  private final double dropout;
  private final EncoderShape shape;
  private final Encoder encoder;
  private final DenseGroup hidden;
  private final DenseGroup output;
  private final EncoderPass encoderPass;
  private final DensePass hiddenPass;
  private final DensePass outputPass;
  private final Floats encoding;
  private final Floats encodingGradient;
  private final int hiddenWidth;
  private final int maxRows;

  /**
   * @param maxRows largest batch
   * @param trained whether {@link #gradients} will be called
   */
  ClassifierNetwork(ClassifierConfig config, int cameras, int maxRows, boolean trained) {
    this.maxRows = maxRows;
    this.dropout = config.dropout();
    this.hiddenWidth = config.hidden();
    this.shape =
        new EncoderShape(
            cameras,
            config.encoder().maps(),
            config.encoder().convolution(),
            config.embeddings(),
            config.bottleneck(),
            0,
            0);
    DenseShape hiddenShape =
        new DenseShape(1, shape.width(), hiddenWidth, true, Activation.NORM_TANH);
    DenseShape outputShape = new DenseShape(1, hiddenWidth, 1, true, Activation.LINEAR);
    shape.declare(layout);
    hiddenShape.declare(layout, HIDDEN, Initialisation.XAVIER_UNIFORM);
    outputShape.declare(layout, OUTPUT, Initialisation.XAVIER_UNIFORM);
    this.values = Floats.allocate(layout.length());
    this.gradients = Floats.allocate(trained ? layout.length() : 0);
    @Nullable Floats learned = trained ? gradients : null;
    this.encoder = new Encoder(shape, layout, values, learned);
    this.hidden = new DenseGroup(hiddenShape, layout, HIDDEN, values, learned);
    this.output = new DenseGroup(outputShape, layout, OUTPUT, values, learned);
    this.encoderPass = new EncoderPass(shape, new FeatureDecoder(shape, maxRows), maxRows, trained);
    this.hiddenPass = new DensePass(hiddenShape, maxRows, trained);
    this.outputPass = new DensePass(outputShape, maxRows, trained);
    this.encoding = Floats.allocate(maxRows * shape.width());
    this.encodingGradient = Floats.allocate(trained ? maxRows * shape.width() : 0);
  }

  /** Ints of one packed copy of one camera's features. */
  int packedInts() {
    return shape.packedInts();
  }

  /**
   * Computes the logits.
   *
   * @param rng of the dropout; null for none
   * @param logits overwritten, one a row
   */
  void logits(FeatureRows packed, int rows, @Nullable SplittableRandom rng, float[] logits) {
    encoderPass.embed(encoder, packed, rows);
    if (rng != null && dropout > 0) {
      encoderPass.drop(rng, dropout, rows);
    }
    encoderPass.encode(encoder, rows, encoding, shape.width());
    hiddenPass.forward(hidden, encoding.pointer(), shape.width(), rows);
    outputPass.forward(output, hiddenPass.output().pointer(), hiddenWidth, rows);
    outputPass.output().read(0, logits, 0, rows);
  }

  /** The logits of all observations as seen, batch by batch, without dropout. */
  float[] logits(LabelledFrames frames) {
    FeatureRows rows = new FeatureRows(shape.cameras(), maxRows);
    float[] some = new float[maxRows];
    float[] logits = new float[frames.size()];
    for (int from = 0; from < logits.length; from += maxRows) {
      int count = Math.min(maxRows, logits.length - from);
      for (int row = 0; row < count; row++) {
        frames.point(rows, row, from + row, 0);
      }
      logits(rows, count, null, some);
      System.arraycopy(some, 0, logits, from, count);
    }
    return logits;
  }

  /**
   * Loss of the batch, and its gradients with respect to all parameters.
   *
   * @param labels one a row; not modified
   * @param logits overwritten, one a row
   */
  double gradients(
      FeatureRows packed,
      boolean[] labels,
      int rows,
      @Nullable SplittableRandom rng,
      float[] logits) {
    logits(packed, rows, rng, logits);
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      loss += loss(logits[row], labels[row]) / rows;
      double slope = (sigmoid(logits[row]) - (labels[row] ? 1 : 0)) / rows;
      outputPass.gradient().set(row, (float) slope);
    }
    outputPass.backward();
    outputPass.backwardInput(hiddenPass.gradient().pointer(), hiddenWidth);
    hiddenPass.backward();
    hiddenPass.backwardInput(encodingGradient.pointer(), shape.width());
    encoderPass.backward(encoder, packed, rows, encodingGradient, shape.width());
    return loss;
  }

  /** {@code max(z, 0) - z y + log(1 + exp(-|z|))}. */
  static double loss(double z, boolean y) {
    return Math.max(z, 0) - (y ? z : 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
