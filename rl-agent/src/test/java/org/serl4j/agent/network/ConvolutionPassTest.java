package org.serl4j.agent.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The products against plain loops, and the way back against central differences. */
class ConvolutionPassTest {
  private static final int IN = 3;
  private static final int OUT = 2;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int IMAGES = 3;

  /** The tanh of the kernels is 6e-6 off, and sums are in float. */
  private static final double FORWARD_TOLERANCE = 2e-5;

  private final SplittableRandom rng = new SplittableRandom(2);

  private final class Fixture {
    final ConvolutionShape shape;
    final ParameterLayout layout = new ParameterLayout();
    final Floats values;
    final Floats gradients;
    final Convolution layer;
    final ConvolutionPass pass;
    final Floats x = random(IN * IMAGES * HEIGHT * WIDTH);
    final Floats weights = random(OUT * IMAGES * HEIGHT * WIDTH);

    Fixture(int kernel) {
      shape = new ConvolutionShape(IN, OUT, kernel, HEIGHT, WIDTH);
      shape.declare(layout, "c");
      values = random(layout.length());
      gradients = Floats.allocate(layout.length());
      layer = new Convolution(shape, layout, "c", values, gradients);
      pass = new ConvolutionPass(shape, IMAGES, true);
    }

    /** sum of weights * output. */
    double loss() {
      pass.forward(layer, x);
      double sum = 0;
      for (int i = 0; i < weights.length(); i++) {
        sum += (double) weights.get(i) * pass.output().get(i);
      }
      return sum;
    }
  }

  private Floats random(int length) {
    Floats floats = Floats.allocate(length);
    for (int i = 0; i < length; i++) {
      floats.set(i, (float) (0.5 * rng.nextGaussian()));
    }
    return floats;
  }

  /** One output as the definition has it. */
  private static double expected(Fixture f, int o, int image, int y, int x) {
    int kernel = f.shape.kernel();
    double z = f.values.get(OUT * f.shape.fanIn() + o);
    for (int tap = 0; tap < f.shape.taps(); tap++) {
      int sy = y + tap / kernel - kernel / 2;
      int sx = x + tap % kernel - kernel / 2;
      if (sy < 0 || sy >= HEIGHT || sx < 0 || sx >= WIDTH) {
        continue;
      }
      for (int c = 0; c < IN; c++) {
        double weight = f.values.get(o * f.shape.fanIn() + tap * IN + c);
        z += weight * f.x.get(((c * IMAGES + image) * HEIGHT + sy) * WIDTH + sx);
      }
    }
    return Math.tanh(z);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldConvolveEachImageWithZerosBeyondItsBorder(int kernel) {
    Fixture f = new Fixture(kernel);
    f.pass.forward(f.layer, f.x);
    for (int i = 0; i < OUT * IMAGES * HEIGHT * WIDTH; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH % HEIGHT;
      int image = i / (WIDTH * HEIGHT) % IMAGES;
      int o = i / (WIDTH * HEIGHT * IMAGES);
      assertEquals(expected(f, o, image, y, x), f.pass.output().get(i), FORWARD_TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldGiveTheGradientOfParametersAndInput(int kernel) {
    Fixture f = new Fixture(kernel);
    f.pass.forward(f.layer, f.x);
    f.pass.gradient().copyFrom(f.weights, 0, 0, f.weights.length());
    f.pass.backward(f.layer, f.x);
    Floats dX = Floats.allocate(f.x.length());
    f.pass.backwardInput(f.layer, dX);
    checkDifferences(f, f.values, f.gradients);
    checkDifferences(f, f.x, dX);
  }

  private static void checkDifferences(Fixture f, Floats at, Floats gradient) {
    float h = 1e-2f;
    for (int i = 0; i < at.length(); i++) {
      float before = at.get(i);
      at.set(i, before + h);
      double up = f.loss();
      at.set(i, before - h);
      double down = f.loss();
      at.set(i, before);
      double numeric = (up - down) / (2 * h);
      assertEquals(numeric, gradient.get(i), 2e-3 + 5e-3 * Math.abs(numeric), "element " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldRefuseAKernelWithoutAMiddle(int kernel) {
    assertThrows(
        IllegalArgumentException.class, () -> new ConvolutionShape(1, 1, kernel, HEIGHT, WIDTH));
  }
}
