package org.serl4j.agent.rlpd;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.PolicyPass;
import org.serl4j.agent.network.TanhGaussian;

/** The actor's own copy of the policy, for one observation at a time. */
public final class Policy {
  private final Shapes shapes;
  private final RlpdConfig config;
  private final Floats encoderValues;
  private final Floats policyValues;
  private final Encoder encoder;
  private final PolicyNetwork network;
  private final EncoderPass encoderPass;
  private final PolicyPass policyPass;
  private final TanhGaussian distribution;
  private final float[] factors;
  private final float[] state;
  private final int[][] packed;
  private final @Nullable GraspHead grasp;
  private final FeatureRows features;
  private final float[] outputs;
  private final FeatureDecoder decoder;
  private final float[] base;
  private final float[] continuous;

  /** Null where the policy acts alone. */
  private @Nullable Clone clone;

  private long version = -1;

  public Policy(RlpdConfig config, Spaces spaces) {
    this.config = config;
    this.shapes = Shapes.of(config, spaces);
    var encoderLayout = shapes.encoderLayout();
    var policyLayout = shapes.policyLayout();
    this.encoderValues = Floats.allocate(encoderLayout.length());
    this.policyValues = Floats.allocate(policyLayout.length());
    this.encoder = new Encoder(shapes.encoder(), encoderLayout, encoderValues, null);
    this.network = new PolicyNetwork(shapes.policy(), policyLayout, policyValues, null);
    this.decoder = new FeatureDecoder(shapes.encoder(), 1);
    this.encoderPass = new EncoderPass(shapes.encoder(), decoder, 1, false);
    this.policyPass = new PolicyPass(shapes.policy(), 1, false);
    int action = spaces.continuousActions();
    this.grasp = spaces.gripper().map(slice -> new GraspHead(shapes, slice, config)).orElse(null);
    this.distribution = new TanhGaussian(action, 1);
    this.factors = Shapes.stateFactors(spaces);
    this.state = new float[factors.length];
    this.packed = new int[spaces.cameras().size()][shapes.encoder().packedInts()];
    this.features = FeatureRows.of(packed, 1, shapes.encoder().packedInts());
    this.outputs = new float[2 * action];
    this.base = new float[action];
    this.continuous = new float[action];
  }

  /** Takes over parameters of the same configuration. */
  public void load(PolicyParameters parameters) {
    if (parameters.encoder().length != encoderValues.length()
        || parameters.policy().length != policyValues.length()
        || parameters.grasp().length != (grasp == null ? 0 : grasp.length())) {
      throw new IllegalArgumentException("policy parameters of another configuration");
    }
    encoderValues.write(0, parameters.encoder(), 0, encoderValues.length());
    policyValues.write(0, parameters.policy(), 0, policyValues.length());
    if (grasp != null) {
      grasp.load(parameters.grasp());
    }
    takeClone(parameters.cloned());
    version = parameters.version();
  }

  private void takeClone(float[] parameters) {
    if (parameters.length == 0) {
      clone = null;
    } else if (clone == null || clone.parameters() != parameters) {
      Clone taken = clone == null ? new Clone(shapes, factors, decoder, 1) : clone;
      taken.become(parameters);
      clone = taken;
    }
  }

  /** Version of the parameters in use, -1 before the first {@link #load}. */
  public long version() {
    return version;
  }

  /**
   * One action in [-1, 1] for each element; a gripper's is -1, 0 or 1.
   *
   * @param rng where the action is drawn from; null for the deterministic tanh(mean) and the
   *     gripper's best choice
   */
  public float[] act(EncodedObservation observation, @Nullable SplittableRandom rng) {
    if (version < 0) {
      throw new IllegalStateException("the policy acts before parameters were loaded");
    }
    for (int camera = 0; camera < packed.length; camera++) {
      byte[] seen = observation.features().get(camera);
      FeaturePacking.pack(config.encoder().maps(), seen, 0, packed[camera], 0);
    }
    Shapes.scale(observation.state(), factors, 1, state);
    encoderPass.state(state, 1);
    encoderPass.embed(encoder, features, 1);
    encoderPass.encode(encoder, 1, policyPass.input(), shapes.encoder().width());
    policyPass.forward(network, 1, outputs);
    if (rng == null) {
      for (int j = 0; j < continuous.length; j++) {
        continuous[j] = (float) Math.tanh(outputs[j]);
      }
    } else {
      distribution.sample(outputs, 1, rng);
      System.arraycopy(distribution.actions(), 0, continuous, 0, continuous.length);
    }
    if (clone != null) {
      clone.act(observation.state(), features, 1, base);
      config.imitation().compose(base, continuous, continuous.length, continuous);
    }
    float[] action = Arrays.copyOf(continuous, continuous.length + (grasp == null ? 0 : 1));
    if (grasp != null) {
      grasp.choose(policyPass.input(), rng, action);
    }
    return action;
  }
}
