package org.serl4j.agent.rlpd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FloatStream;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.PolicyPass;
import org.serl4j.agent.replay.Batch;

/** The policy that training began with, and its encoder: they stay as they were cloned. */
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
  private float[] grasp = new float[0];

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

  /** Becomes the policy of these parameters. */
  void become(PolicyParameters cloned) {
    encoderValues.write(0, cloned.encoder(), 0, encoderValues.length());
    policyValues.write(0, cloned.policy(), 0, policyValues.length());
    grasp = cloned.grasp().clone();
  }

  /** What acts while the clone leads. */
  PolicyParameters parameters(long version, RlpdConfig config) {
    return new PolicyParameters(
        version, config, encoderValues.toArray(), policyValues.toArray(), grasp);
  }

  /**
   * What it would do: tanh(mean).
   *
   * @param actions overwritten, rows x continuous elements
   */
  void act(Batch batch, float[] actions) {
    int rows = batch.rows();
    int size = shapes.policy().action();
    Shapes.scale(batch.states(), factors, rows, scaledStates);
    encoderPass.state(scaledStates, rows);
    encoderPass.embed(encoder, batch.features(), rows);
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
    out.writeInt(grasp.length);
    for (float value : grasp) {
      out.writeFloat(value);
    }
  }

  void load(DataInput in) throws IOException {
    FloatStream.read(in, encoderValues);
    FloatStream.read(in, policyValues);
    grasp = new float[in.readInt()];
    for (int i = 0; i < grasp.length; i++) {
      grasp[i] = in.readFloat();
    }
  }
}
