package org.serl4j.console.bench;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.network.CriticPass;
import org.serl4j.agent.network.CriticShape;
import org.serl4j.agent.network.Critics;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.console.session.Hyperparameters;

/**
 * The critics from state: an ensemble on 34 state and 6 action elements, and a whole critic update
 * around it, against the matrix products alone and against stock SameDiff.
 */
final class CriticBench {
  private static final int STATE = 34;
  private static final int ACTION = 6;
  private static final int WARM_UP = 60;
  private static final int COUNT = 100;
  private static final int STOCK_WARM_UP = 3;
  private static final int STOCK_COUNT = 9;
  private static final int STEPS = 2000;
  private static final int EPISODE = 100;

  /** Quoted from SERL's JAX learner on a machine of this kind: 35 to 50 ms; not measured here. */
  private static final double JAX_MS = 35;

  private final RlpdConfig config;
  private final CriticShape shape;
  private final Lanes lanes;
  private final Consumer<Measurement> into;

  /**
   * @param lanes of our own work and of the matrix products alone; not closed
   * @param into takes each measurement as soon as it is there
   */
  CriticBench(Lanes lanes, Consumer<Measurement> into) {
    this.lanes = lanes;
    this.into = into;
    // an encoding as long as the state: 40 inputs of each critic
    this.config = Hyperparameters.with(Map.of("proprio", String.valueOf(STATE)));
    this.shape = new CriticShape(STATE, ACTION, config.hidden(), config.critics());
  }

  void run() {
    CriticProducts products = new CriticProducts(shape, config.batch(), lanes);
    StockCritics stock = new StockCritics(shape, config.batch(), new SplittableRandom(2));
    String what =
        config.critics()
            + " x ["
            + config.hidden()
            + ", "
            + config.hidden()
            + "], "
            + shape.inputWidth()
            + " inputs, batch "
            + config.batch();
    double[] ms = Stopwatch.mediansMs(WARM_UP, COUNT, forwardBackward(), update(), products::run);
    report(
        "critic-forward-backward",
        ms[0],
        ms[2],
        "the same GEMMs alone on as many lanes, at most 1.7; " + what);
    double[] stockMs = new double[2];
    StockCritics.silently(
        () -> {
          stockMs[0] = Stopwatch.medianMs(STOCK_WARM_UP, STOCK_COUNT, stock::forwardBackward);
          stockMs[1] = Stopwatch.medianMs(STOCK_WARM_UP, STOCK_COUNT, stock::fit);
        });
    report(
        "critic-forward-backward against SameDiff",
        ms[0],
        stockMs[0],
        "stock SameDiff, at most 0.125 (8 times faster)");
    report(
        "critic-update",
        ms[1],
        ms[2],
        "the GEMMs of the critics' forward and backward, at most 2.5; next action, targets,"
            + " critics, Adam, moving average");
    report(
        "critic-update against SameDiff",
        ms[1],
        stockMs[1],
        "stock SameDiff's fit of the critics with Adam, without next action, targets and moving"
            + " average; at most 0.125");
    report(
        "critic-update against SERL",
        ms[1],
        JAX_MS,
        "quoted, not measured here: SERL's JAX learner needs 35 to 50 ms; at most 0.5");
  }

  private void report(String name, double ms, double against, String note) {
    into.accept(Measurement.of(name, ms, "ms", against, note));
  }

  /** L = mean of (Q_i - y)^2 and its gradients. */
  private Runnable forwardBackward() {
    SplittableRandom rng = new SplittableRandom(1);
    int rows = config.batch();
    ParameterLayout layout = new ParameterLayout();
    shape.declare(layout);
    Floats values = Floats.allocate(layout.length());
    layout.initialise(rng, values);
    Critics critics = new Critics(shape, layout, values, Floats.allocate(layout.length()));
    CriticPass pass = new CriticPass(shape, rows, true, lanes);
    float[] input = gaussian(rows * shape.inputWidth(), rng);
    float[] targets = gaussian(rows, rng);
    pass.input().write(0, input, 0, input.length);
    float[] q = new float[rows * shape.critics()];
    float[] dQ = new float[q.length];
    return () -> {
      pass.forward(critics, rows, q);
      // dL/dQ = 2 (Q - y) / (N B)
      for (int i = 0; i < q.length; i++) {
        dQ[i] = 2 * (q[i] - targets[i / shape.critics()]) / q.length;
      }
      pass.backward(dQ, rows);
    };
  }

  private Runnable update() {
    SplittableRandom rng = new SplittableRandom(3);
    Spaces spaces =
        new Spaces(
            VectorLayout.builder().add("state", STATE, "1", 1).build(),
            List.of(),
            128,
            VectorLayout.builder().add("action", ACTION, "1", 1).build());
    ReplayBuffer replay = new ReplayBuffer(STEPS + STEPS / EPISODE + 1, spaces, config.encoder());
    for (int i = 0; i < STEPS; i++) {
      if (i % EPISODE == 0) {
        replay.beginEpisode(new EncodedObservation(gaussian(STATE, rng), List.of()));
      }
      float[] action = new float[ACTION];
      for (int j = 0; j < ACTION; j++) {
        action[j] = (float) rng.nextDouble(-1, 1);
      }
      replay.append(
          action,
          rng.nextInt(10) == 0 ? 1 : 0,
          false,
          i % EPISODE == EPISODE - 1,
          new EncodedObservation(gaussian(STATE, rng), List.of()));
    }
    Batch batch = new Batch(spaces, config.encoder(), config.batch());
    RlpdAgent agent = new RlpdAgent(config, spaces, 1, lanes);
    return () -> {
      replay.sample(rng, batch, 0, batch.rows());
      agent.updateCritics(batch);
    };
  }

  private static float[] gaussian(int count, SplittableRandom rng) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) rng.nextGaussian();
    }
    return drawn;
  }
}
