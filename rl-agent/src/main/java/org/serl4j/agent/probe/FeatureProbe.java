package org.serl4j.agent.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.DenseGroup;
import org.serl4j.agent.network.DensePass;
import org.serl4j.agent.network.DenseShape;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.EncoderShape;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.rlpd.RlpdConfig;

/**
 * Supervised regression from images to a target vector: the agent's image head with a linear
 * output, squared error on standardised targets, Adam with a rate that falls linearly to zero. The
 * state is not shown to it.
 *
 * <pre>L = mean over batch and targets of (prediction - (target - mean) / deviation)^2</pre>
 */
public final class FeatureProbe {
  private final Spaces spaces;
  private final RlpdConfig config;
  private final int targets;
  private final List<int[][]> features = new ArrayList<>();
  private final List<float[]> wanted = new ArrayList<>();

  /**
   * What came out, in the targets' own units.
   *
   * @param trainRmse on the samples learned from, frames as seen
   * @param heldOutRmse on the others
   * @param heldOutDeviation standard deviation of the targets there: what a constant guess gets
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
  public record Result(double[] trainRmse, double[] heldOutRmse, double[] heldOutDeviation) {}

  /**
   * @param config sizes of the image head and what is stored of a frame
   * @param targets length of the target vector
   */
  public FeatureProbe(Spaces spaces, RlpdConfig config, int targets) {
    if (spaces.cameras().isEmpty()) {
      throw new IllegalArgumentException("a feature probe needs cameras");
    }
    this.spaces = spaces;
    this.config = config;
    this.targets = targets;
  }

  /** Adds a sample; all copies of its frame are learned from. */
  public void add(EncodedObservation observation, float[] target) {
    int copies = config.encoder().copies();
    int bytes = config.encoder().copyBytes();
    int[][] packed = new int[spaces.cameras().size()][copies * bytes / 4];
    for (int camera = 0; camera < packed.length; camera++) {
      byte[] maps = observation.features().get(camera);
      for (int copy = 0; copy < copies; copy++) {
        int at = copy * bytes;
        FeaturePacking.pack(config.encoder().maps(), maps, at, packed[camera], at / 4);
      }
    }
    features.add(packed);
    wanted.add(target.clone());
  }

  /** Number of samples. */
  public int size() {
    return features.size();
  }

  /**
   * Learns from the first samples and reads the last ones.
   *
   * @param heldOutShare share of the samples, from the end, that are not learned from
   * @param steps gradient steps
   * @param rate first learning rate
   */
  public Result run(double heldOutShare, int steps, double rate, long seed) {
    int train = (int) Math.round(size() * (1 - heldOutShare));
    if (train < 1 || train >= size()) {
      throw new IllegalArgumentException(
          size() + " samples cannot be split with a held-out share of " + heldOutShare);
    }
    Regression regression = new Regression(seed, train, rate);
    SplittableRandom rng = new SplittableRandom(seed + 1);
    for (int step = 0; step < steps; step++) {
      regression.step(rng, train, 1 - (double) step / steps);
    }
    return new Result(
        regression.rmse(0, train), regression.rmse(train, size()), deviation(train, size()));
  }

  private double[] mean(int from, int to) {
    double[] mean = new double[targets];
    for (int i = from; i < to; i++) {
      for (int t = 0; t < targets; t++) {
        mean[t] += wanted.get(i)[t] / (to - from);
      }
    }
    return mean;
  }

