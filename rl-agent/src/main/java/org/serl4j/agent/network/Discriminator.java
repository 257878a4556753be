package org.serl4j.agent.network;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * One hidden layer and one logit that tell two kinds of encodings apart, with the derivatives that
 * a gradient penalty (Gulrajani et al. 2017, arXiv 1704.00028) asks for.
 *
 * <pre>
 * a = e W + b,  a' = dropout(a),  c = a' - mean(a'),  s = sqrt(mean(c^2) + eps),  h = c / s
 * u = gain h + shift,  y = leaky(u) = u where u > 0, else 0.01 u,  z = y . w + k
 * P = weight mean over the rows of (|dz/de| - 1)^2,   |g| = sqrt(sum g^2 + 1e-6),  no dropout
 * </pre>
 *
 * <p>The gradient of P is a directional second derivative. With v = dP/d(dz/de) held fixed, dP is
 * the gradient of {@code v . dz/de}, which is the slope of z along v, {@code zdot}:
 *
 * <pre>
 * g = W da,         da = (q - mean(q) - h mean(q h)) / s,   q = w leaky'(u) gain
 * t = v W,          hdot = (t - mean(t) - h mean(h t)) / s,   zdot = q . hdot
 * dw = leaky'(u) gain hdot,   dgain = w leaky'(u) hdot      (leaky'' is 0 almost everywhere)
 * dh = -(q mean(h t) + (q . h) t / n) / s,   ds = -zdot / s
 * dc = (dh - h mean(dh h)) / s + ds h / n,   db = dc - mean(dc)
 * dW = e^T db + v^T da,   de = db W^T
 * </pre>
 *
 * <p>Call {@link #begin}, the ways back, and {@link #finish}: gradients of several losses add up.
 * Preallocated; not thread-safe.
 */
public final class Discriminator {
  private static final float EPSILON = 1e-6f;
  private static final float NORM_EPSILON = 1e-6f;

  /** Slope of the leaky rectifier below 0. */
  private static final float LEAK = 0.01f;

  private final int in;
  private final int hidden;
  private final int maxRows;
  private final Floats values;
  private final @Nullable Floats gradients;
  private final Block weightBlock;
  private final Block[] columnBlocks;
  private final Block constantBlock;
  private final FloatPointer weights;
  private final @Nullable FloatPointer weightGradients;

  /** Parameters on the heap: b, gain, shift, w. */
  private final float[] bias;

  private final float[] gain;
  private final float[] shift;
  private final float[] out;
  private final float[] dBias;
  private final float[] dGain;
  private final float[] dShift;
  private final float[] dOut;

  /** All four, in the order of {@link #columnBlocks}. */
  private final float[][] columns;

  private final float[][] columnGradients;
  private double constantGradient;

  private final Floats product;
  private final Floats slopes;
  private final Floats tangents;
  private final Floats inputGradients;
  private final float[][] normalised;
  private final float[] inverses;
  private final float[][] kept;
  private final float[] row;
  private final float[] other;
  private final float[] inputRow;
  private boolean dropped;
  private boolean first;
  private @Nullable Floats input;
  private int rows;

  /**
   * @param in length of an encoding
   * @param gradients null where no way back is taken
   */
  public Discriminator(
      ParameterLayout layout,
      String prefix,
      int in,
      int hidden,
      int maxRows,
      Floats values,
      @Nullable Floats gradients) {
    this.in = in;
    this.hidden = hidden;
    this.maxRows = maxRows;
    this.values = values;
    this.gradients = gradients;
    this.weightBlock = layout.block(prefix + "/W");
    this.columnBlocks =
        new Block[] {
          layout.block(prefix + "/b"),
          layout.block(prefix + "/gain"),
          layout.block(prefix + "/shift"),
          layout.block(prefix + "/w")
        };
    this.constantBlock = layout.block(prefix + "/k");
    this.weights = values.at(weightBlock.offset());
    this.weightGradients = gradients == null ? null : gradients.at(weightBlock.offset());
    this.bias = new float[hidden];
    this.gain = new float[hidden];
    this.shift = new float[hidden];
    this.out = new float[hidden];
    this.dBias = new float[hidden];
    this.dGain = new float[hidden];
    this.dShift = new float[hidden];
    this.dOut = new float[hidden];
    this.columns = new float[][] {bias, gain, shift, out};
    this.columnGradients = new float[][] {dBias, dGain, dShift, dOut};
    boolean trained = gradients != null;
    this.product = Floats.allocate(maxRows * hidden);
    this.slopes = Floats.allocate(trained ? maxRows * hidden : 0);
    this.tangents = Floats.allocate(trained ? maxRows * hidden : 0);
    this.inputGradients = Floats.allocate(trained ? maxRows * in : 0);
    this.normalised = new float[trained ? maxRows : 1][hidden];
    this.inverses = new float[trained ? maxRows : 1];
    this.kept = new float[trained ? maxRows : 0][hidden];
    this.row = new float[hidden];
    this.other = new float[hidden];
    this.inputRow = new float[in];
  }

  /** Adds the parameters to a layout. */
  public static void declare(ParameterLayout layout, String prefix, int in, int hidden) {
    layout.add(prefix + "/W", in * hidden, Initialisation.XAVIER_UNIFORM, in, hidden);
    layout.add(prefix + "/b", hidden, Initialisation.ZERO, in, hidden);
    layout.add(prefix + "/gain", hidden, Initialisation.ONE, in, hidden);
    layout.add(prefix + "/shift", hidden, Initialisation.ZERO, in, hidden);
    layout.add(prefix + "/w", hidden, Initialisation.XAVIER_UNIFORM, hidden, 1);
    layout.add(prefix + "/k", 1, Initialisation.ZERO, hidden, 1);
  }

  /**
   * Computes the logits.
   *
   * @param encodings {@code rows x in}; not modified until the way back
   * @param rng of the dropout; null for none
   * @param rate probability with which an element of a is dropped
   * @param logits overwritten, one a row
   */
  public void logits(
      Floats encodings, int count, @Nullable SplittableRandom rng, double rate, float[] logits) {
    multiply(encodings, count);
    dropped = rng != null && rate > 0;
    float scale = (float) (1 / (1 - rate));
    double constant = values.get(constantBlock.offset());
    for (int r = 0; r < count; r++) {
      float[] h = normalised[gradients == null ? 0 : r];
      product.read(r * hidden, h, 0, hidden);
      add(h, bias);
      if (rng != null && rate > 0) {
        for (int j = 0; j < hidden; j++) {
          kept[r][j] = rng.nextDouble() < rate ? 0 : scale;
        }
        scale(h, kept[r]);
      }
      float inverse = normalise(h);
      if (gradients != null) {
        inverses[r] = inverse;
      }
      double z = constant;
      for (int j = 0; j < hidden; j++) {
        float u = gain[j] * h[j] + shift[j];
        z += out[j] * (u > 0 ? u : LEAK * u);
      }
      logits[r] = (float) z;
    }
  }

  /** a without its bias: e W. */
  private void multiply(Floats encodings, int count) {
    if (count > maxRows) {
      throw new IllegalArgumentException(count + " rows, at most " + maxRows);
    }
    for (int i = 0; i < columns.length; i++) {
      values.read(columnBlocks[i].offset(), columns[i], 0, hidden);
    }
    input = encodings;
    rows = count;
    Gemm.multiply(
        count, hidden, in, encodings.pointer(), in, weights, hidden, 0f, product.pointer(), hidden);
  }

  /** Forgets the gradients of before. */
  public void begin() {
    first = true;
    constantGradient = 0;
    for (float[] gradient : columnGradients) {
      Arrays.fill(gradient, 0);
    }
  }

  /**
   * Way back after {@link #logits}.
   *
   * @param logitGradients one a row; not modified
   * @param dEncodings overwritten, {@code rows x in}
   */
  public void backward(float[] logitGradients, Floats dEncodings) {
    for (int r = 0; r < rows; r++) {
      float[] h = normalised[r];
      float slope = logitGradients[r];
      constantGradient += slope;
      for (int j = 0; j < hidden; j++) {
        float u = gain[j] * h[j] + shift[j];
        float leaky = u > 0 ? 1 : LEAK;
        dOut[j] += slope * leaky * u;
        float du = slope * out[j] * leaky;
        dGain[j] += du * h[j];
        dShift[j] += du;
        row[j] = du * gain[j];
      }
      denormalise(row, h, inverses[r]);
      if (dropped) {
        scale(row, kept[r]);
      }
      add(dBias, row);
      slopes.write(r * hidden, row, 0, hidden);
    }
    addWeightGradient(usedInput(), slopes);
    inputGradient(slopes, dEncodings);
  }

  /**
   * The penalty P on the gradient of the logit, and its gradients.
   *
   * @param encodings {@code count x in}; not modified
   * @param dEncodings overwritten, {@code count x in}
   * @return P
   */
  public double penalty(Floats encodings, int count, double weight, Floats dEncodings) {
    multiply(encodings, count);
    // g = W da
    for (int r = 0; r < count; r++) {
      float[] h = normalised[r];
      product.read(r * hidden, h, 0, hidden);
      add(h, bias);
      inverses[r] = normalise(h);
      for (int j = 0; j < hidden; j++) {
        row[j] = out[j] * leak(h, j) * gain[j];
      }
      denormalise(row, h, inverses[r]);
      slopes.write(r * hidden, row, 0, hidden);
    }
    inputGradient(slopes, inputGradients);
    // v = dP/dg
    double sum = 0;
    for (int r = 0; r < count; r++) {
      inputGradients.read(r * in, inputRow, 0, in);
      double squares = NORM_EPSILON;
      for (int i = 0; i < in; i++) {
        squares += (double) inputRow[i] * inputRow[i];
      }
      double norm = Math.sqrt(squares);
      sum += (norm - 1) * (norm - 1);
      float factor = (float) (2 * weight / count * (norm - 1) / norm);
      for (int i = 0; i < in; i++) {
        inputRow[i] *= factor;
      }
      inputGradients.write(r * in, inputRow, 0, in);
    }
    // t = v W
    Gemm.multiply(
        count,
        hidden,
        in,
        inputGradients.pointer(),
        in,
        weights,
        hidden,
        0f,
        product.pointer(),
        hidden);
    for (int r = 0; r < count; r++) {
      product.read(r * hidden, row, 0, hidden);
      secondDerivatives(normalised[r], inverses[r]);
      tangents.write(r * hidden, other, 0, hidden);
    }
    addWeightGradient(encodings, tangents);
    addWeightGradient(inputGradients, slopes);
    inputGradient(tangents, dEncodings);
    return weight * sum / count;
  }

  /** From t in {@link #row} to db in {@link #other}; adds the gradients of the columns. */
  private void secondDerivatives(float[] h, float inverse) {
    int n = hidden;
    double mean = 0;
    double along = 0; // mean(h t)
    for (int j = 0; j < n; j++) {
      mean += row[j];
      along += h[j] * row[j];
    }
    mean /= n;
    along /= n;
    double slope = 0; // zdot
    double qh = 0; // q . h
    for (int j = 0; j < n; j++) {
      float leaky = leak(h, j);
      float q = out[j] * leaky * gain[j];
      float hdot = (float) (inverse * (row[j] - mean - h[j] * along));
      dOut[j] += leaky * gain[j] * hdot;
      dGain[j] += out[j] * leaky * hdot;
      slope += q * hdot;
      qh += q * h[j];
    }
    double dhh = 0; // mean(dh h)
    for (int j = 0; j < n; j++) {
      float q = out[j] * leak(h, j) * gain[j];
      other[j] = (float) (-inverse * (q * along + qh * row[j] / n));
      dhh += other[j] * h[j];
    }
    dhh /= n;
    double centre = 0;
    for (int j = 0; j < n; j++) {
      other[j] = (float) (inverse * (other[j] - h[j] * dhh) - slope * inverse * h[j] / n);
      centre += other[j];
    }
    centre /= n;
    for (int j = 0; j < n; j++) {
      other[j] -= (float) centre;
      dBias[j] += other[j];
    }
  }

  private float leak(float[] h, int j) {
    return gain[j] * h[j] + shift[j] > 0 ? 1 : LEAK;
  }

  /** Writes the gradients of the columns behind those of the weights. */
  public void finish() {
    Floats into = trained();
    for (int i = 0; i < columnBlocks.length; i++) {
      into.write(columnBlocks[i].offset(), columnGradients[i], 0, hidden);
    }
    into.set(constantBlock.offset(), (float) constantGradient);
  }

  /** dW = (dW +) x^T d. */
  private void addWeightGradient(Floats x, Floats d) {
    FloatPointer into = weightGradients;
    if (into == null) {
      throw new IllegalArgumentException("this copy of the discriminator has no gradients");
    }
    Gemm.multiplyTransposedLeft(
        in, hidden, rows, x.pointer(), in, d.pointer(), hidden, first ? 0f : 1f, into, hidden);
    first = false;
  }

  /** dX = d W^T. */
  private void inputGradient(Floats d, Floats into) {
    Gemm.multiplyTransposedRight(
        rows, in, hidden, d.pointer(), hidden, weights, hidden, 0f, into.pointer(), in);
  }

  private Floats usedInput() {
    Floats used = input;
    if (used == null) {
      throw new IllegalStateException("the way back before logits()");
    }
    return used;
  }

  private Floats trained() {
    Floats into = gradients;
    if (into == null) {
      throw new IllegalArgumentException("this copy of the discriminator has no gradients");
    }
    return into;
  }

  /** a' becomes h; 1 / s. */
  private static float normalise(float[] a) {
    double mean = 0;
    for (float value : a) {
      mean += value;
    }
    float centre = (float) (mean / a.length);
    double squares = 0;
    for (int j = 0; j < a.length; j++) {
      a[j] -= centre;
      squares += a[j] * a[j];
    }
    float inverse = (float) (1 / Math.sqrt(squares / a.length + EPSILON));
    for (int j = 0; j < a.length; j++) {
      a[j] *= inverse;
    }
    return inverse;
  }

  /** dh becomes da': (dh - mean(dh) - h mean(dh h)) / s. */
  private static void denormalise(float[] d, float[] h, float inverse) {
    double mean = 0;
    double slope = 0;
    for (int j = 0; j < d.length; j++) {
      mean += d[j];
      slope += d[j] * h[j];
    }
    float centre = (float) (mean / d.length);
    float along = (float) (slope / d.length);
    for (int j = 0; j < d.length; j++) {
      d[j] = inverse * (d[j] - centre - along * h[j]);
    }
  }

  private static void add(float[] a, float[] b) {
    for (int j = 0; j < a.length; j++) {
      a[j] += b[j];
    }
  }

  private static void scale(float[] a, float[] b) {
    for (int j = 0; j < a.length; j++) {
      a[j] *= b[j];
    }
  }
}
