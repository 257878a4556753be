package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.FeatureRows;

class ClassifierNetworkTest {
  private static final int ROWS = 6;

  /** Losses are float: differences of 1e-2 along a unit vector lose three digits. */
  private static final double TOLERANCE = 0.03;

  /** |z| log-sum-exp by hand: log(1 + e^-2) and 2 + log(1 + e^-2). */
  @Test
  void shouldGiveTheCrossEntropyOfALogit() {
    assertEquals(0.126928, ClassifierNetwork.loss(2, true), 1e-6);
    assertEquals(2.126928, ClassifierNetwork.loss(2, false), 1e-6);
    assertEquals(2.126928, ClassifierNetwork.loss(-2, true), 1e-6);
    assertEquals(1000, ClassifierNetwork.loss(1000, false), 1e-9);
  }

  /** Block by block along the gradient: (L(p + h d) - L(p - h d)) / 2h = |g|, dropout included. */
  @Test
  void shouldHaveTheGradientsOfFiniteDifferences() {
    ClassifierNetwork network = new ClassifierNetwork(Toy.CONFIG, 2, ROWS, true);
    network.layout.initialise(new SplittableRandom(1), network.values);
    LabelledFrames frames = Toy.noise(1, ROWS, 3, 1);
    FeatureRows rows = new FeatureRows(2, ROWS);
    boolean[] labels = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      frames.point(rows, row, row, 0);
      labels[row] = frames.frame(row).success();
    }
    float[] logits = new float[ROWS];
    network.gradients(rows, labels, ROWS, new SplittableRandom(2), logits);
    float[] gradient = network.gradients.toArray();
    for (Block block : network.layout.blocks()) {
      double norm = 0;
      for (int i = 0; i < block.length(); i++) {
        norm += Math.pow(gradient[block.offset() + i], 2);
      }
      norm = Math.sqrt(norm);
      assertTrue(norm > 1e-6, block.name() + " gets no gradient");
      double h = Math.min(0.05, 0.01 / norm);
      double up = lossAlong(network, block, gradient, h / norm, rows, labels);
      double down = lossAlong(network, block, gradient, -h / norm, rows, labels);
      assertEquals(norm, (up - down) / (2 * h), TOLERANCE * norm, block.name());
    }
  }

  private static double lossAlong(
      ClassifierNetwork network,
      Block block,
      float[] gradient,
      double share,
      FeatureRows rows,
      boolean[] labels) {
    float[] before = new float[block.length()];
    network.values.read(block.offset(), before, 0, before.length);
    float[] moved = new float[before.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (before[i] + share * gradient[block.offset() + i]);
    }
    network.values.write(block.offset(), moved, 0, moved.length);
    float[] logits = new float[ROWS];
    network.logits(rows, ROWS, new SplittableRandom(2), logits);
    network.values.write(block.offset(), before, 0, before.length);
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      loss += ClassifierNetwork.loss(logits[row], labels[row]) / ROWS;
    }
    return loss;
  }
}
