package org.serl4j.agent.network.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.ParameterLayout;

/**
 * Cuts a {@link BlockLayer}'s flat view into its blocks. First values are drawn by {@link
 * ParameterLayout#initialise} for a whole network at once, from its own seed.
 */
final class BlockInitializer implements ParamInitializer {
  private static ParameterLayout layout(Layer layer) {
    return ((BlockLayer) layer).layout();
  }

  private static String key(Block block) {
    return block.name().substring(BlockLayer.PREFIX.length() + 1);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return layout(layer).length();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    List<String> keys = new ArrayList<>();
    for (Block block : layout(layer).blocks()) {
      keys.add(key(block));
    }
    return keys;
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isWeightParam(layer, key)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return !isBiasParam(layer, key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return key.equals("b");
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, parameters);
    for (String key : views.keySet()) {
      conf.addVariable(key);
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    INDArray vector = flat.reshape(flat.length());
    for (Block block : layout(conf.getLayer()).blocks()) {
      INDArray part =
          vector.get(NDArrayIndex.interval(block.offset(), block.offset() + block.length()));
      views.put(key(block), part.reshape('c', 1, block.length()));
    }
    return views;
  }
}
