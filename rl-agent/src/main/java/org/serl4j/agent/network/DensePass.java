package org.serl4j.agent.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.network.DenseShape.Activation;

/**
 * One use of a {@link DenseGroup}: forward keeps what backward needs.
 *
 * <p>With X of {@code rows x inputWidth}, for each group g:
 *
 * <pre>
 * Z_g = X_g W_g,  Y_g = f(Z_g)                  (f: {@link NormTanh}, or bias only)
 * dW_g = X_g^T dZ_g,  dX_g = dZ_g W_g^T         (a shared X gets the sum over g)
 * </pre>
 */
public final class DensePass {
  /** Floats of one piece of work on the heap: half of a typical level-2 cache. */
  private static final int PIECE = 32768;

  private final DenseShape shape;
  private final int maxRows;

  /** Groups in use: all, or the selected ones packed side by side. */
  private int active;

  private final Floats output;
  private final Floats gradient;
  private final FloatPointer[] outputOfGroup;
  private final FloatPointer[] gradientOfGroup;

  /** h of {@link NormTanh}, kept for the way back. */
  private final float[] normalised;

  private final float[] activation;
  private final float[] inverse;
  private final float[] piece;

  private final float[] bias;
  private final float[] gain;
  private final float[] shift;
  private final float[] dBias;
  private final float[] dGain;
  private final float[] dShift;

  /**
   * @param maxRows largest batch
   * @param trained whether {@link #backward} will be called
   */
  public DensePass(DenseShape shape, int maxRows, boolean trained) {
    this.shape = shape;
    this.maxRows = maxRows;
    this.active = shape.groups();
    int width = shape.outputWidth();
    this.output = Floats.allocate(maxRows * width);
    this.gradient = Floats.allocate(trained ? maxRows * width : 0);
    this.outputOfGroup = new FloatPointer[shape.groups()];
    this.gradientOfGroup = new FloatPointer[trained ? shape.groups() : 0];
    for (int g = 0; g < shape.groups(); g++) {
      outputOfGroup[g] = output.at(g * shape.out());
      if (trained) {
        gradientOfGroup[g] = gradient.at(g * shape.out());
      }
    }
    boolean keep = trained && shape.activation() == Activation.NORM_TANH;
    int scratch = Math.max(width, PIECE);
    this.normalised = new float[keep ? maxRows * width : scratch];
    this.activation = new float[keep ? maxRows * width : scratch];
    this.inverse = new float[keep ? maxRows * shape.groups() : 0];
    this.piece = new float[scratch];
    this.bias = new float[width];
    this.gain = new float[width];
    this.shift = new float[width];
    this.dBias = new float[trained ? width : 0];
    this.dGain = new float[trained ? width : 0];
    this.dShift = new float[trained ? width : 0];
  }

  /** Output of the last {@link #forward}: {@code rows x outputWidth} of the active groups. */
  public Floats output() {
    return output;
  }

  /** Where the caller writes dY before {@link #backward}, laid out as {@link #output}. */
  public Floats gradient() {
    return gradient;
  }

  /** Length of a row of {@link #output}. */
  public int outputWidth() {
    return active * shape.out();
  }

  /**
   * Runs all groups; see {@link #forward(DenseGroup, FloatPointer, int, int, Floats, int, int)}.
   */
  public void forward(DenseGroup layer, FloatPointer x, int ldX, int rows) {
    forward(layer, x, ldX, rows, null, 0, 0);
  }

  /**
   * Runs all groups.
   *
   * @param x input of {@code rows} rows of length {@code ldX}; not modified
   * @param copyTo also gets Y, from element {@code copyOffset}, in rows of length {@code ldCopy}
   */
  public void forward(
      DenseGroup layer,
      FloatPointer x,
      int ldX,
      int rows,
      @Nullable Floats copyTo,
      int copyOffset,
      int ldCopy) {
    check(layer, rows);
    active = shape.groups();
    int width = shape.outputWidth();
    if (shape.sharedInput()) {
      Gemm.multiply(
          rows, width, shape.in(), x, ldX, layer.weights[0], width, 0f, outputOfGroup[0], width);
    } else {
      for (int g = 0; g < active; g++) {
        multiplyGroup(layer, inputOfGroup(x, g), ldX, rows, g, g);
      }
    }
    readColumns(layer, null);
    activate(rows, copyTo, copyOffset, ldCopy);
  }

  /**
   * Runs some of the groups only and packs their outputs side by side; no way back.
   *
   * @param groups which ones, repetitions allowed
   * @param x for a shared input the input; otherwise the packed outputs of the layer before
   */
  public void forwardSelected(DenseGroup layer, int[] groups, FloatPointer x, int ldX, int rows) {
    check(layer, rows);
    active = groups.length;
    for (int s = 0; s < active; s++) {
      FloatPointer input = shape.sharedInput() ? x : inputOfGroup(x, s);
      multiplyGroup(layer, input, ldX, rows, groups[s], s);
    }
    readColumns(layer, groups);
    activate(rows, null, 0, 0);
  }

  private void check(DenseGroup layer, int rows) {
    if (!layer.shape.equals(shape) || rows > maxRows) {
      throw new IllegalArgumentException(
          "pass of " + shape + " x " + maxRows + " rows used for " + layer.shape + " x " + rows);
    }
  }

  private FloatPointer inputOfGroup(FloatPointer x, int group) {
    return group == 0 ? x : x.getPointer((long) group * shape.in());
  }

