package org.serl4j.agent.rlpd;

import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.network.CriticShape;
import org.serl4j.agent.network.EncoderShape;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyShape;

/**
 * Shapes of the agent's networks. The encoder's parameters come first in the value network, so that
 * the policy's copy of the encoder is a prefix of it. Actions of critics and policy are the
 * continuous ones; {@code grasp} is used where the action has a gripper.
 */
public record Shapes(
    EncoderShape encoder, CriticShape critics, PolicyShape policy, GraspShape grasp) {
  /** The shapes of that configuration in those spaces. */
  public static Shapes of(RlpdConfig config, Spaces spaces) {
    EncoderShape encoder =
        new EncoderShape(
            spaces.cameras().size(),
            config.encoder().maps(),
            config.encoder().convolution(),
            config.embeddings(),
            config.bottleneck(),
            spaces.state().size(),
            config.proprio());
    int action = spaces.continuousActions();
    return new Shapes(
        encoder,
        new CriticShape(encoder.width(), action, config.hidden(), config.critics()),
        new PolicyShape(encoder.width(), config.hidden(), action),
        new GraspShape(encoder.width(), config.hidden()));
  }

  /** The encoder alone. */
  public ParameterLayout encoderLayout() {
    ParameterLayout layout = new ParameterLayout();
    encoder.declare(layout);
    return layout;
  }

  /** Encoder and critics: what the critics' loss trains. */
  public ParameterLayout valueLayout() {
    ParameterLayout layout = encoderLayout();
    critics.declare(layout);
    return layout;
  }

  /** The policy alone. */
  public ParameterLayout policyLayout() {
    ParameterLayout layout = new ParameterLayout();
    policy.declare(layout);
    return layout;
  }

  /** The gripper's critic. */
  public ParameterLayout graspLayout() {
    ParameterLayout layout = new ParameterLayout();
    grasp.declare(layout);
    return layout;
  }

  /** One over the scale of each state element. */
  public static float[] stateFactors(Spaces spaces) {
    float[] factors = new float[spaces.state().size()];
    for (Slice slice : spaces.state().slices()) {
      for (int i = slice.from(); i < slice.to(); i++) {
        factors[i] = (float) (1 / slice.scale());
      }
    }
    return factors;
  }

  /** Multiplies each row by the factors; {@code scaled} is overwritten. */
  public static void scale(float[] states, float[] factors, int rows, float[] scaled) {
    int n = factors.length;
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < n; j++) {
        scaled[row * n + j] = states[row * n + j] * factors[j];
      }
    }
  }
}
