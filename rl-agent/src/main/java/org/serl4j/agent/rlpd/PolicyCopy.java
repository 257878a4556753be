package org.serl4j.agent.rlpd;

import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.PolicyPass;

/** An encoder and a policy that act and do not learn: the actor's own, or a clone's. */
final class PolicyCopy {
  private final Shapes shapes;
  private final float[] factors;
  private final Floats encoderValues;
  private final Floats policyValues;
  private final Encoder encoder;
  private final PolicyNetwork policy;
  private final EncoderPass encoderPass;
  private final PolicyPass policyPass;
  private final float[] scaledStates;
  private final float[] outputs;

  /**
   * @param factors one over the scale of each state element
   * @param decoder of at least as many rows; shared with other passes of the same thread
   */
  PolicyCopy(Shapes shapes, float[] factors, FeatureDecoder decoder, int maxRows) {
    ParameterLayout encoderLayout = shapes.encoderLayout();
    ParameterLayout policyLayout = shapes.policyLayout();
    this.shapes = shapes;
    this.factors = factors;
    this.encoderValues = Floats.allocate(encoderLayout.length());
    this.policyValues = Floats.allocate(policyLayout.length());
    this.encoder = new Encoder(shapes.encoder(), encoderLayout, encoderValues, null);
    this.policy = new PolicyNetwork(shapes.policy(), policyLayout, policyValues, null);
    this.encoderPass = new EncoderPass(shapes.encoder(), decoder, maxRows, false);
    this.policyPass = new PolicyPass(shapes.policy(), maxRows, false, decoder.lanes());
    this.scaledStates = new float[maxRows * factors.length];
    this.outputs = new float[maxRows * 2 * shapes.policy().action()];
  }

  /**
   * Takes encoder and policy over; the gripper's critic and a clone are others' matter.
   *
   * @throws IllegalArgumentException if they are of another configuration
   */
  void take(PolicyParameters parameters) {
    if (parameters.encoder().length != encoderValues.length()
        || parameters.policy().length != policyValues.length()) {
      throw new IllegalArgumentException("policy parameters of another configuration");
    }
    encoderValues.write(0, parameters.encoder(), 0, encoderValues.length());
    policyValues.write(0, parameters.policy(), 0, policyValues.length());
  }

  /**
   * What it makes of observations.
   *
   * @param states rows x state, SI units; not modified
   * @return rows x (mean, log of the deviation), before tanh; overwritten by the next call
   */
  float[] outputs(float[] states, FeatureRows features, int rows) {
    Shapes.scale(states, factors, rows, scaledStates);
    encoderPass.state(scaledStates, rows);
    encoderPass.embed(encoder, features, rows);
    encoderPass.encode(encoder, rows, policyPass.input(), shapes.encoder().width());
    policyPass.forward(policy, rows, outputs);
    return outputs;
  }

  /**
   * What it would most likely do: tanh(mean).
   *
   * @param actions overwritten, rows x continuous elements; otherwise as {@link #outputs}
   */
  void mostLikely(float[] states, FeatureRows features, int rows, float[] actions) {
    int size = shapes.policy().action();
    float[] drawnFrom = outputs(states, features, rows);
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < size; j++) {
        actions[row * size + j] = (float) Math.tanh(drawnFrom[row * 2 * size + j]);
      }
    }
  }

  /** The encodings of the last observations, rows x width. */
  Floats encodings() {
    return policyPass.input();
  }
}