  private double[] deviation(int from, int to) {
    double[] mean = mean(from, to);
    double[] deviation = new double[targets];
    for (int t = 0; t < targets; t++) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += (wanted.get(i)[t] - mean[t]) * (wanted.get(i)[t] - mean[t]);
      }
      deviation[t] = Math.sqrt(sum / (to - from));
    }
    return deviation;
  }

  private final class Regression {
    private final int rows = config.batch();
    private final EncoderShape shape;
    private final Floats values;
    private final Floats gradients;
    private final Encoder encoder;
    private final DenseGroup head;
    private final EncoderPass pass;
    private final DensePass headPass;
    private final Floats encoding;
    private final Floats encodingGradient;
    private final Adam adam;
    private final FeatureRows packed;
    private final float[] outputs;
    private final float[] outputGradients;
    private final int[] picked;
    private final double[] mean;
    private final double[] deviation;

    Regression(long seed, int train, double rate) {
      int state = spaces.state().size();
      shape =
          new EncoderShape(
              spaces.cameras().size(),
              config.encoder().maps(),
              config.embeddings(),
              config.bottleneck(),
              state,
              config.proprio());
      DenseShape linear =
          new DenseShape(1, shape.width(), targets, true, DenseShape.Activation.LINEAR);
      ParameterLayout layout = new ParameterLayout();
      shape.declare(layout);
      linear.declare(layout, "probe", Initialisation.XAVIER_UNIFORM);
      values = Floats.allocate(layout.length());
      gradients = Floats.allocate(layout.length());
      layout.initialise(new SplittableRandom(seed), values);
      encoder = new Encoder(shape, layout, values, gradients);
      head = new DenseGroup(linear, layout, "probe", values, gradients);
      pass = new EncoderPass(shape, new FeatureDecoder(shape, rows), rows, true);
      pass.state(new float[rows * state], rows);
      headPass = new DensePass(linear, rows, true);
      encoding = Floats.allocate(rows * shape.width());
      encodingGradient = Floats.allocate(rows * shape.width());
      adam = new Adam(layout.length(), rate);
      packed = new FeatureRows(spaces.cameras().size(), rows);
      outputs = new float[rows * targets];
      outputGradients = new float[rows * targets];
      picked = new int[rows];
      mean = mean(0, train);
      deviation = deviation(0, train);
    }

    void step(SplittableRandom rng, int train, double share) {
      for (int row = 0; row < rows; row++) {
        picked[row] = rng.nextInt(train);
        copy(picked[row], rng.nextInt(config.encoder().copies()), row);
      }
      forward();
      for (int row = 0; row < rows; row++) {
        for (int t = 0; t < targets; t++) {
          int i = row * targets + t;
          // dL/dprediction = 2 (prediction - standardised target) / (B T)
          outputGradients[i] =
              (float) (2 * (outputs[i] - standard(picked[row], t)) / (rows * targets));
        }
      }
      headPass.gradient().write(0, outputGradients, 0, rows * targets);
      headPass.backward(head, encoding.pointer(), shape.width(), rows);
      headPass.backwardInput(head, encodingGradient.pointer(), shape.width(), rows);
      pass.backward(encoder, packed, rows, encodingGradient, shape.width());
      adam.step(values, gradients, null, 0, share);
    }

    private double standard(int sample, int t) {
      return (wanted.get(sample)[t] - mean[t]) / Math.max(1e-12, deviation[t]);
    }

    private void copy(int sample, int copy, int row) {
      int n = shape.packedInts();
      for (int camera = 0; camera < packed.cameras(); camera++) {
        packed.point(camera, row, features.get(sample)[camera], copy * n);
      }
    }

    private void forward() {
      pass.embed(encoder, packed, rows);
      pass.encode(encoder, rows, encoding, shape.width());
      headPass.forward(head, encoding.pointer(), shape.width(), rows);
      headPass.output().read(0, outputs, 0, rows * targets);
    }

    /** Root of the mean squared error over samples as seen (copy 0). */
    double[] rmse(int from, int to) {
      double[] sum = new double[targets];
      for (int start = from; start < to; start += rows) {
        int count = Math.min(rows, to - start);
        for (int row = 0; row < rows; row++) {
          copy(start + Math.min(row, count - 1), 0, row);
        }
        forward();
        for (int row = 0; row < count; row++) {
          for (int t = 0; t < targets; t++) {
            double error = (outputs[row * targets + t] - standard(start + row, t)) * deviation[t];
            sum[t] += error * error;
          }
        }
      }
      for (int t = 0; t < targets; t++) {
        sum[t] = Math.sqrt(sum[t] / (to - from));
      }
      return sum;
    }
  }
}
