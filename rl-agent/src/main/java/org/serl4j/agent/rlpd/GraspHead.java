package org.serl4j.agent.rlpd;

import org.serl4j.agent.Slice;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.GraspNetwork;
import org.serl4j.agent.network.GraspPass;
import org.serl4j.agent.network.GraspShape;

/** The actor's copy of the gripper's critic: chooses greedily, for one observation at a time. */
final class GraspHead {
  private final GraspShape shape;
  private final Slice gripper;
  private final Floats parameters;
  private final GraspNetwork network;
  private final GraspPass pass;
  private final float[] values = new float[GraspShape.CHOICES];

  GraspHead(Shapes shapes, Slice gripper) {
    this.shape = shapes.grasp();
    this.gripper = gripper;
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
   * Writes the best choice.
   *
   * @param encoding one row
   * @param action overwritten in the gripper's element
   */
  void choose(Floats encoding, float[] action) {
    // a = argmax over k of Q(o, k)
    pass.forward(network, encoding, shape.encoding(), 1, values);
    action[gripper.from()] = GraspShape.element(GraspShape.best(values, 0));
  }
}
