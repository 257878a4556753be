package org.serl4j.console.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.serl4j.agent.network.CriticShape;

/**
 * The same critics as a graph of stock SameDiff, all critics in one batched product, with
 * SameDiff's own differentiation and Adam.
 *
 * <pre>
 * Z_i = X_i W_i + b_i,  Y_i = tanh(gain_i (Z_i - m) / sqrt(v + eps) + shift_i)
 * L = mean of (Q_i - y)^2
 * </pre>
 */
final class StockCritics {
  private static final double EPSILON = 1e-6;
  private static final double LEARNING_RATE = 3e-4;

  private final SameDiff graph = SameDiff.create();
  private final List<String> parameters = new ArrayList<>();
  private final CriticShape shape;
  private final INDArray input;
  private final INDArray targets;

  StockCritics(CriticShape shape, int rows, SplittableRandom rng) {
    this.shape = shape;
    this.input = random(rng, 1, rows, shape.inputWidth());
    this.targets = random(rng, 1, rows, 1);
    int hidden = shape.hidden();
    int critics = shape.critics();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, rows, shape.inputWidth());
    SDVariable y = graph.placeHolder("y", DataType.FLOAT, rows, 1);
    SDVariable weights = parameter("first", rng, shape.inputWidth(), (long) critics * hidden);
    SDVariable z1 = graph.permute(x.mmul(weights).reshape(rows, critics, hidden), 1, 0, 2);
    SDVariable y1 = normTanh("first", rng, z1);
    SDVariable y2 =
        normTanh("second", rng, y1.mmul(parameter("second", rng, critics, hidden, hidden)));
    SDVariable q =
        y2.mmul(parameter("head", rng, critics, hidden, 1))
            .add(parameter("head/bias", rng, critics, 1, 1));
    SDVariable loss = graph.math.square(q.sub(y.reshape(1, rows, 1))).mean();
    loss.markAsLoss();
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(LEARNING_RATE))
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
  }

  private static INDArray random(SplittableRandom rng, double deviation, long... dimensions) {
    float[] values = new float[(int) Nd4j.createUninitialized(dimensions).length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * rng.nextGaussian());
    }
    return Nd4j.create(values, dimensions, 'c');
  }

  private SDVariable parameter(String name, SplittableRandom rng, long... dimensions) {
    parameters.add(name);
    return graph.var(name, random(rng, 0.1, dimensions));
  }

  private SDVariable normTanh(String name, SplittableRandom rng, SDVariable product) {
    int critics = shape.critics();
    int hidden = shape.hidden();
    SDVariable z = product.add(parameter(name + "/bias", rng, critics, 1, hidden));
    SDVariable centred = z.sub(z.mean(true, 2));
    SDVariable variance = graph.math.square(centred).mean(true, 2);
    SDVariable normalised = centred.div(graph.math.sqrt(variance.add(EPSILON)));
    SDVariable gain = parameter(name + "/gain", rng, critics, 1, hidden);
    SDVariable shift = parameter(name + "/shift", rng, critics, 1, hidden);
    return graph.math.tanh(normalised.mul(gain).add(shift));
  }

  /** Values, loss and the gradient of every parameter. */
  void forwardBackward() {
    graph.calculateGradients(Map.of("x", input, "y", targets), parameters);
  }

  /** The same, and a step of Adam. */
  void fit() {
    graph.fit(new DataSet(input, targets));
  }

  /** Runs something of SameDiff's, which prints every operation that it differentiates. */
  static void silently(Runnable work) {
    PrintStream before = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(before);
    }
  }
}
