package org.serl4j.agent.network;

/** One use of a {@link PolicyNetwork}: fill {@link #input}, run forward, then the way back. */
public final class PolicyPass {
  private final PolicyShape shape;
  private final Floats input;
  private final DensePass first;
  private final DensePass second;
  private final DensePass heads;

  /**
   * @param trained whether {@link #backward} will be called
   */
  public PolicyPass(PolicyShape shape, int maxRows, boolean trained) {
    this(shape, maxRows, trained, Lanes.single());
  }

  /**
   * @param lanes who does the work
   */
  public PolicyPass(PolicyShape shape, int maxRows, boolean trained, Lanes lanes) {
    this.shape = shape;
    this.input = Floats.allocate(maxRows * shape.encoding());
    this.first = new DensePass(shape.first(), maxRows, trained, lanes);
    this.second = new DensePass(shape.second(), maxRows, trained, lanes);
    this.heads = new DensePass(shape.heads(), maxRows, trained, lanes);
  }

  /** Where the encoder writes: rows of the encoding. */
  public Floats input() {
    return input;
  }

  /**
   * @param outputs overwritten: for each row the means, then the log deviations
   */
  public void forward(PolicyNetwork policy, int rows, float[] outputs) {
    first.forward(policy.first, input.pointer(), shape.encoding(), rows);
    second.forward(policy.second, first.output().pointer(), shape.hidden(), rows);
    heads.forward(policy.heads, second.output().pointer(), shape.hidden(), rows);
    heads.output().read(0, outputs, 0, rows * 2 * shape.action());
  }

  /**
   * After {@link #backward}: the gradient of the encoding.
   *
   * @param dEncoding overwritten: rows of the encoding
   */
  public void backwardInput(Floats dEncoding) {
    first.backwardInput(dEncoding.pointer(), shape.encoding());
  }

  /**
   * Way back to the parameters; the encoding gets no gradient. Overwrites the policy's gradients.
   *
   * @param dOutputs gradient in the layout of {@link #forward}'s outputs
   */
  public void backward(float[] dOutputs, int rows) {
    heads.gradient().write(0, dOutputs, 0, rows * 2 * shape.action());
    heads.backward();
    heads.backwardInput(second.gradient().pointer(), shape.hidden());
    second.backward();
    second.backwardInput(first.gradient().pointer(), shape.hidden());
    first.backward();
  }
}
