package org.serl4j.agent.rlpd;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Slice;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.GraspNetwork;
import org.serl4j.agent.network.GraspPass;
import org.serl4j.agent.network.GraspShape;

/** The actor's copy of the gripper's critic: chooses for one observation at a time. */
final class GraspHead {
  private final GraspShape shape;
  private final Slice gripper;
  private final double temperature;
  private final double exploration;
  private final Floats parameters;
  private final GraspNetwork network;
  private final GraspPass pass;
  private final float[] values = new float[GraspShape.CHOICES];

  /**
   * @param config temperature and exploration of drawn choices
   */
  GraspHead(Shapes shapes, Slice gripper, RlpdConfig config) {
    this.shape = shapes.grasp();
    this.gripper = gripper;
    this.temperature = config.gripperTemperature();
    this.exploration = temperature == 0 ? 0 : config.gripperExploration();
    var layout = shapes.graspLayout();
    this.parameters = Floats.allocate(layout.length());
    this.network = new GraspNetwork(shape, layout, parameters, null);
    this.pass = new GraspPass(shape, 1, false);
  }

  /** Number of parameters. */
  int length() {
    return parameters.length();
  }

  void load(float[] given) {
    parameters.write(0, given, 0, given.length);
  }

  /**
   * Writes a choice.
   *
   * @param encoding one row
   * @param rng where it is drawn from; null for the best
   * @param action overwritten in the gripper's element
   */
  void choose(Floats encoding, @Nullable SplittableRandom rng, float[] action) {
    pass.forward(network, encoding, shape.encoding(), 1, values);
    // k = argmax over k of Q(o, k), or now and then another k ~ exp(Q(o, k) / T)
    int choice =
        rng == null || exploration == 0
            ? GraspShape.best(values, 0)
            : GraspShape.draw(values, 0, temperature, exploration, rng);
    action[gripper.from()] = GraspShape.element(choice);
  }
}
