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
  /** From so many groups on, a piece of work is two of them: fewer, larger products. */
  private static final int MANY_GROUPS = 8;

  private final DenseShape shape;
  private final Lanes lanes;
  private final int maxRows;
  private final int groupsPerPiece;

  private final Addresses inputs = new Addresses();
  private final Addresses inputGradients = new Addresses();
  private final Addresses gradientHalves = new Addresses();
  private final Addresses inputGradientHalves = new Addresses();

  /** Groups in use: all, or the selected ones packed side by side. */
  private int active;

  private final Floats output;
  private final Floats gradient;
  private final FloatPointer[] outputOfGroup;
  private final FloatPointer[] gradientOfGroup;

  /** h of {@link NormTanh} for each row and group, kept for the way back; else a row a lane. */
  private final float[][] normalised;

  /** y likewise. */
  private final float[][] activation;

  private final float[] inverse;

  /** One row for each lane. */
  private final float[][] scratch;

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
    this(shape, maxRows, trained, Lanes.single());
  }

  /**
   * @param lanes who does the work; groups are shared out among them
   */
  public DensePass(DenseShape shape, int maxRows, boolean trained, Lanes lanes) {
    this.shape = shape;
    this.lanes = lanes;
    this.maxRows = maxRows;
    this.groupsPerPiece = shape.groups() < MANY_GROUPS ? 1 : 2;
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
    int slots = keep ? maxRows * shape.groups() : lanes.count();
    this.normalised = new float[slots][shape.out()];
    this.activation = new float[slots][shape.out()];
    this.inverse = new float[keep ? slots : 0];
    this.scratch = new float[lanes.count()][shape.out()];
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
    readColumns(layer, null);
    FloatPointer[] inputs = inputs(x);
    lanes.run(
        pieces(),
        (lane, piece) -> {
          int from = piece * groupsPerPiece;
          int to = end(piece);
          if (shape.sharedInput()) {
            multiplyShared(layer, x, ldX, rows, from, to);
          } else {
            for (int g = from; g < to; g++) {
              multiplyGroup(layer, inputs[g], ldX, rows, g, g);
            }
          }
          activate(lane, rows, from, to, copyTo, copyOffset, ldCopy);
        });
  }

  private int pieces() {
    return (shape.groups() + groupsPerPiece - 1) / groupsPerPiece;
  }

  private int end(int piece) {
    return Math.min(shape.groups(), (piece + 1) * groupsPerPiece);
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
    readColumns(layer, groups);
    FloatPointer[] inputs = inputs(x);
    lanes.run(
        active,
        (lane, slot) -> {
          multiplyGroup(layer, inputs[slot], ldX, rows, groups[slot], slot);
          activate(lane, rows, slot, slot + 1, null, 0, 0);
        });
  }

  private void check(DenseGroup layer, int rows) {
    if (!layer.shape.equals(shape) || rows > maxRows) {
      throw new IllegalArgumentException(
          "pass of " + shape + " x " + maxRows + " rows used for " + layer.shape + " x " + rows);
    }
  }

  /** Groups {@code from} to {@code to} that read the same input, as one product. */
  private void multiplyShared(
      DenseGroup layer, FloatPointer x, int ldX, int rows, int from, int to) {
    int width = shape.outputWidth();
    int columns = (to - from) * shape.out();
    Gemm.multiply(
        rows,
        columns,
        shape.in(),
        x,
        ldX,
        layer.weights[from],
        width,
        0f,
        outputOfGroup[from],
        width);
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

  /** Where the input of each group begins; the same for all groups of a shared input. */
  private FloatPointer[] inputs(FloatPointer x) {
    return inputs.of(x, shape.groups(), shape.sharedInput() ? 0 : shape.in());
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

  private void activate(
      int lane,
      int rows,
      int fromGroup,
      int toGroup,
      @Nullable Floats copyTo,
      int copyOffset,
      int ldCopy) {
    int n = shape.out();
    boolean normTanh = shape.activation() == Activation.NORM_TANH;
    boolean keep = inverse.length > 0;
    for (int row = 0; row < rows; row++) {
      for (int g = fromGroup; g < toGroup; g++) {
        int at = (row * active + g) * n;
        int slot = keep ? row * active + g : lane;
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
    Floats gradients = layer.gradients;
    if (gradients == null) {
      throw new IllegalArgumentException("this copy of the layer has no gradients");
    }
    FloatPointer[] inputs = inputs(x);
    lanes.run(
        pieces(),
        (lane, piece) -> {
          int from = piece * groupsPerPiece;
          int to = end(piece);
          backwardActivation(lane, rows, from, to);
          writeColumns(layer, gradients, from, to);
          int groups = shape.sharedInput() ? 1 : to - from;
          int columns = shape.sharedInput() ? (to - from) * shape.out() : shape.out();
          for (int g = from; g < from + groups; g++) {
            Gemm.multiplyTransposedLeft(
                shape.in(),
                columns,
                rows,
                inputs[g],
                ldX,
                gradientOfGroup[g],
                shape.outputWidth(),
                0f,
                layer.weightGradients[g],
                layer.ldWeights);
          }
        });
  }

  /** Writes dbias, dgain and dshift of some groups. */
  private void writeColumns(DenseGroup layer, Floats gradients, int from, int to) {
    int n = shape.out();
    for (int g = from; g < to; g++) {
      gradients.write(layer.bias + g * n, dBias[g], 0, n);
      if (shape.activation() == Activation.NORM_TANH) {
        gradients.write(layer.gain + g * n, dGain[g], 0, n);
        gradients.write(layer.shift + g * n, dShift[g], 0, n);
      }
    }
  }

  /** Turns dY in {@link #gradient} into dZ without touching the layer's gradients. */
  public void backwardActivation(int rows) {
    lanes.run(
        pieces(),
        (lane, piece) -> backwardActivation(lane, rows, piece * groupsPerPiece, end(piece)));
  }

  private void backwardActivation(int lane, int rows, int from, int to) {
    int n = shape.out();
    boolean normTanh = shape.activation() == Activation.NORM_TANH;
    float[] d = scratch[lane];
    for (int g = from; g < to; g++) {
      Arrays.fill(dBias[g], 0);
      Arrays.fill(dGain[g], 0);
      Arrays.fill(dShift[g], 0);
    }
    for (int row = 0; row < rows; row++) {
      for (int g = from; g < to; g++) {
        int slot = row * shape.groups() + g;
        gradient.read(slot * n, d, 0, n);
        if (normTanh) {
          NormTanh.backward(
              d,
              n,
              normalised[slot],
              activation[slot],
              inverse[slot],
              gain[g],
              dBias[g],
              dGain[g],
              dShift[g]);
          gradient.write(slot * n, d, 0, n);
        } else {
          add(dBias[g], d, n);
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
    FloatPointer[] outputs = inputGradients.of(dX, shape.groups(), shape.in());
    lanes.run(
        shape.groups(),
        (lane, g) ->
            Gemm.multiplyTransposedRight(
                rows,
                shape.in(),
                shape.out(),
                gradientOfGroup[g],
                shape.outputWidth(),
                layer.weights[g],
                layer.ldWeights,
                0f,
                outputs[g],
                ldX));
  }

  /** The same for {@code count} columns of a shared input, from column {@code from}. */
  public void backwardSharedInput(
      DenseGroup layer, int from, int count, FloatPointer dX, int ldX, int rows) {
    int width = shape.outputWidth();
    int half = (rows + 1) / 2;
    FloatPointer[] upper = gradientHalves.of(gradientOfGroup[0], 2, half * width);
    FloatPointer[] lower = inputGradientHalves.of(dX, 2, half * ldX);
    lanes.run(
        rows < 2 ? 1 : 2,
        (lane, piece) -> {
          int row = piece * half;
          Gemm.multiplyTransposedRight(
              Math.min(half, rows - row),
              count,
              width,
              upper[piece],
              width,
              layer.sharedWeightsFrom(from),
              width,
              0f,
              lower[piece],
              ldX);
        });
  }
}
