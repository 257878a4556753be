package org.serl4j.agent.rlpd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.network.ParameterLayout;

/**
 * The optimisers of critics, policy and temperature, and who steps when. The rate of critics and
 * policy rises linearly over the first steps of each:
 *
 * <pre>
 * rate of step t = learningRate min(1, t / warmUp),   t = 1, 2, ...
 * </pre>
 *
 * By default each steps with its own updates only; {@link Parity#wholeTreeAdam} lets all step with
 * every update.
 */
final class Optimisers {
  private static final String STATE_LAYER = "encoder/proprio/";

  private final RlpdConfig config;
  private final Floats values;
  private final Floats policyValues;
  private final Temperature temperature;
  private final Adam valueAdam;
  private final Adam policyAdam;

  /** Zeros for whoever steps without a gradient of its own; null where nobody does. */
  private final @Nullable Floats zeros;

  /** The state's layer, and the optimiser that the policy's loss has for it. */
  private final @Nullable Floats stateLayer;

  private final Adam stateAdam;
  private final int stateOffset;

  /**
   * @param lanes who does the work of a step
   */
  Optimisers(RlpdConfig config, AgentNetworks networks, Temperature temperature, Lanes lanes) {
    ParameterLayout layout = networks.valueLayout;
    this.config = config;
    this.values = networks.values;
    this.policyValues = networks.policyValues;
    this.temperature = temperature;
    this.valueAdam = new Adam(values.length(), config.learningRate(), lanes);
    this.policyAdam = new Adam(policyValues.length(), config.learningRate(), lanes);
    int longest = Math.max(values.length(), policyValues.length());
    this.zeros = config.parity().wholeTreeAdam() ? Floats.allocate(longest) : null;
    boolean learnsState = config.parity().stateFeaturesFromActor() && config.proprio() > 0;
    int length = learnsState ? stateLength(layout) : 0;
    this.stateOffset = learnsState ? layout.block(STATE_LAYER + "W").offset() : 0;
    this.stateLayer = learnsState ? Floats.over(values.at(stateOffset), length) : null;
    this.stateAdam = new Adam(length, config.learningRate());
  }

  private static int stateLength(ParameterLayout layout) {
    return layout.blocks().stream()
        .filter(block -> block.name().startsWith(STATE_LAYER))
        .mapToInt(block -> block.length())
        .sum();
  }

  /** Steps encoder and critics down their gradient and lets the targets follow. */
  void stepCritics(Floats gradients, Floats targets) {
    valueAdam.step(values, gradients, targets, config.tau(), share(valueAdam));
    if (zeros != null) {
      policyAdam.step(policyValues, zeros, null, 0, share(policyAdam));
      temperature.step(0);
      if (stateLayer != null) {
        stateAdam.step(stateLayer, zeros, null, 0, share(stateAdam));
      }
    }
  }

  /** Whether {@link #stepPolicy} reads the state layer's gradient. */
  boolean learnsStateFromPolicy() {
    return stateLayer != null;
  }

  /**
   * Steps the policy down its gradient.
   *
   * @param valueGradients where {@link #learnsStateFromPolicy}, the gradient of the policy's loss
   *     in the state layer's place
   */
  void stepPolicy(Floats gradients, Floats valueGradients) {
    policyAdam.step(policyValues, gradients, null, 0, share(policyAdam));
    if (zeros != null) {
      valueAdam.step(values, zeros, null, 0, share(valueAdam));
    }
    if (stateLayer != null) {
      Floats own = Floats.over(valueGradients.at(stateOffset), stateLayer.length());
      stateAdam.step(stateLayer, own, null, 0, share(stateAdam));
    }
  }

  /** What the next step of that optimiser gets of the learning rate. */
  private double share(Adam adam) {
    return config.warmUp() == 0 ? 1 : Math.min(1, (adam.steps() + 1) / (double) config.warmUp());
  }

  void saveCritics(DataOutput out) throws IOException {
    valueAdam.save(out);
  }

  void savePolicy(DataOutput out) throws IOException {
    policyAdam.save(out);
    stateAdam.save(out);
  }

  void loadCritics(DataInput in) throws IOException {
    valueAdam.load(in);
  }

  void loadPolicy(DataInput in) throws IOException {
    policyAdam.load(in);
    stateAdam.load(in);
  }
}
