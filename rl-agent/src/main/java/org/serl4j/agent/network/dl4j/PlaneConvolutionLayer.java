package org.serl4j.agent.network.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.serl4j.agent.network.Convolution;
import org.serl4j.agent.network.ConvolutionPass;
import org.serl4j.agent.network.ConvolutionShape;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;

/**
 * A convolution of several images with the same parameters as a DL4J layer; see {@link
 * ConvolutionPass}. A row holds the images one behind the other, each channel by channel.
 */
public final class PlaneConvolutionLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;

  private int in;
  private int out;
  private int kernel;
  private int height;
  private int width;
  private int images;

  /** For reading from JSON. */
  public PlaneConvolutionLayer() {}

  /**
   * @param images images of a row
   */
  public PlaneConvolutionLayer(ConvolutionShape shape, int images) {
    this.in = shape.in();
    this.out = shape.out();
    this.kernel = shape.kernel();
    this.height = shape.height();
    this.width = shape.width();
    this.images = images;
    setNIn((long) images * in * shape.positions());
    setNOut((long) images * out * shape.positions());
  }

  private ConvolutionShape shape() {
    return new ConvolutionShape(in, out, kernel, height, width);
  }

  @Override
  void declare(ParameterLayout layout) {
    shape().declare(layout, PREFIX);
  }

  @Override
  BlockLayerCall<?> call(NeuralNetConfiguration conf, DataType type) {
    return new Call(conf, type);
  }

  public int getIn() {
    return in;
  }

  public void setIn(int in) {
    this.in = in;
  }

  public int getOut() {
    return out;
  }

  public void setOut(int out) {
    this.out = out;
  }

  public int getKernel() {
    return kernel;
  }

  public void setKernel(int kernel) {
    this.kernel = kernel;
  }

  public int getHeight() {
    return height;
  }

  public void setHeight(int height) {
    this.height = height;
  }

  public int getWidth() {
    return width;
  }

  public void setWidth(int width) {
    this.width = width;
  }

  public int getImages() {
    return images;
  }

  public void setImages(int images) {
    this.images = images;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlaneConvolutionLayer that
        && super.equals(other)
        && shape().equals(that.shape())
        && images == that.images;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof PlaneConvolutionLayer;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + shape().hashCode();
  }

  private static final class Call extends BlockLayerCall<PlaneConvolutionLayer> {
    private static final long serialVersionUID = 1L;

    Call(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    void forward(Floats parameters, Floats x, int rows, Floats y) {
      Run run = new Run(layerConf(), parameters, null, x, rows);
      run.pass.forward(run.layer, run.planes);
      run.toRows(run.pass.output(), layerConf().out, y);
    }

    @Override
    void backward(Floats parameters, Floats gradients, Floats x, int rows, Floats dy, Floats dx) {
      Run run = new Run(layerConf(), parameters, gradients, x, rows);
      run.pass.forward(run.layer, run.planes);
      run.toPlanes(dy, layerConf().out, run.pass.gradient());
      run.pass.backward(run.layer, run.planes);
      Floats dPlanes = Floats.allocate(run.planes.length());
      run.pass.backwardInput(run.layer, dPlanes);
      run.toRows(dPlanes, layerConf().in, dx);
    }
  }

  /** One call of the layer: its rows as planes. */
  private static final class Run {
    private final int positions;
    private final int total;
    private final Convolution layer;
    private final ConvolutionPass pass;
    private final Floats planes;

    Run(
        PlaneConvolutionLayer conf,
        Floats parameters,
        @Nullable Floats gradients,
        Floats x,
        int rows) {
      ConvolutionShape shape = conf.shape();
      ParameterLayout layout = conf.layout();
      this.positions = shape.positions();
      this.total = rows * conf.images;
      this.layer = new Convolution(shape, layout, PREFIX, parameters, gradients);
      this.pass = new ConvolutionPass(shape, total, gradients != null);
      this.planes = Floats.allocate(shape.in() * total * positions);
      toPlanes(x, shape.in(), planes);
    }

    /** {@code planes[channel, image] = rows[image, channel]}. */
    void toPlanes(Floats rows, int channels, Floats into) {
      for (int image = 0; image < total; image++) {
        for (int c = 0; c < channels; c++) {
          into.copyFrom(
              rows, (image * channels + c) * positions, (c * total + image) * positions, positions);
        }
      }
    }

    /** The way back of {@link #toPlanes}. */
    void toRows(Floats from, int channels, Floats rows) {
      for (int image = 0; image < total; image++) {
        for (int c = 0; c < channels; c++) {
          rows.copyFrom(
              from, (c * total + image) * positions, (image * channels + c) * positions, positions);
        }
      }
    }
  }
}
