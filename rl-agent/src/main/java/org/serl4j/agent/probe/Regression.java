package org.serl4j.agent.probe;

import java.util.SplittableRandom;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.DenseGroup;
import org.serl4j.agent.network.DensePass;
import org.serl4j.agent.network.DenseShape;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;

/**
 * Trains a {@link Reader} and a linear output on it by Adam, with a rate that falls linearly to
 * zero.
 *
 * <pre>L = mean over batch and targets of (prediction - (target - mean) / deviation)^2</pre>
 */
final class Regression {
  private final int rows;
  private final int train;
  private final Reader reader;
  private final Answers answers;
  private final Floats values;
  private final Floats gradients;
  private final DenseShape linear;
  private final DenseGroup head;
  private final DensePass headPass;
  private final Floats encodingGradient;
  private final Adam adam;
  private final float[] outputs;
  private final float[] outputGradients;
  private final int[] picked;
  private final double[] mean;
  private final double[] deviation;

  /**
   * @param rows of a batch
   * @param train how many of the first samples are learned from
   * @param rate first learning rate
   */
  Regression(Reader reader, Answers answers, int rows, int train, double rate, long seed) {
    this.reader = reader;
    this.answers = answers;
    this.rows = rows;
    this.train = train;
    int targets = answers.targets();
    linear = new DenseShape(1, reader.width(), targets, true, DenseShape.Activation.LINEAR);
    ParameterLayout layout = new ParameterLayout();
    reader.declare(layout);
    linear.declare(layout, "probe", Initialisation.XAVIER_UNIFORM);
    values = Floats.allocate(layout.length());
    gradients = Floats.allocate(layout.length());
    layout.initialise(new SplittableRandom(seed), values);
    reader.bind(layout, values, gradients);
    head = new DenseGroup(linear, layout, "probe", values, gradients);
    headPass = new DensePass(linear, rows, true);
    encodingGradient = Floats.allocate(rows * reader.width());
    adam = new Adam(layout.length(), rate);
    outputs = new float[rows * targets];
    outputGradients = new float[rows * targets];
    picked = new int[rows];
    mean = answers.mean(0, train);
    deviation = answers.deviation(0, train);
  }

  /** Puts random samples into the batch. */
  void sample(SplittableRandom rng) {
    for (int row = 0; row < rows; row++) {
      picked[row] = rng.nextInt(train);
      reader.show(row, picked[row], rng, true);
    }
  }

  /** Forward and backward of the batch. */
  void computeGradients() {
    forward();
    int targets = answers.targets();
    for (int row = 0; row < rows; row++) {
      for (int t = 0; t < targets; t++) {
        int i = row * targets + t;
        // dL/dprediction = 2 (prediction - standardised target) / (B T)
        outputGradients[i] =
            (float) (2 * (outputs[i] - standard(picked[row], t)) / (rows * targets));
      }
    }
    headPass.gradient().write(0, outputGradients, 0, rows * targets);
    headPass.backward();
    headPass.backwardInput(encodingGradient.pointer(), reader.width());
    reader.backward(encodingGradient);
  }

  /**
   * One step down the gradient.
   *
   * @param share of the learning rate
   */
  void step(double share) {
    adam.step(values, gradients, null, 0, share);
  }

  private double standard(int sample, int t) {
    return (answers.get(sample, t) - mean[t]) / Math.max(1e-12, deviation[t]);
  }

  private void forward() {
    Floats encoding = reader.forward();
    headPass.forward(head, encoding.pointer(), reader.width(), rows);
    headPass.output().read(0, outputs, 0, outputs.length);
  }

  /** Reads every sample as seen. */
  Reading read() {
    int targets = answers.targets();
    float[][] errors = new float[answers.size()][targets];
    SplittableRandom unused = new SplittableRandom(0);
    for (int start = 0; start < errors.length; start += rows) {
      int count = Math.min(rows, errors.length - start);
      for (int row = 0; row < rows; row++) {
        reader.show(row, start + Math.min(row, count - 1), unused, false);
      }
      forward();
      for (int row = 0; row < count; row++) {
        for (int t = 0; t < targets; t++) {
          double error = outputs[row * targets + t] - standard(start + row, t);
          errors[start + row][t] = (float) (error * deviation[t]);
        }
      }
    }
    return new Reading(errors, train, answers.deviation(train, answers.size()));
  }
}
