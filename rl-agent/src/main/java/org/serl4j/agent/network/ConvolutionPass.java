package org.serl4j.agent.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * One use of a {@link Convolution} on planes that lie channel by channel, the images of a channel
 * one behind the other: a matrix of {@code channels x (images * positions)}. A convolution then is
 * one product for each tap of the kernel, with the planes moved by the tap's offset.
 *
 * <pre>
 * Z = sum over taps t of  W_t move_t(X) + b,     Y = tanh(Z)
 * dZ = dY (1 - Y^2),  db = sum of dZ,  dW_t = dZ move_t(X)^T,  dX = sum over t of  move_-t(W_t^T dZ)
 * </pre>
 */
public final class ConvolutionPass {
  private final ConvolutionShape shape;
  private final int images;
  private final int columns;
  private final Floats output;
  private final Floats gradient;
  private final Floats moved;
  private final float[] line;
  private final float[] other;
  private final float[] bias;
  private final float[] dBias;

  /**
   * @param images number of images, every time
   * @param trained whether {@link #backward} will be called
   */
  public ConvolutionPass(ConvolutionShape shape, int images, boolean trained) {
    this.shape = shape;
    this.images = images;
    this.columns = images * shape.positions();
    this.output = Floats.allocate(shape.out() * columns);
    this.gradient = Floats.allocate(trained ? shape.out() * columns : 0);
    this.moved = Floats.allocate(shape.kernel() == 1 ? 0 : shape.in() * columns);
    this.line = new float[columns];
    this.other = new float[columns];
    this.bias = new float[shape.out()];
    this.dBias = new float[shape.out()];
  }

  /** Output of the last {@link #forward}: {@code out x (images * positions)}. */
  public Floats output() {
    return output;
  }

  /** Where the caller writes dY before {@link #backward}, laid out as {@link #output}. */
  public Floats gradient() {
    return gradient;
  }

  /**
   * @param x planes, {@code in x (images * positions)}; not modified
   */
  public void forward(Convolution layer, Floats x) {
    check(layer);
    for (int tap = 0; tap < shape.taps(); tap++) {
      Gemm.multiply(
          shape.out(),
          columns,
          shape.in(),
          layer.weights[tap],
          shape.fanIn(),
          moved(x, tap),
          columns,
          tap == 0 ? 0f : 1f,
          output.pointer(),
          columns);
    }
    layer.values.read(layer.bias, bias, 0, shape.out());
    for (int o = 0; o < shape.out(); o++) {
      output.read(o * columns, line, 0, columns);
      activate(line, bias[o], columns);
      output.write(o * columns, line, 0, columns);
    }
  }

  private static void activate(float[] z, float bias, int count) {
    for (int i = 0; i < count; i++) {
      z[i] = Tanh.of(z[i] + bias);
    }
  }

  /**
   * Way back after {@link #forward}: reads {@link #gradient} as dY, turns it into dZ, and
   * overwrites the layer's gradients.
   *
   * @param x the planes that forward got
   */
  public void backward(Convolution layer, Floats x) {
    check(layer);
    Floats gradients = layer.gradients;
    if (gradients == null) {
      throw new IllegalArgumentException("this copy of the layer has no gradients");
    }
    for (int o = 0; o < shape.out(); o++) {
      output.read(o * columns, line, 0, columns);
      gradient.read(o * columns, other, 0, columns);
      dBias[o] = backwardActivation(other, line, columns);
      gradient.write(o * columns, other, 0, columns);
    }
    gradients.write(layer.bias, dBias, 0, shape.out());
    for (int tap = 0; tap < shape.taps(); tap++) {
      Gemm.multiplyTransposedRight(
          shape.out(),
          shape.in(),
          columns,
          gradient.pointer(),
          columns,
          moved(x, tap),
          columns,
          0f,
          layer.weightGradients[tap],
          shape.fanIn());
    }
  }

  /** dY to dZ; returns the sum of dZ, of four partial sums. */
  private static float backwardActivation(float[] d, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      d[i] *= 1 - y[i] * y[i];
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i <= count - 4; i += 4) {
      s0 += d[i];
      s1 += d[i + 1];
      s2 += d[i + 2];
      s3 += d[i + 3];
    }
    for (; i < count; i++) {
      s0 += d[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** After {@link #backward}: overwrites dX, laid out as X. */
  public void backwardInput(Convolution layer, Floats dX) {
    check(layer);
    if (shape.taps() == 1) {
      multiplyBack(layer, 0, dX);
      return;
    }
    for (int tap = 0; tap < shape.taps(); tap++) {
      multiplyBack(layer, tap, moved);
      for (int c = 0; c < shape.in(); c++) {
        moved.read(c * columns, line, 0, columns);
        move(line, other, -dy(tap), -dx(tap));
        if (tap > 0) {
          dX.read(c * columns, line, 0, columns);
          add(other, line, columns);
        }
        dX.write(c * columns, other, 0, columns);
      }
    }
  }

  private void multiplyBack(Convolution layer, int tap, Floats into) {
    Gemm.multiplyTransposedLeft(
        shape.in(),
        columns,
        shape.out(),
        layer.weights[tap],
        shape.fanIn(),
        gradient.pointer(),
        columns,
        0f,
        into.pointer(),
        columns);
  }

  private static void add(float[] a, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      a[i] += b[i];
    }
  }

  private void check(Convolution layer) {
    if (!layer.shape.equals(shape)) {
      throw new IllegalArgumentException("pass of " + shape + " used for " + layer.shape);
    }
  }

  private int dy(int tap) {
    return tap / shape.kernel() - shape.kernel() / 2;
  }

  private int dx(int tap) {
    return tap % shape.kernel() - shape.kernel() / 2;
  }

  /** The planes moved so that the tap's inputs lie at their outputs' places. */
  private FloatPointer moved(Floats x, int tap) {
    if (dy(tap) == 0 && dx(tap) == 0) {
      return x.pointer();
    }
    for (int c = 0; c < shape.in(); c++) {
      x.read(c * columns, line, 0, columns);
      move(line, other, dy(tap), dx(tap));
      moved.write(c * columns, other, 0, columns);
    }
    return moved.pointer();
  }

  /** {@code to[image, y, x] = from[image, y + dy, x + dx]}, 0 beyond the border. */
  private void move(float[] from, float[] to, int dy, int dx) {
    int h = shape.height();
    int w = shape.width();
    int offset = dy * w + dx;
    int begin = Math.max(0, -offset);
    int end = Math.min(columns, columns - offset);
    if (end <= begin) {
      Arrays.fill(to, 0, columns, 0);
      return;
    }
    Arrays.fill(to, 0, begin, 0);
    Arrays.fill(to, end, columns, 0);
    System.arraycopy(from, begin + offset, to, begin, end - begin);
    for (int row = 0; row < images * h; row++) {
      int y = row % h;
      if (y + dy < 0 || y + dy >= h) {
        Arrays.fill(to, row * w, (row + 1) * w, 0);
      } else {
        Arrays.fill(to, row * w, row * w + Math.max(0, -dx), 0);
        Arrays.fill(to, (row + 1) * w - Math.max(0, dx), (row + 1) * w, 0);
      }
    }
  }
}
