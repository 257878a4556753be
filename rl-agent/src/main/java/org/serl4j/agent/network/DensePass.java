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
  private final Lanes lanes;
  private final int maxRows;

  private final Lanes.Work forwardGroup = this::forwardGroup;
  private final Lanes.Work backwardGroup = this::backwardGroup;
  private final Lanes.Work forwardHalf = this::forwardHalf;
  private final Lanes.Work weightGradientHalf = this::weightGradientHalf;
  private final Addresses inputs = new Addresses();
  private final Addresses inputGradients = new Addresses();
  private final Addresses gradientHalves = new Addresses();
  private final Addresses inputGradientHalves = new Addresses();
  private final Addresses inputHalves = new Addresses();
  private final Addresses outputHalves = new Addresses();
  private final Addresses inputColumnHalves = new Addresses();
  private final Addresses weightGradientHalves = new Addresses();

  /** What {@link #begin} got, for the groups that follow. */
  private @Nullable DenseGroup layer;

  private FloatPointer[] input = {};
  private int ldInput;
  private FloatPointer[] inputGradient = {};
  private int ldInputGradient;
  private int rows;
  private int @Nullable [] selected;
  private @Nullable Floats copyTo;
  private int copyOffset;
  private int ldCopy;

  /** Groups in use: all, or the selected ones packed side by side. */
  private int active;

  private final Floats output;
  private final Floats gradient;
  private final FloatPointer[] outputOfGroup;
  private final FloatPointer[] gradientOfGroup;

  /** h of {@link NormTanh} for each row and group, kept for the way back; else a row a lane. */
  private final float[][] normalised;

  /** A row of y for each lane; the way back reads it from {@link #output}. */
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
   * @param lanes who does the work; groups are shared out among them, and halves of a lone group
   */
  public DensePass(DenseShape shape, int maxRows, boolean trained, Lanes lanes) {
    this.shape = shape;
    this.lanes = lanes;
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
    int slots = keep ? maxRows * shape.groups() : lanes.count();
    this.normalised = new float[slots][shape.out()];
    this.activation = new float[lanes.count()][shape.out()];
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

  /** Runs all groups; see {@link #begin}. */
  public void forward(DenseGroup layer, FloatPointer x, int ldX, int rows) {
    forward(layer, x, ldX, rows, null, 0, 0);
  }

  /**
   * Runs all groups.
   *
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
    begin(layer, null, x, ldX, rows);
    this.copyTo = copyTo;
    this.copyOffset = copyOffset;
    this.ldCopy = ldCopy;
    if (shape.groups() == 1 && rows > 1) {
      inputHalves.of(input[0], 2, firstHalf(rows) * ldInput);
      outputHalves.of(outputOfGroup[0], 2, firstHalf(rows) * shape.out());
      lanes.run(2, forwardHalf);
    } else {
      lanes.run(active, forwardGroup);
    }
  }

  private static int firstHalf(int count) {
    return (count + 1) / 2;
  }

  /** Half of the rows of a lone group. */
  private void forwardHalf(int lane, int half) {
    DenseGroup used = layer();
    int middle = firstHalf(rows);
    Gemm.multiply(
        half == 0 ? middle : rows - middle,
        shape.out(),
        shape.in(),
        inputHalves.get(half),
        ldInput,
        used.weights[0],
        used.ldWeights,
        0f,
        outputHalves.get(half),
        shape.out());
    activate(lane, 0, half == 0 ? 0 : middle, half == 0 ? middle : rows);
  }

  /**
   * Prepares {@link #forwardGroup} for every active group; whoever calls that may take several
   * layers one behind the other, group by group, while their numbers are still in the cache.
   *
   * @param groups which ones, repetitions allowed, their outputs packed side by side and without a
   *     way back; null for all
   * @param x input of {@code rows} rows of length {@code ldX}, for some groups the packed outputs
   *     of the layer before; not modified
   */
  void begin(DenseGroup layer, int @Nullable [] groups, FloatPointer x, int ldX, int rows) {
    if (!layer.shape.equals(shape) || rows > maxRows) {
      throw new IllegalArgumentException(
          "pass of " + shape + " x " + maxRows + " rows used for " + layer.shape + " x " + rows);
    }
    this.layer = layer;
    this.selected = groups;
    this.input = inputs.of(x, shape.groups(), shape.sharedInput() ? 0 : shape.in());
    this.ldInput = ldX;
    this.rows = rows;
    this.copyTo = null;
    this.active = groups == null ? shape.groups() : groups.length;
    readColumns(layer, groups);
  }

  /** Z_g = X_g W_g, Y_g = f(Z_g). */
  void forwardGroup(int lane, int slot) {
    DenseGroup used = layer();
    int group = selected == null ? slot : selected[slot];
    Gemm.multiply(
        rows,
        shape.out(),
        shape.in(),
        input[slot],
        ldInput,
        used.weights[group],
        used.ldWeights,
        0f,
        outputOfGroup[slot],
        outputWidth());
    activate(lane, slot, 0, rows);
  }

  private DenseGroup layer() {
    DenseGroup used = layer;
    if (used == null) {
      throw new IllegalStateException("a group of a layer before its begin");
    }
    return used;
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

  private void activate(int lane, int g, int fromRow, int toRow) {
    int n = shape.out();
    boolean normTanh = shape.activation() == Activation.NORM_TANH;
    boolean keep = inverse.length > 0;
    Floats copy = copyTo;
    for (int row = fromRow; row < toRow; row++) {
      int at = (row * active + g) * n;
      int slot = keep ? row * active + g : lane;
      float[] z = normalised[slot];
      float[] y = normTanh ? activation[lane] : z;
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
      if (copy != null) {
        copy.write(copyOffset + row * ldCopy + g * n, y, 0, n);
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
   */
  public void backward() {
    if (shape.groups() == 1 && shape.in() > 1) {
      columnGradients(0, 0);
      int middle = firstHalf(shape.in());
      inputColumnHalves.of(input[0], 2, middle);
      weightGradientHalves.of(layer().weightGradients[0], 2, middle * layer().ldWeights);
      lanes.run(2, weightGradientHalf);
    } else {
      lanes.run(shape.groups(), backwardGroup);
    }
  }

  /** The same for a view of the layer that forward got, with gradients where that one had none. */
  public void backward(DenseGroup view) {
    layer = view;
    backward();
  }

  /** dZ_g of dY_g, then dW_g = X_g^T dZ_g and the gradients of the columns. */
  void backwardGroup(int lane, int g) {
    columnGradients(lane, g);
    DenseGroup used = layer();
    Gemm.multiplyTransposedLeft(
        shape.in(),
        shape.out(),
        rows,
        input[g],
        ldInput,
        gradientOfGroup[g],
        shape.outputWidth(),
        0f,
        used.weightGradients[g],
        used.ldWeights);
  }

  /** dW of half of the inputs of a lone group. */
  private void weightGradientHalf(int lane, int half) {
    DenseGroup used = layer();
    int middle = firstHalf(shape.in());
    Gemm.multiplyTransposedLeft(
        half == 0 ? middle : shape.in() - middle,
        shape.out(),
        rows,
        inputColumnHalves.get(half),
        ldInput,
        gradientOfGroup[0],
        shape.out(),
        0f,
        weightGradientHalves.get(half),
        used.ldWeights);
  }

  /** dZ_g of dY_g, and the gradients of the columns. */
  private void columnGradients(int lane, int g) {
    DenseGroup used = layer();
    Floats gradients = used.gradients;
    if (gradients == null) {
      throw new IllegalArgumentException("this copy of the layer has no gradients");
    }
    backwardActivation(lane, g);
    int n = shape.out();
    gradients.write(used.bias + g * n, dBias[g], 0, n);
    if (shape.activation() == Activation.NORM_TANH) {
      gradients.write(used.gain + g * n, dGain[g], 0, n);
      gradients.write(used.shift + g * n, dShift[g], 0, n);
    }
  }

  /** Turns dY_g in {@link #gradient} into dZ_g without touching the layer's gradients. */
  void backwardActivation(int lane, int g) {
    int n = shape.out();
    boolean normTanh = shape.activation() == Activation.NORM_TANH;
    float[] d = scratch[lane];
    float[] y = activation[lane];
    Arrays.fill(dBias[g], 0);
    Arrays.fill(dGain[g], 0);
    Arrays.fill(dShift[g], 0);
    for (int row = 0; row < rows; row++) {
      int slot = row * shape.groups() + g;
      gradient.read(slot * n, d, 0, n);
      if (normTanh) {
        output.read(slot * n, y, 0, n);
        NormTanh.backward(
            d, n, normalised[slot], y, inverse[slot], gain[g], dBias[g], dGain[g], dShift[g]);
        gradient.write(slot * n, d, 0, n);
      } else {
        add(dBias[g], d, n);
      }
    }
  }

  /**
   * After {@link #backward}: overwrites dX.
   *
   * @param dX {@code rows} rows of length {@code ldX}
   */
  public void backwardInput(FloatPointer dX, int ldX) {
    if (shape.sharedInput() || shape.groups() == 1) {
      backwardSharedInput(0, shape.in(), dX, ldX);
    } else {
      beginInput(dX, ldX);
      lanes.run(shape.groups(), (lane, g) -> backwardInputGroup(g));
    }
  }

  /** Prepares {@link #backwardInputGroup} of a layer whose groups have inputs of their own. */
  void beginInput(FloatPointer dX, int ldX) {
    inputGradient = inputGradients.of(dX, shape.groups(), shape.in());
    ldInputGradient = ldX;
  }

  /** dX_g = dZ_g W_g^T, after dZ_g was computed. */
  void backwardInputGroup(int g) {
    DenseGroup used = layer();
    Gemm.multiplyTransposedRight(
        rows,
        shape.in(),
        shape.out(),
        gradientOfGroup[g],
        shape.outputWidth(),
        used.weights[g],
        used.ldWeights,
        0f,
        inputGradient[g],
        ldInputGradient);
  }

  /**
   * The sum over the groups for {@code count} columns of a shared input, from column {@code from};
   * each half of the rows is a piece.
   */
  public void backwardSharedInput(int from, int count, FloatPointer dX, int ldX) {
    int width = shape.outputWidth();
    int half = firstHalf(rows);
    FloatPointer weights = layer().sharedWeightsFrom(from);
    FloatPointer[] dZ = gradientHalves.of(gradientOfGroup[0], 2, half * width);
    FloatPointer[] into = inputGradientHalves.of(dX, 2, half * ldX);
    lanes.run(
        rows < 2 ? 1 : 2,
        (lane, piece) ->
            Gemm.multiplyTransposedRight(
                Math.min(half, rows - piece * half),
                count,
                width,
                dZ[piece],
                width,
                weights,
                width,
                0f,
                into[piece],
                ldX));
  }
}
