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
  private final DenseShape shape;
  private final int maxRows;

  /** Groups in use: all, or the selected ones packed side by side. */
  private int active;

  private final Floats output;
  private final Floats gradient;
  private final FloatPointer[] outputOfGroup;
  private final FloatPointer[] gradientOfGroup;

  /** h of {@link NormTanh} for each row and group, kept for the way back; else one scratch row. */
  private final float[][] normalised;

  /** y likewise. */
  private final float[][] activation;

  private final float[] inverse;
  private final float[] scratch;

  private final float[][] bias;
  private final float[][] gain;
  private final float[][] shift;
  private final float[][] dBias;
  private final float[][] dGain;
  private final float[][] dShift;

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
    int slots = keep ? maxRows * shape.groups() : 1;
    this.normalised = new float[slots][shape.out()];
    this.activation = new float[slots][shape.out()];
    this.inverse = new float[keep ? slots : 0];
    this.scratch = new float[shape.out()];
    this.bias = new float[shape.groups()][shape.out()];
    this.gain = new float[shape.groups()][shape.out()];
    this.shift = new float[shape.groups()][shape.out()];
    this.dBias = new float[trained ? shape.groups() : 0][shape.out()];
    this.dGain = new float[trained ? shape.groups() : 0][shape.out()];
    this.dShift = new float[trained ? shape.groups() : 0][shape.out()];
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
      layer.values.read(layer.bias + from, bias[s], 0, n);
      if (shape.activation() == Activation.NORM_TANH) {
        layer.values.read(layer.gain + from, gain[s], 0, n);
        layer.values.read(layer.shift + from, shift[s], 0, n);
      }
    }
  }

  private void activate(int rows, @Nullable Floats copyTo, int copyOffset, int ldCopy) {
    int n = shape.out();
    boolean normTanh = shape.activation() == Activation.NORM_TANH;
    boolean keep = inverse.length > 0;
    for (int row = 0; row < rows; row++) {
      for (int g = 0; g < active; g++) {
        int at = (row * active + g) * n;
        int slot = keep ? row * active + g : 0;
        float[] z = normalised[slot];
        float[] y = normTanh ? activation[slot] : z;
        output.read(at, z, 0, n);
        if (normTanh) {
          float inv = NormTanh.forward(z, n, bias[g], gain[g], shift[g], y);
          if (keep) {
            inverse[slot] = inv;
          }
        } else {
          add(z, bias[g], n);
        }
        output.write(at, y, 0, n);
        if (copyTo != null) {
          copyTo.write(copyOffset + row * ldCopy + g * n, y, 0, n);
        }
      }
    }
  }

  private static void add(float[] a, float[] b, int n) {
    for (int j = 0; j < n; j++) {
      a[j] += b[j];
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
    for (int g = 0; g < shape.groups(); g++) {
      gradients.write(layer.bias + g * shape.out(), dBias[g], 0, shape.out());
      if (shape.activation() == Activation.NORM_TANH) {
        gradients.write(layer.gain + g * shape.out(), dGain[g], 0, shape.out());
        gradients.write(layer.shift + g * shape.out(), dShift[g], 0, shape.out());
      }
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
    int n = shape.out();
    boolean normTanh = shape.activation() == Activation.NORM_TANH;
    for (int g = 0; g < shape.groups(); g++) {
      Arrays.fill(dBias[g], 0);
      Arrays.fill(dGain[g], 0);
      Arrays.fill(dShift[g], 0);
    }
    for (int row = 0; row < rows; row++) {
      for (int g = 0; g < shape.groups(); g++) {
        int slot = row * shape.groups() + g;
        gradient.read(slot * n, scratch, 0, n);
        if (normTanh) {
          NormTanh.backward(
              scratch,
              n,
              normalised[slot],
              activation[slot],
              inverse[slot],
              gain[g],
              dBias[g],
              dGain[g],
              dShift[g]);
          gradient.write(slot * n, scratch, 0, n);
        } else {
          add(dBias[g], scratch, n);
        }
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
