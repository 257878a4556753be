package org.serl4j.agent.network.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.SpatialEmbedding;

/** Spatial learned embeddings of one feature map as a DL4J layer; see {@link SpatialEmbedding}. */
public final class SpatialEmbeddingLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;

  private int channels;
  private int positions;
  private int embeddings;
  private int fanIn;

  /** For reading from JSON. */
  public SpatialEmbeddingLayer() {}

  public SpatialEmbeddingLayer(SpatialEmbedding shape, int fanIn) {
    this.channels = shape.channels();
    this.positions = shape.positions();
    this.embeddings = shape.embeddings();
    this.fanIn = fanIn;
    setNIn((long) channels * positions);
    setNOut((long) channels * embeddings);
  }

  private SpatialEmbedding shape() {
    return new SpatialEmbedding(channels, positions, embeddings);
  }

  @Override
  void declare(ParameterLayout layout) {
    layout.add(
        PREFIX + "/K",
        channels * positions * embeddings,
        Initialisation.LECUN_NORMAL,
        fanIn,
        embeddings);
  }

  @Override
  BlockLayerCall<?> call(NeuralNetConfiguration conf, DataType type) {
    return new Call(conf, type);
  }

  public int getChannels() {
    return channels;
  }

  public void setChannels(int channels) {
    this.channels = channels;
  }

  public int getPositions() {
    return positions;
  }

  public void setPositions(int positions) {
    this.positions = positions;
  }

  public int getEmbeddings() {
    return embeddings;
  }

  public void setEmbeddings(int embeddings) {
    this.embeddings = embeddings;
  }

  public int getFanIn() {
    return fanIn;
  }

  public void setFanIn(int fanIn) {
    this.fanIn = fanIn;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpatialEmbeddingLayer that
        && super.equals(other)
        && shape().equals(that.shape())
        && fanIn == that.fanIn;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof SpatialEmbeddingLayer;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + shape().hashCode();
  }

  private static final class Call extends BlockLayerCall<SpatialEmbeddingLayer> {
    private static final long serialVersionUID = 1L;

    Call(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    void forward(Floats parameters, Floats x, int rows, Floats y) {
      layerConf().shape().forward(parameters, x, rows, y);
    }

    @Override
    void backward(Floats parameters, Floats gradients, Floats x, int rows, Floats dy, Floats dx) {
      layerConf().shape().backward(parameters, gradients, x, rows, dy, dx);
    }
  }
}
