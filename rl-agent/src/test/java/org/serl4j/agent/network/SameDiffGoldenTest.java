package org.serl4j.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Values, losses and gradients of our layers against stock SameDiff in double precision, each block
 * within 1e-4 of its largest element ({@link SameDiffNetwork}).
 */
class SameDiffGoldenTest {
  private static final int ROWS = 12;
  private static final int ENCODING = 7;
  private static final int ACTION = 3;
  private static final int HIDDEN = 16;
  private static final int CRITICS = 3;
  private static final CriticShape SHAPE = new CriticShape(ENCODING, ACTION, HIDDEN, CRITICS);

  /** Of the entropy term in the loss of the policy. */
  private static final double ALPHA = 0.2;

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** Our values are rows x critics, the graph's critics x rows x 1. */
  private static double[] rowsFirst(SDVariable values) {
    return values.eval().reshape(CRITICS, ROWS).transpose().dup('c').data().asDouble();
  }

  @Test
  void shouldGiveValuesLossAndGradientsOfTheCriticsAsSameDiffDoes() {
    SplittableRandom rng = new SplittableRandom(1);
    ParameterLayout layout = new ParameterLayout();
    SHAPE.declare(layout);
    Floats parameters = SameDiffNetwork.parameters(layout, rng);
    Floats gradients = Floats.allocate(layout.length());
    float[] input = SameDiffNetwork.gaussian(ROWS * SHAPE.inputWidth(), rng);
    float[] targets = SameDiffNetwork.gaussian(ROWS, rng);

    Critics critics = new Critics(SHAPE, layout, parameters, gradients);
    CriticPass pass = new CriticPass(SHAPE, ROWS, true);
    pass.input().write(0, input, 0, input.length);
    float[] values = new float[ROWS * CRITICS];
    pass.forward(critics, ROWS, values);
    // L = mean over critics and rows of (Q - y)^2
    double loss = 0;
    float[] dValues = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      double error = values[i] - targets[i / CRITICS];
      loss += error * error / values.length;
      dValues[i] = (float) (2 * error / values.length);
    }
    Floats dInput = pass.backward(dValues, ROWS);

