package org.serl4j.rewards.vice;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.Discriminator;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.EncoderShape;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.network.ParameterLayout;

/**
 * The adversarial classifier's network and its loss (Fu et al. 2018, arXiv 1805.11686; sizes as in
 * SERL). The frozen backbone's maps come in; embeddings, bottleneck and discriminator are trained.
 *
 * <pre>
 * e = [ NormTanh(spatial embeddings of camera k W_k) for each camera k ],   z = discriminator(e)
 * first half of the batch: the policy's observations, y = s/2;  second half: goals, y = 1 - s/2
 * mixed     e~_b = l e_b + (1 - l) e_p(b),  y~_b likewise,   l ~ U(0, 1) = Beta(1, 1) one a batch
 * between   e^_b = r_b e_b + (1 - r_b) e_(B/2 + b),          r_b ~ U(0, 1), b of the first half
 * L = mean of max(z~, 0) - z~ y~ + log(1 + exp(-|z~|))  +  w mean of (|dz/de at e^| - 1)^2
 * </pre>
 *
 * <p>s smoothing, w the penalty's weight, p a random permutation. Preallocated; not thread-safe.
 */
final class ViceNetwork {
  private static final String DISCRIMINATOR = "vice/discriminator";

  final ParameterLayout layout = new ParameterLayout();
  final Floats values;
  final Floats gradients;
  private final ViceConfig config;
  private final EncoderShape shape;
  private final Encoder encoder;
  private final EncoderPass pass;
  private final Discriminator discriminator;
  private final Discriminator judging;
  private final int width;
  private final int maxRows;
  private final Floats encodings;
  private final Floats mixed;
  private final Floats mixedGradients;
  private final Floats between;
  private final Floats betweenGradients;
  private final Floats encodingGradients;
  private final int[] partner;
  private final float[] shares;
  private final float[] logits;
  private final float[] slopes;
  private final float[] one;
  private final float[] two;
  private final float[] three;
  private double loss;
  private double penalty;

  /**
   * @param judgedRows largest batch of {@link #logits}
   * @param lanes who does the encoder's work
   */
  ViceNetwork(ViceConfig config, EncoderConfig maps, int cameras, int judgedRows, Lanes lanes) {
    this.config = config;
    this.maxRows = Math.max(config.batch(), judgedRows);
    this.shape =
        new EncoderShape(cameras, maps.maps(), config.embeddings(), config.bottleneck(), 0, 0);
    this.width = shape.width();
    shape.declare(layout);
    Discriminator.declare(layout, DISCRIMINATOR, width, config.hidden());
    this.values = Floats.allocate(layout.length());
    this.gradients = Floats.allocate(layout.length());
    this.encoder = new Encoder(shape, layout, values, gradients);
    this.pass = new EncoderPass(shape, new FeatureDecoder(shape, maxRows, lanes), maxRows, true);
    int batch = config.batch();
    int hidden = config.hidden();
    this.discriminator =
        new Discriminator(layout, DISCRIMINATOR, width, hidden, batch, values, gradients);
    this.judging = new Discriminator(layout, DISCRIMINATOR, width, hidden, maxRows, values, null);
    this.encodings = Floats.allocate(maxRows * width);
    this.mixed = Floats.allocate(batch * width);
    this.mixedGradients = Floats.allocate(batch * width);
    this.between = Floats.allocate(batch / 2 * width);
    this.betweenGradients = Floats.allocate(batch / 2 * width);
    this.encodingGradients = Floats.allocate(batch * width);
    this.partner = new int[batch];
    this.shares = new float[batch / 2];
    this.logits = new float[batch];
    this.slopes = new float[batch];
    this.one = new float[width];
    this.two = new float[width];
    this.three = new float[width];
  }

  /** The logits of observations as they are: no dropout. */
  void logits(FeatureRows packed, int rows, float[] into) {
    if (rows > maxRows) {
      throw new IllegalArgumentException(rows + " rows, at most " + maxRows);
    }
    pass.embed(encoder, packed, rows);
    pass.encode(encoder, rows, encodings, width);
    judging.logits(encodings, rows, null, 0, into);
  }

  /** Cross-entropy of the last {@link #gradients}. */
  double loss() {
    return loss;
  }

  /** Penalty of the last {@link #gradients}, its weight included. */
  double penalty() {
    return penalty;
  }

  /**
   * L, and its gradients with respect to all parameters.
   *
   * @param packed a batch: the policy's observations, then as many goals
   * @return L
   */
  double gradients(FeatureRows packed, SplittableRandom rng) {
    int batch = config.batch();
    pass.embed(encoder, packed, batch);
    pass.encode(encoder, batch, encodings, width);
    float share = (float) rng.nextDouble();
    mix(rng, share);
    interpolate(rng);
    discriminator.begin();
    discriminator.logits(mixed, batch, rng, config.dropout(), logits);
    loss = 0;
    for (int b = 0; b < batch; b++) {
      double y = share * label(b) + (1 - share) * label(partner[b]);
      double z = logits[b];
      loss += (Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)))) / batch;
      slopes[b] = (float) ((sigmoid(z) - y) / batch);
    }
    discriminator.backward(slopes, mixedGradients);
    penalty = discriminator.penalty(between, batch / 2, config.penalty(), betweenGradients);
    discriminator.finish();
    scatter(share);
    pass.backward(encoder, packed, batch, encodingGradients, width);
    return loss + penalty;
  }

  private double label(int row) {
    double low = config.smoothing() / 2;
    return row < config.batch() / 2 ? low : 1 - low;
  }

  static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private void mix(SplittableRandom rng, float share) {
    for (int b = 0; b < partner.length; b++) {
      int other = rng.nextInt(b + 1);
      partner[b] = partner[other];
      partner[other] = b;
    }
    for (int b = 0; b < partner.length; b++) {
      blend(b, partner[b], share, mixed, b);
    }
  }

  private void interpolate(SplittableRandom rng) {
    int half = config.batch() / 2;
    for (int b = 0; b < half; b++) {
      shares[b] = (float) rng.nextDouble();
      blend(b, half + b, shares[b], between, b);
    }
  }

  /** into[row] = share e_first + (1 - share) e_second. */
  private void blend(int first, int second, float share, Floats into, int row) {
    encodings.read(first * width, one, 0, width);
    encodings.read(second * width, two, 0, width);
    for (int i = 0; i < width; i++) {
      one[i] = share * one[i] + (1 - share) * two[i];
    }
    into.write(row * width, one, 0, width);
  }

  /** The gradients of what was mixed and what lies between, to the encodings they are made of. */
  private void scatter(float share) {
    int batch = config.batch();
    Arrays.fill(one, 0);
    for (int b = 0; b < batch; b++) {
      encodingGradients.write(b * width, one, 0, width);
    }
    for (int b = 0; b < batch; b++) {
      mixedGradients.read(b * width, one, 0, width);
      accumulate(b, share);
      accumulate(partner[b], 1 - share);
    }
    for (int b = 0; b < batch / 2; b++) {
      betweenGradients.read(b * width, one, 0, width);
      accumulate(b, shares[b]);
      accumulate(batch / 2 + b, 1 - shares[b]);
    }
  }

  /** Adds a share of {@link #one} to the gradient of an encoding. */
  private void accumulate(int row, float share) {
    encodingGradients.read(row * width, three, 0, width);
    for (int i = 0; i < width; i++) {
      three[i] += share * one[i];
    }
    encodingGradients.write(row * width, three, 0, width);
  }
}