  private void multiplyGroup(
      DenseGroup layer, FloatPointer x, int ldX, int rows, int group, int slot) {
    Gemm.multiply(
        rows,
        shape.out(),
        shape.in(),
        x,
        ldX,
        layer.weights[group],
        layer.ldWeights,
        0f,
        outputOfGroup[slot],
        outputWidth());
  }

  /** Copies the parameters of the columns in use to the heap. */
  private void readColumns(DenseGroup layer, int @Nullable [] groups) {
    int n = shape.out();
    for (int s = 0; s < active; s++) {
      int from = (groups == null ? s : groups[s]) * n;
      layer.values.read(layer.bias + from, bias, s * n, n);
      if (shape.activation() == Activation.NORM_TANH) {
        layer.values.read(layer.gain + from, gain, s * n, n);
        layer.values.read(layer.shift + from, shift, s * n, n);
      }
    }
  }

  private void activate(int rows, @Nullable Floats copyTo, int copyOffset, int ldCopy) {
    int width = outputWidth();
    int n = shape.out();
    boolean keep = inverse.length > 0;
    int step = Math.max(1, PIECE / width);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      int at = keep ? row * width : 0;
      float[] y = shape.activation() == Activation.NORM_TANH ? activation : normalised;
      output.read(row * width, normalised, at, count * width);
      for (int i = 0; i < count; i++) {
        for (int g = 0; g < active; g++) {
          int start = at + i * width + g * n;
          if (shape.activation() == Activation.NORM_TANH) {
            float inv = NormTanh.forward(normalised, start, n, bias, gain, shift, g * n, y);
            if (keep) {
              inverse[(row + i) * active + g] = inv;
            }
          } else {
            add(normalised, start, n, bias, g * n);
          }
        }
      }
      output.write(row * width, y, at, count * width);
      if (copyTo != null) {
        for (int i = 0; i < count; i++) {
          copyTo.write(copyOffset + (row + i) * ldCopy, y, at + i * width, width);
        }
      }
    }
  }

  private static void add(float[] z, int at, int n, float[] bias, int column) {
    for (int j = 0; j < n; j++) {
      z[at + j] += bias[column + j];
    }
  }

  /**
   * Way back after {@link #forward}: reads {@link #gradient} as dY, turns it into dZ, and
   * overwrites the layer's gradients.
   *
   * @param x the input that forward got
   */
  public void backward(DenseGroup layer, FloatPointer x, int ldX, int rows) {
    backwardActivation(rows);
    Floats gradients = layer.gradients;
    if (gradients == null) {
      throw new IllegalArgumentException("this copy of the layer has no gradients");
    }
    int width = shape.outputWidth();
    gradients.write(layer.bias, dBias, 0, width);
    if (shape.activation() == Activation.NORM_TANH) {
      gradients.write(layer.gain, dGain, 0, width);
      gradients.write(layer.shift, dShift, 0, width);
    }
    int groups = shape.sharedInput() ? 1 : shape.groups();
    int n = shape.sharedInput() ? width : shape.out();
    for (int g = 0; g < groups; g++) {
      Gemm.multiplyTransposedLeft(
          shape.in(),
          n,
          rows,
          shape.sharedInput() ? x : inputOfGroup(x, g),
          ldX,
          gradientOfGroup[g],
          width,
          0f,
          layer.weightGradients[g],
          layer.ldWeights);
    }
  }

  /** Turns dY in {@link #gradient} into dZ without touching the layer's gradients. */
  public void backwardActivation(int rows) {
    int width = shape.outputWidth();
    int n = shape.out();
    Arrays.fill(dBias, 0);
    Arrays.fill(dGain, 0);
    Arrays.fill(dShift, 0);
    int step = Math.max(1, PIECE / width);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      gradient.read(row * width, piece, 0, count * width);
      for (int i = 0; i < count; i++) {
        for (int g = 0; g < shape.groups(); g++) {
          int from = i * width + g * n;
          int at = (row + i) * width + g * n;
          if (shape.activation() == Activation.NORM_TANH) {
            float inv = inverse[(row + i) * shape.groups() + g];
            NormTanh.backward(
                piece, from, n, normalised, activation, at, inv, gain, g * n, dBias, dGain, dShift);
          } else {
            add(dBias, g * n, n, piece, from);
          }
        }
      }
      if (shape.activation() == Activation.NORM_TANH) {
        gradient.write(row * width, piece, 0, count * width);
      }
    }
  }

  /**
   * After {@link #backward} or {@link #backwardActivation}: overwrites dX.
   *
   * @param dX {@code rows} rows of length {@code ldX}
   */
  public void backwardInput(DenseGroup layer, FloatPointer dX, int ldX, int rows) {
    if (shape.sharedInput()) {
      backwardSharedInput(layer, 0, shape.in(), dX, ldX, rows);
      return;
    }
    for (int g = 0; g < shape.groups(); g++) {
      Gemm.multiplyTransposedRight(
          rows,
          shape.in(),
          shape.out(),
          gradientOfGroup[g],
          shape.outputWidth(),
          layer.weights[g],
          layer.ldWeights,
          0f,
          inputOfGroup(dX, g),
          ldX);
    }
  }

  /** The same for {@code count} columns of a shared input, from column {@code from}. */
  public void backwardSharedInput(
      DenseGroup layer, int from, int count, FloatPointer dX, int ldX, int rows) {
    int width = shape.outputWidth();
    Gemm.multiplyTransposedRight(
        rows,
        count,
        width,
        gradientOfGroup[0],
        width,
        layer.sharedWeightsFrom(from),
        width,
        0f,
        dX,
        ldX);
  }
}
