package org.serl4j.agent.network.dl4j;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.serl4j.agent.network.ParameterLayout;

/** Configuration of a layer whose parameters are the blocks of a {@link ParameterLayout}. */
abstract class BlockLayer extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  /** Prefix of the names of the blocks; what follows it is DL4J's parameter key. */
  static final String PREFIX = "layer";

  /** Adds the layer's blocks, named {@link #PREFIX}{@code /key}. */
  abstract void declare(ParameterLayout layout);

  abstract BlockLayerCall<?> call(NeuralNetConfiguration conf, DataType type);

  ParameterLayout layout() {
    ParameterLayout layout = new ParameterLayout();
    declare(layout);
    return layout;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    BlockLayerCall<?> call = call(conf, type);
    call.setListeners(listeners);
    call.setIndex(index);
    call.setParamsViewArray(parameters);
    call.setParamTable(initializer().init(conf, parameters, initialise));
    call.setConf(conf);
    return call;
  }

  @Override
  public ParamInitializer initializer() {
    return new BlockInitializer();
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    return List.of();
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), input, input)
        .standardMemory(layout().length(), layout().length())
        .build();
  }
}
