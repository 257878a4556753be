package org.serl4j.agent.rlpd;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.TanhGaussian;

/** The actor's own copy of the policy, for one observation at a time. */
public final class Policy {
  private final Shapes shapes;
  private final RlpdConfig config;
  private final PolicyCopy copy;
  private final TanhGaussian distribution;
  private final float[] factors;
  private final int[][] packed;
  private final @Nullable GraspHead grasp;
  private final FeatureRows features;
  private final FeatureDecoder decoder;
  private final float[] cloned;
  private final float[] continuous;

  /** Null where the policy acts alone. */
  private @Nullable PolicyCopy clone;

  /** What the clone has taken, which stays the same through a training. */
  private @Nullable PolicyParameters clonedFrom;

  private long version = -1;

  public Policy(RlpdConfig config, Spaces spaces) {
    this.config = config;
    this.shapes = Shapes.of(config, spaces);
    this.factors = Shapes.stateFactors(spaces);
    this.decoder = new FeatureDecoder(shapes.encoder(), 1);
    this.copy = new PolicyCopy(shapes, factors, decoder, 1);
    int action = spaces.continuousActions();
    this.grasp = spaces.gripper().map(slice -> new GraspHead(shapes, slice, config)).orElse(null);
    this.distribution = new TanhGaussian(action, 1);
    this.packed = new int[spaces.cameras().size()][shapes.encoder().packedInts()];
    this.features = FeatureRows.of(packed, 1, shapes.encoder().packedInts());
    this.cloned = new float[action];
    this.continuous = new float[action];
  }

  /** Takes over parameters of the same configuration. */
  public void load(PolicyParameters parameters) {
    if (parameters.grasp().length != (grasp == null ? 0 : grasp.length())) {
      throw new IllegalArgumentException("policy parameters of another configuration");
    }
    copy.take(parameters);
    if (grasp != null) {
      grasp.load(parameters.grasp());
    }
    takeClone(parameters.cloned());
    version = parameters.version();
  }

  private void takeClone(@Nullable PolicyParameters parameters) {
    if (Objects.equals(parameters, clonedFrom)) { // the same arrays
      return;
    }
    if (parameters == null) {
      clone = null;
    } else {
      PolicyCopy taken = new PolicyCopy(shapes, factors, decoder, 1);
      taken.take(parameters);
      clone = taken;
    }
    clonedFrom = parameters;
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
    if (rng == null) {
      copy.mostLikely(observation.state(), features, 1, continuous);
    } else {
      distribution.sample(copy.outputs(observation.state(), features, 1), 1, rng);
      System.arraycopy(distribution.actions(), 0, continuous, 0, continuous.length);
    }
    if (clone != null) {
      clone.mostLikely(observation.state(), features, 1, cloned);
      config.imitation().compose(cloned, continuous, continuous.length, continuous);
    }
    float[] action = Arrays.copyOf(continuous, continuous.length + (grasp == null ? 0 : 1));
    if (grasp != null) {
      grasp.choose(copy.encodings(), rng, action);
    }
    return action;
  }
}
