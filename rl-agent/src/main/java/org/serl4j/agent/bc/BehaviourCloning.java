package org.serl4j.agent.bc;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.PolicyPass;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.rlpd.Shapes;

/**
 * Behaviour cloning: maximum likelihood of the demonstrated actions, by the same encoder and policy
 * that RLPD trains. One update:
 *
 * <pre>
 * mu, l = policy(encoder(o)),   q = gripper(encoder(o))
 * L = {@link GaussianLikelihood} of the continuous elements + {@link ChoiceLikelihood} of the gripper
 * Adam on encoder, policy and gripper
 * </pre>
 *
 * Not thread-safe.
 */
public final class BehaviourCloning {
  private final RlpdConfig config;
  private final Shapes shapes;
  private final float[] factors;
  private final int actionSize;

  final Floats encoderValues;
  final Floats encoderGradients;
  final Floats policyValues;
  final Floats policyGradients;
  private final Adam encoderAdam;
  private final Adam policyAdam;
  private final Encoder encoder;
  private final PolicyNetwork policy;
  final @Nullable GripperCloning gripper;

  private final EncoderPass encoderPass;
  private final PolicyPass policyPass;
  private final GaussianLikelihood likelihood;
  private final float[] scaledStates;
  private final float[] outputs;
  private final Floats encodingGradient;
  private long updates;

  /**
   * @param config sizes, batch and learning rate are taken from it
   * @param seed of the first parameters
   */
  public BehaviourCloning(RlpdConfig config, BcConfig cloning, Spaces spaces, long seed) {
    this.config = config;
    this.shapes = Shapes.of(config, spaces);
    this.factors = Shapes.stateFactors(spaces);
    this.actionSize = spaces.action().size();
    int rows = config.batch();
    ParameterLayout encoderLayout = shapes.encoderLayout();
    ParameterLayout policyLayout = shapes.policyLayout();
    this.encoderValues = Floats.allocate(encoderLayout.length());
    this.encoderGradients = Floats.allocate(encoderLayout.length());
    this.policyValues = Floats.allocate(policyLayout.length());
    this.policyGradients = Floats.allocate(policyLayout.length());
    SplittableRandom rng = new SplittableRandom(seed);
    encoderLayout.initialise(rng, encoderValues);
    policyLayout.initialise(rng, policyValues);
    this.encoderAdam = new Adam(encoderLayout.length(), config.learningRate());
    this.policyAdam = new Adam(policyLayout.length(), config.learningRate());
    this.encoder = new Encoder(shapes.encoder(), encoderLayout, encoderValues, encoderGradients);
    this.policy = new PolicyNetwork(shapes.policy(), policyLayout, policyValues, policyGradients);
    this.gripper =
        spaces
            .gripper()
            .map(slice -> new GripperCloning(config, cloning, shapes, slice, actionSize, rng))
            .orElse(null);

    FeatureDecoder decoder = new FeatureDecoder(shapes.encoder(), rows);
    this.encoderPass = new EncoderPass(shapes.encoder(), decoder, rows, true);
    this.policyPass = new PolicyPass(shapes.policy(), rows, true);
    int continuous = spaces.continuousActions();
    this.likelihood = new GaussianLikelihood(continuous, rows, cloning.smallestDeviation());
    this.scaledStates = new float[rows * factors.length];
    this.outputs = new float[rows * 2 * continuous];
    this.encodingGradient = Floats.allocate(rows * shapes.encoder().width());
  }

  /** Updates so far. */
  public long updates() {
    return updates;
  }

  /** One update on demonstrated transitions. */
  public BcReport update(Batch batch) {
    gradients(batch);
    encoderAdam.step(encoderValues, encoderGradients, null, 0);
    policyAdam.step(policyValues, policyGradients, null, 0);
    if (gripper != null) {
      gripper.step();
    }
    updates++;
    return new BcReport(
        updates,
        likelihood.loss(),
        likelihood.actionError(),
        gripper == null ? Double.NaN : gripper.loss(),
        gripper == null ? Double.NaN : gripper.accuracy());
  }

  /** Loss and its gradients with respect to all parameters. */
  double gradients(Batch batch) {
    int rows = batch.rows();
    int width = shapes.encoder().width();
    double loss = loss(batch);
    policyPass.backward(likelihood.gradients(), rows);
    policyPass.backwardInput(encodingGradient);
    if (gripper != null) {
      gripper.backward(encodingGradient, rows);
    }
    encoderPass.backward(encoder, batch.features(), rows, encodingGradient, width);
    return loss;
  }

  /** The way forward of {@link #gradients}. */
  double loss(Batch batch) {
    int rows = batch.rows();
    if (rows != config.batch()) {
      throw new IllegalArgumentException(
          "batch of " + rows + " rows, behaviour cloning is configured for " + config.batch());
    }
    Shapes.scale(batch.states(), factors, rows, scaledStates);
    encoderPass.state(scaledStates, rows);
    encoderPass.embed(encoder, batch.features(), rows);
    encoderPass.encode(encoder, rows, policyPass.input(), shapes.encoder().width());
    policyPass.forward(policy, rows, outputs);
    likelihood.evaluate(outputs, batch.actions(), actionSize, rows);
    double loss = likelihood.loss();
    if (gripper != null) {
      loss += gripper.forward(policyPass.input(), batch.actions(), rows);
    }
    return loss;
  }

  /** A copy of what the policy needs, versioned by the number of updates. */
  public PolicyParameters policyParameters() {
    return new PolicyParameters(
        updates,
        config,
        encoderValues.toArray(),
        policyValues.toArray(),
        gripper == null ? new float[0] : gripper.values.toArray());
  }
}
