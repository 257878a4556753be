package org.serl4j.agent.network;

/**
 * A convolution of stride 1 over planes of {@code height x width} with zeros beyond the border,
 * then a bias and tanh. The planes keep their size.
 *
 * @param in channels read
 * @param out channels made
 * @param kernel width of the square kernel, odd
 */
public record ConvolutionShape(int in, int out, int kernel, int height, int width) {
  public ConvolutionShape {
    if (in < 1 || out < 1 || kernel < 1 || kernel % 2 == 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "convolution: %d to %d channels (at least 1), kernel %d (odd), planes %d x %d (at least 1)"
              .formatted(in, out, kernel, height, width));
    }
  }

  /** Positions of a plane. */
  public int positions() {
    return height * width;
  }

  /** Places of the kernel. */
  public int taps() {
    return kernel * kernel;
  }

  /** Inputs of one output: what the kernel covers in all channels. */
  public int fanIn() {
    return in * taps();
  }

  /** Adds weights, {@code out x (taps * in)}, and bias to a layout. */
  public void declare(ParameterLayout layout, String name) {
    layout.add(name + "/W", out * fanIn(), Initialisation.LECUN_NORMAL, fanIn(), out);
    layout.add(name + "/b", out, Initialisation.ZERO, fanIn(), out);
  }
}
