package org.serl4j.rewards.vice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Lanes;

class ViceNetworkTest {
  private static final double TOLERANCE = 0.03;

  private final Line line = new Line(2);

  private FeatureRows batch() {
    FeatureRows rows = new FeatureRows(1, Line.CONFIG.batch());
    SplittableRandom rng = new SplittableRandom(4);
    for (int row = 0; row < Line.CONFIG.batch(); row++) {
      int half = Line.CONFIG.batch() / 2;
      double x = row < half ? 0.5 * rng.nextDouble() : 1;
      rows.point(0, row, line.at(x).packed(Line.ENCODER)[0], 0);
    }
    return rows;
  }

  /**
   * Of the whole loss: mixed cross-entropy under dropout, and the penalty, whose gradient is a
   * second derivative. Block by block along the gradient: (L(p + h d) - L(p - h d)) / 2h = |g|.
   */
  @Test
  void shouldHaveTheGradientsOfFiniteDifferences() {
    ViceNetwork network = new ViceNetwork(Line.CONFIG, Line.ENCODER, 1, 0, Lanes.single());
    network.layout.initialise(new SplittableRandom(1), network.values);
    FeatureRows rows = batch();
    for (int step = 0; step < 3; step++) { // away from biases of 0 and gains of 1
      network.gradients(rows, new SplittableRandom(step));
      for (int i = 0; i < network.values.length(); i++) {
        float moved = network.values.get(i) - 0.02f * network.gradients.get(i);
        network.values.set(i, moved);
      }
    }
    network.gradients(rows, new SplittableRandom(9));
    assertTrue(network.penalty() > 0.1, () -> "penalty " + network.penalty());
    float[] gradient = network.gradients.toArray();
    for (Block block : network.layout.blocks()) {
      double norm = 0;
      for (int i = 0; i < block.length(); i++) {
        norm += Math.pow(gradient[block.offset() + i], 2);
      }
      norm = Math.sqrt(norm);
      assertTrue(norm > 1e-7, block.name() + " gets no gradient");
      // so small that hardly any rectifier bends on the way: there the penalty jumps
      double h = Math.min(0.002, 0.002 / norm);
      double up = lossAlong(network, block, gradient, h / norm, rows);
      double down = lossAlong(network, block, gradient, -h / norm, rows);
      assertEquals(norm, (up - down) / (2 * h), TOLERANCE * norm + 1e-3, block.name());
    }
  }

  private static double lossAlong(
      ViceNetwork network, Block block, float[] gradient, double share, FeatureRows rows) {
    float[] before = new float[block.length()];
    network.values.read(block.offset(), before, 0, before.length);
    for (int i = 0; i < before.length; i++) {
      double moved = before[i] + share * gradient[block.offset() + i];
      network.values.set(block.offset() + i, (float) moved);
    }
    double loss = network.gradients(rows, new SplittableRandom(9));
    network.values.write(block.offset(), before, 0, before.length);
    return loss;
  }

  /** Labels of 0.1 and 0.9 alone: no certainty costs nothing. */
  @Test
  void shouldPunishCertainty() {
    ViceNetwork network = new ViceNetwork(Line.CONFIG, Line.ENCODER, 1, 0, Lanes.single());
    network.layout.initialise(new SplittableRandom(1), network.values);
    double entropyOfSmoothLabels = -0.1 * Math.log(0.1) - 0.9 * Math.log(0.9);
    for (int seed = 0; seed < 5; seed++) {
      network.gradients(batch(), new SplittableRandom(seed));
      assertTrue(network.loss() >= entropyOfSmoothLabels, () -> "loss " + network.loss());
    }
  }
}
