package org.serl4j.agent.rlpd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.network.Critics;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.dl4j.AgentGraphs;

/**
 * Encoder, critics, their targets and the policy: DL4J graphs hold them, and what the update works
 * on are views of the graphs' memory.
 */
final class AgentNetworks {
  final ComputationGraph valueGraph;
  final ComputationGraph policyGraph;
  final ParameterLayout valueLayout;

  /** Encoder, then critics. */
  final Floats values;

  final Floats valueGradients;
  final Floats targets;
  final Floats policyValues;
  final Floats policyGradients;

  final Encoder encoder;
  final Encoder targetEncoder;
  final Critics critics;
  final Critics targetCritics;
  final PolicyNetwork policy;

  /** Null unless the critics share one head. */
  final @Nullable SharedHead sharedHead;

  private final int encoderLength;

  /**
   * @param rng draws the first parameters
   */
  AgentNetworks(Shapes shapes, RlpdConfig config, SplittableRandom rng) {
    this.valueLayout = shapes.valueLayout();
    ParameterLayout policyLayout = shapes.policyLayout();
    this.encoderLength = shapes.encoderLayout().length();
    this.valueGraph = AgentGraphs.value(shapes.encoder(), shapes.critics(), config.learningRate());
    this.policyGraph = AgentGraphs.policy(shapes.policy(), config.learningRate());
    this.values = AgentGraphs.parameters(valueGraph, valueLayout);
    this.valueGradients = AgentGraphs.gradients(valueGraph);
    this.targets = Floats.allocate(valueLayout.length());
    this.policyValues = AgentGraphs.parameters(policyGraph, policyLayout);
    this.policyGradients = AgentGraphs.gradients(policyGraph);
    valueLayout.initialise(rng, values);
    policyLayout.initialise(rng, policyValues);
    this.sharedHead =
        config.parity().sharedHead() ? new SharedHead(valueLayout, config.critics()) : null;
    if (sharedHead != null) {
      sharedHead.begin(values);
    }
    targets.copyFrom(values, 0, 0, values.length());
    this.encoder = new Encoder(shapes.encoder(), valueLayout, values, valueGradients);
    this.targetEncoder = new Encoder(shapes.encoder(), valueLayout, targets, null);
    this.critics = new Critics(shapes.critics(), valueLayout, values, valueGradients);
    this.targetCritics = new Critics(shapes.critics(), valueLayout, targets, null);
    this.policy = new PolicyNetwork(shapes.policy(), policyLayout, policyValues, policyGradients);
  }

  /** A copy of the encoder's parameters. */
  float[] encoderParameters() {
    float[] copy = new float[encoderLength];
    values.read(0, copy, 0, encoderLength);
    return copy;
  }

  /**
   * Takes encoder and policy over, the encoder into its target too.
   *
   * @throws IllegalArgumentException if they are of another configuration
   */
  void adopt(PolicyParameters parameters) {
    adoptEncoder(parameters);
    policyValues.write(0, parameters.policy(), 0, parameters.policy().length);
  }

  /** The encoder alone, and its target. */
  void adoptEncoder(PolicyParameters parameters) {
    if (parameters.encoder().length != encoderLength
        || parameters.policy().length != policyValues.length()) {
      throw new IllegalArgumentException("policy parameters of another configuration");
    }
    values.write(0, parameters.encoder(), 0, encoderLength);
    targets.write(0, parameters.encoder(), 0, encoderLength);
  }

  /** Writes {@code value.zip} and {@code policy.zip}. */
  void export(Path folder) throws IOException {
    AgentGraphs.export(valueGraph, folder.resolve("value.zip"));
    AgentGraphs.export(policyGraph, folder.resolve("policy.zip"));
  }
}
