package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.replay.Batch;

/**
 * The analytic gradients against central differences along random directions, block by block: (L(p
 * + h d) - L(p - h d)) / (2 h) = g . d. Losses are float, so the tolerance is 2 %, of the largest
 * derivative among a block's directions.
 */
public class GradientTest {
  private static final double TOLERANCE = 0.02;
  private static final int DIRECTIONS = 6;

  public static void check(
      ParameterLayout layout, Floats values, Floats gradients, DoubleSupplier loss) {
    float[] gradient = gradients.toArray();
    SplittableRandom rng = new SplittableRandom(17);
    for (Block block : layout.blocks()) {
      checkBlock(block, values, gradient, loss, rng);
    }
  }

  private static void checkBlock(
      Block block, Floats values, float[] gradient, DoubleSupplier loss, SplittableRandom rng) {
    float[] before = new float[block.length()];
    values.read(block.offset(), before, 0, before.length);
    double[] analytic = new double[DIRECTIONS];
    double[] numeric = new double[DIRECTIONS];
    double largest = 0;
    for (int k = 0; k < DIRECTIONS; k++) {
      // half of the directions follow the gradient's signs, so that the derivative is not lost in
      // the rounding of the loss
      float[] direction = new float[before.length];
      double norm = 0;
      for (int i = 0; i < direction.length; i++) {
        double g = gradient[block.offset() + i];
        double d = k % 2 == 0 ? Math.abs(rng.nextGaussian()) * Math.signum(g) : rng.nextGaussian();
        direction[i] = (float) d;
        norm += d * d;
      }
      double length = Math.max(1e-9, Math.sqrt(norm));
      for (int i = 0; i < direction.length; i++) {
        direction[i] /= (float) length;
        analytic[k] += (double) gradient[block.offset() + i] * direction[i];
      }
      // small enough for the loss to bend little, large enough to stand out of its rounding
      double h = Math.min(0.02, 0.01 / Math.max(1e-9, Math.abs(analytic[k])));
      double up = shifted(block, values, before, direction, h, loss);
      double down = shifted(block, values, before, direction, -h, loss);
      numeric[k] = (up - down) / (2 * h);
      values.write(block.offset(), before, 0, before.length);
      largest = Math.max(largest, Math.abs(analytic[k]));
    }
    assertTrue(largest > 0, block.name() + " gets no gradient");
    for (int k = 0; k < DIRECTIONS; k++) {
      assertEquals(analytic[k], numeric[k], TOLERANCE * largest + 2e-6, block.name());
    }
  }

  private static double shifted(
      Block block,
      Floats values,
      float[] before,
      float[] direction,
      double h,
      DoubleSupplier loss) {
    float[] moved = new float[before.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (before[i] + h * direction[i]);
    }
    values.write(block.offset(), moved, 0, moved.length);
    return loss.getAsDouble();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void shouldGiveTheGradientOfTheCriticLossToCriticsAndImageHeads(int convolution) {
    Spaces spaces = RlpdFixture.spaces(2, 5, 3);
    EncoderConfig encoder = new EncoderConfig(List.of("t168", "t194"), 2, 4, convolution, 1);
    RlpdConfig config = RlpdFixture.config(12, 24, 20, encoder);
    RlpdAgent agent = new RlpdAgent(config, spaces, 3);
    Batch batch = RlpdFixture.batch(spaces, config, 4);
    agent.computeTargets(batch, new SplittableRandom(5));
    agent.criticGradients(batch);
    check(
        Shapes.of(config, spaces).valueLayout(),
        agent.values,
        agent.valueGradients,
        () -> agent.criticLoss(batch));
  }

  @Test
  void shouldGiveTheGradientOfTheActorLossToThePolicy() {
    Spaces spaces = RlpdFixture.spaces(1, 5, 3);
    EncoderConfig encoder = new EncoderConfig(List.of("t194"), 2, 4);
    RlpdConfig config = RlpdFixture.config(12, 24, 20, encoder);
    RlpdAgent agent = new RlpdAgent(config, spaces, 3);
    Batch batch = RlpdFixture.batch(spaces, config, 4);
    DoubleSupplier loss = () -> agent.actorLoss(batch, new SplittableRandom(8));
    agent.actorGradients(batch, new SplittableRandom(8));
    check(
        Shapes.of(config, spaces).policyLayout(), agent.policyValues, agent.policyGradients, loss);
  }

  @Test
  void shouldGiveTheGradientOfTheTemperatureLoss() {
    Temperature temperature = new Temperature(0.3, 1e-3);
    double h = 1e-6;
    double up = Temperature.softplus(temperature.parameter() + h) * (1.2 - -3.0);
    double down = Temperature.softplus(temperature.parameter() - h) * (1.2 - -3.0);
    assertEquals((up - down) / (2 * h), temperature.gradient(1.2, -3.0), 1e-6);
  }

  @Test
  void shouldLeaveTheEncoderAloneInTheActorUpdate() {
    Spaces spaces = RlpdFixture.spaces(1, 5, 3);
    EncoderConfig encoder = new EncoderConfig(List.of("t194"), 2, 4);
    RlpdConfig config = RlpdFixture.config(12, 24, 20, encoder);
    RlpdAgent agent = new RlpdAgent(config, spaces, 3);
    Batch batch = RlpdFixture.batch(spaces, config, 4);
    float[] untouched = agent.valueGradients.toArray();
    agent.actorGradients(batch, new SplittableRandom(8));
    assertArrayEquals(untouched, agent.valueGradients.toArray());
  }
}
