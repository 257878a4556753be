package org.serl4j.agent.probe;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/** Supervised regression from images to a target vector. The state is not shown to it. */
public abstract sealed class Probe permits FeatureProbe, PixelProbe {
  private static final int WARM_UP = 40;
  private static final double NS_IN_MS = 1e6;

  final Answers answers;
  private final int rows;

  Probe(int rows, int targets) {
    this.rows = rows;
    this.answers = new Answers(targets);
  }

  /** A fresh network over the samples. */
  abstract Reader reader();

  /** Number of samples. */
  public int size() {
    return answers.size();
  }

  /**
   * Learns from the first samples and reads all.
   *
   * @param heldOutShare share of the samples, from the end, that are not learned from
   * @param steps gradient steps
   * @param rate first learning rate
   */
  public Reading run(double heldOutShare, int steps, double rate, long seed) {
    return run(heldOutShare, steps, rate, seed, done -> {});
  }

  /**
   * The same, telling how far it is.
   *
   * @param progress gets the share of the steps that is done, from 0 to 1
   */
  public Reading run(
      double heldOutShare, int steps, double rate, long seed, DoubleConsumer progress) {
    int train = answers.train(heldOutShare);
    Regression regression = new Regression(reader(), answers, rows, train, rate, seed);
    SplittableRandom rng = new SplittableRandom(seed + 1);
    for (int step = 0; step < steps; step++) {
      regression.sample(rng);
      regression.computeGradients();
      regression.step(1 - (double) step / steps);
      progress.accept((step + 1.0) / steps);
    }
    return regression.read();
  }

  /** Median time of forward and backward of one batch [ms]; nothing is learned. */
  public double updateMs(int count) {
    Regression regression = new Regression(reader(), answers, rows, size(), 0, 1);
    SplittableRandom rng = new SplittableRandom(1);
    double[] ms = new double[count];
    for (int i = -WARM_UP; i < count; i++) {
      regression.sample(rng);
      long beginNs = System.nanoTime();
      regression.computeGradients();
      ms[Math.max(0, i)] = (System.nanoTime() - beginNs) / NS_IN_MS;
    }
    Arrays.sort(ms);
    return ms[count / 2];
  }
}
