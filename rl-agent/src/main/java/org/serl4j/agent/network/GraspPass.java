package org.serl4j.agent.network;

/** One use of a {@link GraspNetwork}: forward, then the way back. */
public final class GraspPass {
  private final GraspShape shape;
  private final DensePass first;
  private final DensePass second;
  private final DensePass head;

  /**
   * @param trained whether {@link #backward} will be called
   */
  public GraspPass(GraspShape shape, int maxRows, boolean trained) {
    this.shape = shape;
    this.first = new DensePass(shape.first(), maxRows, trained);
    this.second = new DensePass(shape.second(), maxRows, trained);
    this.head = new DensePass(shape.head(), maxRows, trained);
  }

  /**
   * Values of all choices.
   *
   * @param input encodings in the first columns of rows of length {@code ld}; not modified
   * @param values overwritten: rows x {@link GraspShape#CHOICES}
   */
  public void forward(GraspNetwork grasp, Floats input, int ld, int rows, float[] values) {
    first.forward(grasp.first, input.pointer(), ld, rows);
    second.forward(grasp.second, first.output().pointer(), shape.hidden(), rows);
    head.forward(grasp.head, second.output().pointer(), shape.hidden(), rows);
    head.output().read(0, values, 0, rows * GraspShape.CHOICES);
  }

  /**
   * Way back to the parameters; the encoding gets no gradient. Overwrites the network's gradients.
   *
   * @param dValues gradient of the values
   */
  public void backward(float[] dValues, int rows) {
    head.gradient().write(0, dValues, 0, rows * GraspShape.CHOICES);
    head.backward();
    head.backwardInput(second.gradient().pointer(), shape.hidden());
    second.backward();
    second.backwardInput(first.gradient().pointer(), shape.hidden());
    first.backward();
  }

  /**
   * After {@link #backward}: the gradient that the encoding would get.
   *
   * @param dInput overwritten: rows of length {@code ld}, first columns
   */
  public void backwardInput(Floats dInput, int ld) {
    first.backwardInput(dInput.pointer(), ld);
  }
}
