package org.serl4j.agent.network;

import org.jspecify.annotations.Nullable;

/** One use of {@link Critics}: fill {@link #input}, run forward, then a way back. */
public final class CriticPass {
  private final CriticShape shape;
  private final Lanes lanes;
  private final Lanes.Work forward = this::forward;
  private final Lanes.Work backward = this::backward;
  private final Lanes.Work backwardPastParameters = this::backwardPastParameters;
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
    this.lanes = lanes;
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
    forward(critics, null, rows, values);
  }

  /**
   * Values of some critics; no way back.
   *
   * @param values overwritten: rows x selected
   */
  public void forwardSelected(Critics critics, int[] selected, int rows, float[] values) {
    forward(critics, selected, rows, values);
  }

  private void forward(Critics critics, int @Nullable [] selected, int rows, float[] values) {
    int count = selected == null ? shape.critics() : selected.length;
    int width = count * shape.hidden();
    first.begin(critics.first, selected, input.pointer(), shape.inputWidth(), rows);
    second.begin(critics.second, selected, first.output().pointer(), width, rows);
    head.begin(critics.head, selected, second.output().pointer(), width, rows);
    lanes.run(count, forward);
    head.output().read(0, values, 0, rows * count);
  }

  /** One critic through all its layers, so that its numbers stay in the cache. */
  private void forward(int lane, int critic) {
    first.forwardGroup(lane, critic);
    second.forwardGroup(lane, critic);
    head.forwardGroup(lane, critic);
  }

  /**
   * Way back of a loss to parameters and encoding, after {@link #forward}; overwrites the critics'
   * gradients.
   *
   * @param dValues gradient of the values, rows x critics
   * @return gradient of {@link #input}, in its layout
   */
  public Floats backward(float[] dValues, int rows) {
    beginBackward(dValues, rows);
    lanes.run(shape.critics(), backward);
    first.backwardInput(inputGradient.pointer(), shape.inputWidth());
    return inputGradient;
  }

  private void beginBackward(float[] dValues, int rows) {
    int width = shape.critics() * shape.hidden();
    head.gradient().write(0, dValues, 0, rows * shape.critics());
    head.beginInput(second.gradient().pointer(), width);
    second.beginInput(first.gradient().pointer(), width);
  }

  private void backward(int lane, int critic) {
    head.backwardGroup(lane, critic);
    head.backwardInputGroup(critic);
    second.backwardGroup(lane, critic);
    second.backwardInputGroup(critic);
    first.backwardGroup(lane, critic);
  }

  /**
   * Way back to the actions only, past the parameters.
   *
   * @param dActions overwritten: gradient of the actions
   */
  public void backwardToActions(float[] dValues, int rows, float[] dActions) {
    beginBackward(dValues, rows);
    lanes.run(shape.critics(), backwardPastParameters);
    first.backwardSharedInput(
        shape.encoding(), shape.action(), actionGradient.pointer(), shape.action());
    actionGradient.read(0, dActions, 0, rows * shape.action());
  }

  private void backwardPastParameters(int lane, int critic) {
    head.backwardInputGroup(critic);
    second.backwardActivation(lane, critic);
    second.backwardInputGroup(critic);
    first.backwardActivation(lane, critic);
  }
}
