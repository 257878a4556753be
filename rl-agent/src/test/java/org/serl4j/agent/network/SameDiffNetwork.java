package org.serl4j.agent.network;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.serl4j.agent.network.DenseShape.Activation;

/**
 * Our layers once more as a graph of stock SameDiff (ND4J 1.0.0-M2.1) in double precision, on the
 * same parameters: SameDiff differentiates, we only write the way forward. One variable a parameter
 * block, so that gradients compare block by block.
 */
final class SameDiffNetwork {
  /** Of the largest element of a block: our tanh is off by up to 6e-6, our sums are in float. */
  private static final double TOLERANCE = 1e-4;

  /** Of our layer normalisation. */
  private static final double EPSILON = 1e-6;

  private final SameDiff graph;
  private final ParameterLayout layout;
  private final float[] values;
  private final boolean trained;
  private final List<String> names = new ArrayList<>();

  /**
   * @param trained whether the parameters are variables instead of constants
   */
  SameDiffNetwork(SameDiff graph, ParameterLayout layout, Floats values, boolean trained) {
    this.graph = graph;
    this.layout = layout;
    this.values = values.toArray();
    this.trained = trained;
  }

  /** Draws parameters at which no term is at its neutral value: gain 1 + N/4, bias, shift N/4. */
  static Floats parameters(ParameterLayout layout, SplittableRandom rng) {
    Floats drawn = Floats.allocate(layout.length());
    layout.initialise(rng, drawn);
    for (Block block : layout.blocks()) {
      boolean weight = block.name().endsWith("/W") || block.name().endsWith("/K");
      for (int i = block.offset(); !weight && i < block.offset() + block.length(); i++) {
        drawn.set(i, drawn.get(i) + (float) (rng.nextGaussian() / 4));
      }
    }
    return drawn;
  }

  static float[] gaussian(int count, SplittableRandom rng) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) rng.nextGaussian();
    }
    return drawn;
  }

  static SDVariable constant(SameDiff graph, float[] source, long... shape) {
    return graph.constant(array(source, 0, source.length, shape));
  }

  private static INDArray array(float[] source, int from, int count, long... shape) {
    double[] copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = source[from + i];
    }
    return Nd4j.create(copy, shape, DataType.DOUBLE);
  }

  SDVariable parameter(String block, long... shape) {
    Block found = layout.block(block);
    INDArray array = array(values, found.offset(), found.length(), shape);
    names.add(block);
    return trained ? graph.var(block, array) : graph.constant(array);
  }

  /**
   * A group of dense layers.
   *
   * <pre>
   * Z_g = X_g W_g + b_g,   Y_g = Z_g or tanh(gain_g (Z_g - m) / sqrt(v + eps) + shift_g)
   * </pre>
   *
   * @param x rows x in for a shared input, otherwise groups x rows x in
   * @return groups x rows x out
   */
  SDVariable dense(String prefix, DenseShape shape, SDVariable x, int rows) {
    int groups = shape.groups();
    int out = shape.out();
    SDVariable product;
    if (shape.sharedInput()) {
      SDVariable weights = parameter(prefix + "/W", shape.in(), (long) groups * out);
      product = graph.permute(x.mmul(weights).reshape(rows, groups, out), 1, 0, 2);
    } else {
      product = x.mmul(parameter(prefix + "/W", groups, shape.in(), out));
    }
    SDVariable z = product.add(parameter(prefix + "/b", groups, 1, out));
    if (shape.activation() == Activation.LINEAR) {
      return z;
    }
    SDVariable centred = z.sub(z.mean(true, 2));
    SDVariable variance = graph.math.square(centred).mean(true, 2);
    SDVariable normalised = centred.div(graph.math.sqrt(variance.add(EPSILON)));
    SDVariable gain = parameter(prefix + "/gain", groups, 1, out);
    SDVariable shift = parameter(prefix + "/shift", groups, 1, out);
    return graph.math.tanh(normalised.mul(gain).add(shift));
  }

  /** Values of the critics: critics x rows x 1. */
  SDVariable critics(CriticShape shape, SDVariable input, int rows) {
    SDVariable first = dense("critics/first", shape.first(), input, rows);
    SDVariable second = dense("critics/second", shape.second(), first, rows);
    return dense("critics/head", shape.head(), second, rows);
  }

  /**
   * Compares the gradient of every block that the graph has with ours.
   *
   * @param loss of the graph
   */
  void checkGradients(SDVariable loss, Floats gradients) {
    loss.markAsLoss();
    float[] ours = gradients.toArray();
    assertEquals(layout.blocks().size(), names.size(), "blocks compared");
    for (String name : names) {
      Block block = layout.block(name);
      double[] expected = gradient(name);
      float[] own = new float[block.length()];
      System.arraycopy(ours, block.offset(), own, 0, own.length);
      check(name, expected, own);
    }
  }

  /** Gradient of the marked loss with respect to a variable, row by row. */
  double[] gradient(String name) {
    Map<String, INDArray> gradients = graph.calculateGradients(Map.of(), name);
    return requireNonNull(gradients.get(name), name).dup('c').data().asDouble();
  }

  /**
   * {@code |ours - theirs| <= 1e-4 max |theirs|} for every element of a block.
   *
   * @param expected SameDiff's, in the order of ours
   */
  static void check(String block, double[] expected, float[] ours) {
    assertEquals(expected.length, ours.length, block);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0, block + " is all zero");
    for (int i = 0; i < ours.length; i++) {
      assertEquals(expected[i], ours[i], TOLERANCE * largest, block + " element " + i);
    }
  }
}
