package org.serl4j.agent.network;

/** One use of {@link Critics}: fill {@link #input}, run forward, then a way back. */
public final class CriticPass {
  private final CriticShape shape;
  private final Floats input;
  private final Floats inputGradient;
  private final Floats actionGradient;
  private final DensePass first;
  private final DensePass second;
  private final DensePass head;

  /**
   * @param trained whether a way back will be called
   */
  public CriticPass(CriticShape shape, int maxRows, boolean trained) {
    this(shape, maxRows, trained, Lanes.single());
  }

  /**
   * @param lanes who does the work
   */
  public CriticPass(CriticShape shape, int maxRows, boolean trained, Lanes lanes) {
    this.shape = shape;
    this.input = Floats.allocate(maxRows * shape.inputWidth());
    this.inputGradient = Floats.allocate(trained ? maxRows * shape.inputWidth() : 0);
    this.actionGradient = Floats.allocate(trained ? maxRows * shape.action() : 0);
    this.first = new DensePass(shape.first(), maxRows, trained, lanes);
    this.second = new DensePass(shape.second(), maxRows, trained, lanes);
    this.head = new DensePass(shape.head(), maxRows, trained, lanes);
  }

  /** Where the encoder writes: rows of {@link CriticShape#inputWidth}, encoding first. */
  public Floats input() {
    return input;
  }

  /** Writes the actions behind the encodings; not modified. */
  public void actions(float[] actions, int rows) {
    int n = shape.action();
    for (int row = 0; row < rows; row++) {
      input.write(row * shape.inputWidth() + shape.encoding(), actions, row * n, n);
    }
  }

  /**
   * Values of all critics.
   *
   * @param values overwritten: rows x critics
   */
  public void forward(Critics critics, int rows, float[] values) {
    first.forward(critics.first, input.pointer(), shape.inputWidth(), rows);
    second.forward(critics.second, first.output().pointer(), first.outputWidth(), rows);
    head.forward(critics.head, second.output().pointer(), second.outputWidth(), rows);
    head.output().read(0, values, 0, rows * shape.critics());
  }

  /**
   * Values of some critics; no way back.
   *
   * @param values overwritten: rows x selected
   */
  public void forwardSelected(Critics critics, int[] selected, int rows, float[] values) {
    first.forwardSelected(critics.first, selected, input.pointer(), shape.inputWidth(), rows);
    second.forwardSelected(
        critics.second, selected, first.output().pointer(), first.outputWidth(), rows);
    head.forwardSelected(
        critics.head, selected, second.output().pointer(), second.outputWidth(), rows);
    head.output().read(0, values, 0, rows * selected.length);
  }

  /**
   * Way back of a loss to parameters and encoding; overwrites the critics' gradients.
   *
   * @param dValues gradient of the values, rows x critics
   * @return gradient of {@link #input}, in its layout
   */
  public Floats backward(Critics critics, float[] dValues, int rows) {
    head.gradient().write(0, dValues, 0, rows * shape.critics());
    head.backward(critics.head, second.output().pointer(), shape.critics() * shape.hidden(), rows);
    int width = shape.critics() * shape.hidden();
    head.backwardInput(critics.head, second.gradient().pointer(), width, rows);
    second.backward(critics.second, first.output().pointer(), width, rows);
    second.backwardInput(critics.second, first.gradient().pointer(), width, rows);
    first.backward(critics.first, input.pointer(), shape.inputWidth(), rows);
    first.backwardInput(critics.first, inputGradient.pointer(), shape.inputWidth(), rows);
    return inputGradient;
  }

  /**
   * Way back to the actions only, past the parameters.
   *
   * @param dActions overwritten: gradient of the actions
   */
  public void backwardToActions(Critics critics, float[] dValues, int rows, float[] dActions) {
    int width = shape.critics() * shape.hidden();
    head.gradient().write(0, dValues, 0, rows * shape.critics());
    head.backwardInput(critics.head, second.gradient().pointer(), width, rows);
    second.backwardActivation(rows);
    second.backwardInput(critics.second, first.gradient().pointer(), width, rows);
    first.backwardActivation(rows);
    first.backwardSharedInput(
        critics.first,
        shape.encoding(),
        shape.action(),
        actionGradient.pointer(),
        shape.action(),
        rows);
    actionGradient.read(0, dActions, 0, rows * shape.action());
  }
}
