package org.serl4j.agent.network.dl4j;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.serl4j.agent.network.Floats;

/** What a {@link BlockLayer} does when a graph calls it. */
abstract class BlockLayerCall<T extends BlockLayer> extends BaseLayer<T> {
  private static final long serialVersionUID = 1L;

  BlockLayerCall(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Overwrites y of {@code rows} rows. */
  abstract void forward(Floats parameters, Floats x, int rows, Floats y);

  /** After {@link #forward} of the same input: overwrites parameter gradients and dx. */
  abstract void backward(
      Floats parameters, Floats gradients, Floats x, int rows, Floats dy, Floats dx);

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray x = input.dup('c');
    int rows = Math.toIntExact(x.size(0));
    INDArray y =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {rows, layerConf().getNOut()}, 'c');
    forward(NativeView.of(paramsFlattened), NativeView.of(x), rows, NativeView.of(y));
    return y;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray x = input.dup('c');
    INDArray dy = epsilon.dup('c');
    int rows = Math.toIntExact(x.size(0));
    INDArray y = Nd4j.createUninitialized(DataType.FLOAT, dy.shape(), 'c');
    INDArray dx = Nd4j.createUninitialized(DataType.FLOAT, x.shape(), 'c');
    Floats parameters = NativeView.of(paramsFlattened);
    forward(parameters, NativeView.of(x), rows, NativeView.of(y));
    backward(
        parameters,
        NativeView.of(gradientsFlattened),
        NativeView.of(x),
        rows,
        NativeView.of(dy),
        NativeView.of(dx));
    Gradient result = new DefaultGradient();
    gradientViews.forEach(result::setGradientFor);
    return new Pair<>(result, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, dx));
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    throw new IllegalArgumentException("layer " + getIndex() + " of the agent takes no mask");
  }
}
