package org.serl4j.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.rlpd.GradientTest;

/** First and second derivatives against central differences. */
class DiscriminatorTest {
  private static final int IN = 12;
  private static final int HIDDEN = 24;
  private static final int ROWS = 6;
  private static final double WEIGHT = 10;

  private final ParameterLayout layout = new ParameterLayout();
  private Floats values = Floats.allocate(0);
  private Floats gradients = Floats.allocate(0);
  private final Floats input = Floats.allocate(ROWS * IN);
  private final Floats inputGradient = Floats.allocate(ROWS * IN);
  private final float[] logits = new float[ROWS];
  private Discriminator discriminator = made();

  private Discriminator made() {
    Discriminator.declare(layout, "d", IN, HIDDEN);
    values = Floats.allocate(layout.length());
    gradients = Floats.allocate(layout.length());
    return new Discriminator(layout, "d", IN, HIDDEN, ROWS, values, gradients);
  }

  /** Away from the first values, of which many are 0 or 1. */
  @BeforeEach
  void draw() {
    SplittableRandom rng = new SplittableRandom(3);
    layout.initialise(rng, values);
    for (int i = 0; i < values.length(); i++) {
      values.set(i, values.get(i) + (float) (0.2 * rng.nextGaussian()));
    }
    for (int i = 0; i < input.length(); i++) {
      input.set(i, (float) rng.nextDouble(-1, 1));
    }
  }

  private double logitSum(double rate) {
    discriminator.logits(input, ROWS, new SplittableRandom(8), rate, logits);
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += (row + 1) * logits[row];
    }
    return sum;
  }

  private static float[] weightsOfRows() {
    float[] slopes = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      slopes[row] = row + 1;
    }
    return slopes;
  }

  private double penalty() {
    discriminator.begin();
    return discriminator.penalty(input, ROWS, WEIGHT, inputGradient);
  }

  @Test
  void shouldGiveTheGradientOfTheLogitsUnderDropout() {
    logitSum(0.3);
    discriminator.begin();
    discriminator.backward(weightsOfRows(), inputGradient);
    discriminator.finish();
    GradientTest.check(layout, values, gradients, () -> logitSum(0.3));
    checkInput(() -> logitSum(0.3));
  }

  /** |dz/de| by differences of the logit itself. */
  @Test
  void shouldPenaliseTheDistanceOfTheLogitsSlopeFromOne() {
    double expected = 0;
    double h = 1e-3;
    for (int row = 0; row < ROWS; row++) {
      double squares = 1e-6;
      for (int i = 0; i < IN; i++) {
        float before = input.get(row * IN + i);
        input.set(row * IN + i, before + (float) h);
        discriminator.logits(input, ROWS, null, 0, logits);
        double up = logits[row];
        input.set(row * IN + i, before - (float) h);
        discriminator.logits(input, ROWS, null, 0, logits);
        squares += Math.pow((up - logits[row]) / (2 * h), 2);
        input.set(row * IN + i, before);
      }
      expected += WEIGHT * Math.pow(Math.sqrt(squares) - 1, 2) / ROWS;
    }
    assertEquals(expected, penalty(), 0.01 * expected);
  }

  @Test
  void shouldGiveTheGradientOfThePenalty() {
    penalty();
    discriminator.finish();
    float[] all = gradients.toArray();
    // the logit's constant and the shift of u do not change a slope, but where a rectifier bends
    for (String none : new String[] {"d/k", "d/shift"}) {
      Block block = layout.block(none);
      for (int i = 0; i < block.length(); i++) {
        assertEquals(0, all[block.offset() + i], none);
      }
    }
    ParameterLayout moved = new ParameterLayout();
    Discriminator.declare(moved, "d", IN, HIDDEN);
    for (String name : new String[] {"d/W", "d/b", "d/gain", "d/w"}) {
      checkAlong(layout.block(name), all);
    }
    checkInput(this::penalty);
  }

  /** Along the gradient of a block: its length is the slope. */
  private void checkAlong(Block block, float[] gradient) {
    double norm = 0;
    for (int i = block.offset(); i < block.offset() + block.length(); i++) {
      norm += gradient[i] * gradient[i];
    }
    norm = Math.sqrt(norm);
    assertTrue(norm > 1e-3, block.name() + " gets no gradient");
    double h = 1e-3;
    double[] ends = new double[2];
    for (int side = 0; side < 2; side++) {
      move(block, gradient, (side == 0 ? h : -h) / norm);
      ends[side] = penalty();
      move(block, gradient, (side == 0 ? -h : h) / norm);
    }
    assertEquals(norm, (ends[0] - ends[1]) / (2 * h), 0.02 * norm, block.name());
  }

  private void move(Block block, float[] gradient, double factor) {
    for (int i = block.offset(); i < block.offset() + block.length(); i++) {
      values.set(i, values.get(i) + (float) (factor * gradient[i]));
    }
  }

  private void checkInput(DoubleSupplier loss) {
    float[] analytic = inputGradient.toArray();
    double largest = 0;
    for (float value : analytic) {
      largest = Math.max(largest, Math.abs(value));
    }
    double h = 2e-3;
    for (int i = 0; i < analytic.length; i++) {
      float before = input.get(i);
      input.set(i, before + (float) h);
      double up = loss.getAsDouble();
      input.set(i, before - (float) h);
      double down = loss.getAsDouble();
      input.set(i, before);
      assertEquals(analytic[i], (up - down) / (2 * h), 0.03 * largest, "input " + i);
    }
  }

  /** The sum of two losses has the sum of their gradients. */
  @Test
  void shouldAddTheGradientsOfTwoLosses() {
    logitSum(0);
    discriminator.begin();
    discriminator.backward(weightsOfRows(), inputGradient);
    discriminator.finish();
    float[] one = gradients.toArray();
    penalty();
    discriminator.finish();
    float[] two = gradients.toArray();
    logitSum(0);
    discriminator.begin();
    discriminator.backward(weightsOfRows(), inputGradient);
    discriminator.penalty(input, ROWS, WEIGHT, inputGradient);
    discriminator.finish();
    float[] both = gradients.toArray();
    for (int i = 0; i < both.length; i++) {
      assertEquals(one[i] + two[i], both[i], 1e-4 * (1 + Math.abs(both[i])));
    }
  }
}
