package org.serl4j.agent.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.network.TanhGaussian;

class LikelihoodTest {
  private static final double SMALLEST = 0.05;

  private static GaussianLikelihood gaussian(float[] outputs, float[] actions, int ld) {
    int rows = actions.length / ld;
    GaussianLikelihood likelihood = new GaussianLikelihood(2, rows, SMALLEST);
    likelihood.evaluate(outputs, actions, ld, rows);
    return likelihood;
  }

  /**
   * By hand, one row: mu = (0, 1), s = (1, e^-1), a = (0.5, -1), and a third element that is not
   * looked at. u = (atanh 0.5 = 0.549306, atanh -0.98 = -2.297560): 0.549306^2 / 2 + log(0.75) =
   * -0.136814; (3.297560 e)^2 / 2 - 1 + log(1 - 0.98^2) = 35.947; twice log(2 pi) / 2.
   */
  @Test
  void shouldGiveTheLikelihoodOfTheTanhGaussian() {
    GaussianLikelihood likelihood =
        gaussian(new float[] {0, 1, 0, -1}, new float[] {0.5f, -1, 1}, 3);
    double first = 0.5 * 0.549306 * 0.549306 + Math.log(0.75);
    double second = 0.5 * Math.pow(3.297560 * Math.E, 2) - 1 + Math.log(1 - 0.98 * 0.98);
    assertEquals(first + second + 2 * 0.9189385, likelihood.loss(), 1e-4);
    assertEquals((0.5 + Math.tanh(1) + 1) / 2, likelihood.actionError(), 1e-6);
  }

  /** What a = tanh(mu + s eps) gives is as likely as {@link TanhGaussian} says. */
  @Test
  void shouldAgreeWithTheLogProbabilityOfThePolicysDistribution() {
    float[] outputs = {0.3f, -0.8f, -0.4f, 0.2f};
    TanhGaussian distribution = new TanhGaussian(2, 1);
    distribution.sample(outputs, 1, new SplittableRandom(3));
    double loss = gaussian(outputs, distribution.actions(), 2).loss();
    assertEquals(-distribution.logProbability()[0], loss, 1e-5);
  }

  @Test
  void shouldGiveTheGaussiansGradient() {
    float[] outputs = {0.3f, -0.8f, -0.4f, 0.2f, 1.1f, 0.1f, -1.5f, 0.6f};
    float[] actions = {0.9f, -0.2f, -1, 0.4f};
    float[] gradients = gaussian(outputs, actions, 2).gradients().clone();
    for (int i = 0; i < outputs.length; i++) {
      float h = 1e-3f;
      float[] up = outputs.clone();
      up[i] += h;
      float[] down = outputs.clone();
      down[i] -= h;
      double numeric =
          (gaussian(up, actions, 2).loss() - gaussian(down, actions, 2).loss()) / (up[i] - down[i]);
      assertEquals(numeric, gradients[i], 1e-3 * Math.max(1, Math.abs(numeric)), "output " + i);
    }
  }

  @Test
  void shouldNotSharpenBeyondTheSmallestDeviation() {
    float[] outputs = {0, 0, -9, -9};
    float twoDeviations = (float) Math.tanh(2 * SMALLEST);
    GaussianLikelihood likelihood = gaussian(outputs, new float[] {0, twoDeviations}, 2);
    double jacobian = Math.log(1 - twoDeviations * twoDeviations);
    assertEquals(
        2 * (Math.log(SMALLEST) + 0.9189385) + 0.5 * 4 + jacobian, likelihood.loss(), 1e-5);
    assertEquals(0, likelihood.gradients()[2]);
    assertEquals(0, likelihood.gradients()[3]);
  }

  /** Three rows stay, one closes; logits 0: every choice has probability 1/3. */
  @Test
  void shouldWeighARareChoiceAsMuchAsAFrequentOne() {
    float[] logits = new float[12];
    float[] actions = {0.3f, 0, 0.3f, 0, 0.3f, 0, 0.3f, -1};
    ChoiceLikelihood balanced = new ChoiceLikelihood(4, true);
    balanced.evaluate(logits, actions, 2, 1, 4);
    assertEquals(Math.log(3), balanced.loss(), 1e-9);
    // stay: weight 1/6, close: weight 1/2
    assertEquals((1 / 3.0 - 1) / 6, balanced.gradients()[1], 1e-7);
    assertEquals((1 / 3.0 - 1) / 2, balanced.gradients()[9], 1e-7);
    assertEquals(0.25, balanced.accuracy(), "close is the first of equals");

    ChoiceLikelihood plain = new ChoiceLikelihood(4, false);
    plain.evaluate(logits, actions, 2, 1, 4);
    assertEquals((1 / 3.0 - 1) / 4, plain.gradients()[1], 1e-7);
    assertEquals((1 / 3.0 - 1) / 4, plain.gradients()[9], 1e-7);
  }

  /** P(stay) = e^2 / (e^2 + 1 + e^-1); no overflow of large logits. */
  @Test
  void shouldGiveTheCrossEntropyOfTheChoice() {
    ChoiceLikelihood likelihood = new ChoiceLikelihood(1, true);
    likelihood.evaluate(new float[] {0, 2, -1}, new float[] {0}, 1, 0, 1);
    assertEquals(Math.log1p(Math.exp(-2) + Math.exp(-3)), likelihood.loss(), 1e-7);
    assertEquals(1, likelihood.accuracy());
    likelihood.evaluate(new float[] {1000, 2000, -1000}, new float[] {1}, 1, 0, 1);
    assertEquals(3000, likelihood.loss(), 1e-3);
  }
}
