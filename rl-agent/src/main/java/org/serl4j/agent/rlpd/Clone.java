package org.serl4j.agent.rlpd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.FloatStream;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.PolicyPass;

/** The cloned policy that corrections are learned of, and its encoder; neither changes. */
final class Clone {
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
  private float[] flat = new float[0];

  /**
   * @param factors one over the scale of each state element
   * @param decoder shared with the agent's passes
   */
  Clone(Shapes shapes, float[] factors, FeatureDecoder decoder, int maxRows) {
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
   * Becomes the policy of these parameters.
   *
   * @param parameters encoder, then policy; kept, not modified
   */
  void become(float[] parameters) {
    encoderValues.write(0, parameters, 0, encoderValues.length());
    float[] rest = Arrays.copyOfRange(parameters, encoderValues.length(), parameters.length);
    policyValues.write(0, rest, 0, policyValues.length());
    flat = parameters;
  }

  /** Encoder, then policy; not modified. */
  float[] parameters() {
    return flat;
  }

  /**
   * What it would do: tanh(mean).
   *
   * @param states rows x state, SI units; not modified
   * @param actions overwritten, rows x continuous elements
   */
  void act(float[] states, FeatureRows features, int rows, float[] actions) {
    int size = shapes.policy().action();
    Shapes.scale(states, factors, rows, scaledStates);
    encoderPass.state(scaledStates, rows);
    encoderPass.embed(encoder, features, rows);
    encoderPass.encode(encoder, rows, policyPass.input(), shapes.encoder().width());
    policyPass.forward(policy, rows, outputs);
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < size; j++) {
        actions[row * size + j] = (float) Math.tanh(outputs[row * 2 * size + j]);
      }
    }
  }

  void save(DataOutput out) throws IOException {
    FloatStream.write(out, encoderValues);
    FloatStream.write(out, policyValues);
  }

  void load(DataInput in) throws IOException {
    FloatStream.read(in, encoderValues);
    FloatStream.read(in, policyValues);
    float[] encoderPart = encoderValues.toArray();
    float[] policyPart = policyValues.toArray();
    flat = Arrays.copyOf(encoderPart, encoderPart.length + policyPart.length);
    System.arraycopy(policyPart, 0, flat, encoderPart.length, policyPart.length);
  }
}