    SameDiff graph = SameDiff.create();
    SameDiffNetwork stock = new SameDiffNetwork(graph, layout, parameters, true);
    SDVariable x =
        graph.var("x", SameDiffNetwork.constant(graph, input, ROWS, SHAPE.inputWidth()).getArr());
    SDVariable q = stock.critics(SHAPE, x, ROWS);
    SDVariable y = SameDiffNetwork.constant(graph, targets, 1, ROWS, 1);
    SDVariable stockLoss = graph.math.square(q.sub(y)).mean();
    SameDiffNetwork.check("values", rowsFirst(q), values);
    double expectedLoss = stockLoss.eval().getDouble(0);
    assertEquals(expectedLoss, loss, 1e-4 * expectedLoss);
    stock.checkGradients(stockLoss, gradients);
    SameDiffNetwork.check("input", stock.gradient("x"), dInput.toArray());
  }

  @Test
  void shouldGiveTheValuesOfTheDrawnCriticsAsSameDiffDoes() {
    SplittableRandom rng = new SplittableRandom(2);
    ParameterLayout layout = new ParameterLayout();
    SHAPE.declare(layout);
    Floats parameters = SameDiffNetwork.parameters(layout, rng);
    float[] input = SameDiffNetwork.gaussian(ROWS * SHAPE.inputWidth(), rng);
    int[] drawn = {2, 0};

    CriticPass pass = new CriticPass(SHAPE, ROWS, false);
    pass.input().write(0, input, 0, input.length);
    float[] values = new float[ROWS * drawn.length];
    pass.forwardSelected(new Critics(SHAPE, layout, parameters, null), drawn, ROWS, values);

    SameDiff graph = SameDiff.create();
    SameDiffNetwork stock = new SameDiffNetwork(graph, layout, parameters, false);
    SDVariable x = SameDiffNetwork.constant(graph, input, ROWS, SHAPE.inputWidth());
    double[] all = rowsFirst(stock.critics(SHAPE, x, ROWS));
    double[] expected = new double[values.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = all[i / drawn.length * CRITICS + drawn[i % drawn.length]];
    }
    SameDiffNetwork.check("values of the drawn critics", expected, values);
  }

  /**
   * The policy's whole way: tanh-Gaussian action of fixed noise, its log-probability, and the loss
   * through frozen critics.
   *
   * <pre>
   * u = mean + exp(logStd) eps,  a = tanh(u)
   * log pi = sum of -eps^2 / 2 - logStd - log(2 pi) / 2 - log(1 - tanh(u)^2)
   * L = alpha mean(log pi) - mean(Q_i(o, a))
   * </pre>
   */
  @Test
  void shouldGiveLogProbabilityAndActorGradientsAsSameDiffDoes() {
    SplittableRandom rng = new SplittableRandom(3);
    PolicyShape shape = new PolicyShape(ENCODING, HIDDEN, ACTION);
    ParameterLayout layout = new ParameterLayout();
    shape.declare(layout);
    ParameterLayout criticLayout = new ParameterLayout();
    SHAPE.declare(criticLayout);
    Floats parameters = SameDiffNetwork.parameters(layout, rng);
    Floats gradients = Floats.allocate(layout.length());
    Floats criticParameters = SameDiffNetwork.parameters(criticLayout, rng);
    float[] encoding = SameDiffNetwork.gaussian(ROWS * ENCODING, rng);
    long noiseSeed = 4;

    PolicyNetwork policy = new PolicyNetwork(shape, layout, parameters, gradients);
    PolicyPass pass = new PolicyPass(shape, ROWS, true);
    pass.input().write(0, encoding, 0, encoding.length);
    float[] outputs = new float[ROWS * 2 * ACTION];
    pass.forward(policy, ROWS, outputs);
    TanhGaussian distribution = new TanhGaussian(ACTION, ROWS);
    distribution.sample(outputs, ROWS, new SplittableRandom(noiseSeed));
    CriticPass criticPass = new CriticPass(SHAPE, ROWS, true);
    for (int row = 0; row < ROWS; row++) {
      criticPass.input().write(row * SHAPE.inputWidth(), encoding, row * ENCODING, ENCODING);
    }
    criticPass.actions(distribution.actions(), ROWS);
    Critics critics = new Critics(SHAPE, criticLayout, criticParameters, null);
    float[] values = new float[ROWS * CRITICS];
    criticPass.forward(critics, ROWS, values);
    float[] dValues = new float[values.length];
    Arrays.fill(dValues, -1f / values.length);
    float[] dActions = new float[ROWS * ACTION];
    criticPass.backwardToActions(dValues, ROWS, dActions);
    float[] dOutputs = new float[outputs.length];
    distribution.backward(dActions, ALPHA / ROWS, ROWS, dOutputs);
    pass.backward(dOutputs, ROWS);

    SameDiff graph = SameDiff.create();
    SameDiffNetwork stock = new SameDiffNetwork(graph, layout, parameters, true);
    SDVariable o = SameDiffNetwork.constant(graph, encoding, ROWS, ENCODING);
    SDVariable first = stock.dense("policy/first", shape.first(), o, ROWS).reshape(ROWS, HIDDEN);
    SDVariable second =
        stock.dense("policy/second", shape.second(), first, ROWS).reshape(ROWS, HIDDEN);
    SDVariable[] heads =
        graph.unstack(stock.dense("policy/heads", shape.heads(), second, ROWS), 0, 2);
    float[] noise = SameDiffNetwork.gaussian(ROWS * ACTION, new SplittableRandom(noiseSeed));
    SDVariable eps = SameDiffNetwork.constant(graph, noise, ROWS, ACTION);
    SDVariable a = graph.math.tanh(heads[0].add(graph.math.exp(heads[1]).mul(eps)));
    SDVariable jacobian = graph.math.log(graph.math.square(a).rsub(1));
    SDVariable logProbability =
        graph.math.square(eps).mul(-0.5).sub(heads[1]).sub(HALF_LOG_TWO_PI).sub(jacobian).sum(1);
    SameDiffNetwork frozen = new SameDiffNetwork(graph, criticLayout, criticParameters, false);
    SDVariable q = frozen.critics(SHAPE, graph.concat(1, o, a), ROWS);
    SDVariable loss = logProbability.mean().mul(ALPHA).sub(q.mean());

    SameDiffNetwork.check("actions", a.eval().dup('c').data().asDouble(), distribution.actions());
    float[] ours = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      ours[row] = (float) distribution.logProbability()[row];
    }
    SameDiffNetwork.check("log-probability", logProbability.eval().data().asDouble(), ours);
    SameDiffNetwork.check("values", rowsFirst(q), values);
    stock.checkGradients(loss, gradients);
  }

  /** Two cameras of two maps each, and the state; the loss is linear in the encoding. */
  @Test
  void shouldGiveEncodingAndItsGradientsAsSameDiffDoes() {
    SplittableRandom rng = new SplittableRandom(5);
    List<FeatureMap> maps =
        List.of(new FeatureMap("coarse", 8, 2, 3), new FeatureMap("fine", 4, 4, 4));
    EncoderShape shape = new EncoderShape(2, maps, 3, HIDDEN, 5, 8);
    ParameterLayout layout = new ParameterLayout();
    shape.declare(layout);
    Floats parameters = SameDiffNetwork.parameters(layout, rng);
    Floats gradients = Floats.allocate(layout.length());
    float[] state = SameDiffNetwork.gaussian(ROWS * shape.state(), rng);
    float[] dEncoding = SameDiffNetwork.gaussian(ROWS * shape.width(), rng);
    int[][] packed = new int[shape.cameras()][ROWS * shape.packedInts()];
    for (int[] camera : packed) {
      for (int i = 0; i < camera.length; i++) {
        camera[i] = rng.nextInt();
      }
    }

    Encoder encoder = new Encoder(shape, layout, parameters, gradients);
    EncoderPass pass = new EncoderPass(shape, new FeatureDecoder(shape, ROWS), ROWS, true);
    FeatureRows features = FeatureRows.of(packed, ROWS, shape.packedInts());
    pass.state(state, ROWS);
    pass.embed(encoder, features, ROWS);
    Floats encoding = Floats.allocate(ROWS * shape.width());
    pass.encode(encoder, ROWS, encoding, shape.width());
    Floats gradient = Floats.allocate(dEncoding.length);
    gradient.write(0, dEncoding, 0, dEncoding.length);
    pass.backward(encoder, features, ROWS, gradient, shape.width());

    SameDiff graph = SameDiff.create();
    SameDiffNetwork stock = new SameDiffNetwork(graph, layout, parameters, true);
    SDVariable[] cameras = new SDVariable[shape.cameras()];
    for (int camera = 0; camera < cameras.length; camera++) {
      cameras[camera] = embedding(graph, stock, shape, camera, features);
    }
    SDVariable image =
        graph
            .permute(
                stock.dense("encoder/image", shape.image(), graph.stack(0, cameras), ROWS), 1, 0, 2)
            .reshape(ROWS, cameras.length * HIDDEN);
    SDVariable proprio =
        stock
            .dense(
                "encoder/proprio",
                shape.proprioception(),
                SameDiffNetwork.constant(graph, state, ROWS, shape.state()),
                ROWS)
            .reshape(ROWS, shape.proprio());
    SDVariable expected = graph.concat(1, image, proprio);
    SDVariable loss =
        expected.mul(SameDiffNetwork.constant(graph, dEncoding, ROWS, shape.width())).sum();
    SameDiffNetwork.check(
        "encoding", expected.eval().dup('c').data().asDouble(), encoding.toArray());
    stock.checkGradients(loss, gradients);
  }

  /** Spatial learned embeddings of one camera: rows x (channels of all maps * embeddings). */
  private static SDVariable embedding(
      SameDiff graph, SameDiffNetwork stock, EncoderShape shape, int camera, FeatureRows packed) {
    SDVariable[] parts = new SDVariable[shape.maps().size()];
    int from = 0;
    for (int m = 0; m < parts.length; m++) {
      FeatureMap map = shape.maps().get(m);
      int quarter = map.size() / 4;
      // channels x rows x positions
      float[] features = new float[map.size() * ROWS];
      for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i < map.size(); i++) {
          int word = packed.word(camera, row, from + i % quarter);
          int at = (i / map.positions() * ROWS + row) * map.positions() + i % map.positions();
          features[at] =
              (float) (byte) (word >> (8 * (i / quarter))) / FeaturePacking.STEPS_PER_UNIT;
        }
      }
      from += quarter;
      SDVariable x =
          SameDiffNetwork.constant(graph, features, map.channels(), ROWS, map.positions());
      SDVariable kernel =
          stock.parameter(
              EncoderShape.kernel(camera, map),
              map.channels(),
              map.positions(),
              shape.embeddings());
      parts[m] =
          graph
              .permute(x.mmul(kernel), 1, 0, 2)
              .reshape(ROWS, (long) map.channels() * shape.embeddings());
    }
    return graph.concat(1, parts);
  }
}
