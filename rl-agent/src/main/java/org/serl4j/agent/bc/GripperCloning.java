package org.serl4j.agent.bc;

import java.util.SplittableRandom;
import org.serl4j.agent.Slice;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.GraspNetwork;
import org.serl4j.agent.network.GraspPass;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.rlpd.Shapes;

/**
 * The gripper's part of behaviour cloning: the network of the gripper's critic, its three outputs
 * taken as logits of the demonstrated choice, so that the policy chooses by the same argmax.
 */
final class GripperCloning {
  private final GraspShape shape;
  private final Slice slice;
  private final int actionSize;
  private final Floats gradients;
  private final Adam adam;
  private final GraspNetwork network;
  private final GraspPass pass;
  private final ChoiceLikelihood likelihood;
  private final float[] logits;
  private final Floats inputGradient;
  private final float[] sum;
  private final float[] part;
  final ParameterLayout layout;
  final Floats values;

  GripperCloning(
      RlpdConfig config,
      BcConfig cloning,
      Shapes shapes,
      Slice slice,
      int actionSize,
      SplittableRandom rng) {
    this.shape = shapes.grasp();
    this.slice = slice;
    this.actionSize = actionSize;
    this.layout = shapes.graspLayout();
    this.values = Floats.allocate(layout.length());
    this.gradients = Floats.allocate(layout.length());
    layout.initialise(rng, values);
    this.adam = new Adam(layout.length(), config.learningRate());
    this.network = new GraspNetwork(shape, layout, values, gradients);
    int rows = config.batch();
    this.pass = new GraspPass(shape, rows, true);
    this.likelihood = new ChoiceLikelihood(rows, cloning.balanceGripper());
    this.logits = new float[rows * GraspShape.CHOICES];
    this.inputGradient = Floats.allocate(rows * shape.encoding());
    this.sum = new float[rows * shape.encoding()];
    this.part = new float[rows * shape.encoding()];
  }

  /** The loss. */
  double forward(Floats encodings, float[] actions, int rows) {
    pass.forward(network, encodings, shape.encoding(), rows, logits);
    likelihood.evaluate(logits, actions, actionSize, slice.from(), rows);
    return likelihood.loss();
  }

  /**
   * Way back to the parameters and the encoding.
   *
   * @param encodingGradient the gripper's part is added to it
   */
  void backward(Floats encodingGradient, int rows) {
    pass.backward(likelihood.gradients(), rows);
    pass.backwardInput(inputGradient, shape.encoding());
    int count = rows * shape.encoding();
    encodingGradient.read(0, sum, 0, count);
    inputGradient.read(0, part, 0, count);
    for (int i = 0; i < count; i++) {
      sum[i] += part[i];
    }
    encodingGradient.write(0, sum, 0, count);
  }

  void step() {
    adam.step(values, gradients, null, 0);
  }

  Floats gradients() {
    return gradients;
  }

  double loss() {
    return likelihood.loss();
  }

  double accuracy() {
    return likelihood.accuracy();
  }
}
