package org.serl4j.agent.network.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.serl4j.agent.network.DenseGroup;
import org.serl4j.agent.network.DensePass;
import org.serl4j.agent.network.DenseShape;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;

/** A {@link DenseShape} as a DL4J layer. */
public final class DenseGroupLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;

  private int groups;
  private int in;
  private int out;
  private boolean sharedInput;
  private DenseShape.Activation kind = DenseShape.Activation.LINEAR;
  private Initialisation weights = Initialisation.XAVIER_UNIFORM;

  /** For reading from JSON. */
  public DenseGroupLayer() {}

  public DenseGroupLayer(DenseShape shape, Initialisation weights) {
    this.groups = shape.groups();
    this.in = shape.in();
    this.out = shape.out();
    this.sharedInput = shape.sharedInput();
    this.kind = shape.activation();
    this.weights = weights;
    setNIn(shape.inputWidth());
    setNOut(shape.outputWidth());
  }

  private DenseShape shape() {
    return new DenseShape(groups, in, out, sharedInput, kind);
  }

  @Override
  void declare(ParameterLayout layout) {
    shape().declare(layout, PREFIX, weights);
  }

  @Override
  BlockLayerCall<?> call(NeuralNetConfiguration conf, DataType type) {
    return new Call(conf, type);
  }

  public int getGroups() {
    return groups;
  }

  public void setGroups(int groups) {
    this.groups = groups;
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

  public boolean isSharedInput() {
    return sharedInput;
  }

  public void setSharedInput(boolean sharedInput) {
    this.sharedInput = sharedInput;
  }

  public DenseShape.Activation getKind() {
    return kind;
  }

  public void setKind(DenseShape.Activation kind) {
    this.kind = kind;
  }

  public Initialisation getWeights() {
    return weights;
  }

  public void setWeights(Initialisation weights) {
    this.weights = weights;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseGroupLayer that
        && super.equals(other)
        && shape().equals(that.shape())
        && weights == that.weights;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof DenseGroupLayer;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + shape().hashCode();
  }

  private static final class Call extends BlockLayerCall<DenseGroupLayer> {
    private static final long serialVersionUID = 1L;

    /** Of the last forward; backward follows at once. */
    private transient DensePass pass =
        new DensePass(new DenseShape(1, 1, 1, true, DenseShape.Activation.LINEAR), 1, true);

    Call(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    void forward(Floats parameters, Floats x, int rows, Floats y) {
      DenseShape shape = layerConf().shape();
      DenseGroup group = new DenseGroup(shape, layerConf().layout(), PREFIX, parameters, null);
      pass = new DensePass(shape, rows, true);
      pass.forward(group, x.pointer(), shape.inputWidth(), rows, y, 0, shape.outputWidth());
    }

    @Override
    void backward(Floats parameters, Floats gradients, Floats x, int rows, Floats dy, Floats dx) {
      DenseShape shape = layerConf().shape();
      DenseGroup group = new DenseGroup(shape, layerConf().layout(), PREFIX, parameters, gradients);
      pass.gradient().copyFrom(dy, 0, 0, dy.length());
      pass.backward(group);
      pass.backwardInput(dx.pointer(), shape.inputWidth());
    }
  }
}
