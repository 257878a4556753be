package org.serl4j.agent.rlpd;

import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.ReplayBuffer;

/**
 * Hyperparameters; in brackets SERL's own value where it differs.
 *
 * @param batch transitions of a critic update: 256
 * @param critics critics of the ensemble: 10
 * @param criticSubset critics drawn for a target, with replacement, at most all: 2
 * @param hidden width of the two hidden layers of policy and critics: 256
 * @param bottleneck features of each camera: 64 [256]
 * @param proprio features of the state; 0 to hand the state to policy and critics as it is: 64
 * @param embeddings spatial learned embeddings of each channel: 8
 * @param dropout dropout of the embeddings on the policy's way: 0.1
 * @param discount 0.97 [0.96 to 0.99 by task]
 * @param tau share of the parameters that enters the moving average of the targets: 0.005
 * @param learningRate of the three optimisers: 3e-4
 * @param initialTemperature 0.01
 * @param targetEntropyPerAction target entropy divided by the number of action elements: -0.5
 * @param backupEntropy whether targets contain the entropy of the next action: no
 * @param criticUpdatesPerStep critic updates of one learner step, of which the last also updates
 *     policy and temperature: 4
 * @param encoder what is stored of each frame
 * @param nStep steps of a return: 1
 * @param demoShare share of a batch that is drawn from demonstrations: 0.5
 * @param warmUp steps over which the learning rates of critics and policy rise linearly: 0 [2000
 *     from state]
 * @param splitBatch whether policy and temperature learn from the batches of all critic updates of
 *     a learner step together, once the critics have had theirs, instead of from the last one: no
 *     [yes from state]
 * @param pixelReplay whether pixels are stored instead of features, and every sample is shifted and
 *     goes through the backbone anew, as in DrQ: no [yes]; asks for {@code encoder.copies} 1 and
 *     {@code encoder.shiftCells} 0
 * @param gripperTemperature of the gripper's choice while training, drawn in proportion to
 *     exp(value / temperature); 0 for the best: 0.01 [0]
 * @param gripperExploration largest probability that such a choice is another than the best: 0.01
 *     [0]
 * @param imitation what demonstrations are beside rows of a batch: nothing
 * @param parity deviations of SERL's code
 */
public record RlpdConfig(
    int batch,
    int critics,
    int criticSubset,
    int hidden,
    int bottleneck,
    int proprio,
    int embeddings,
    double dropout,
    double discount,
    double tau,
    double learningRate,
    double initialTemperature,
    double targetEntropyPerAction,
    boolean backupEntropy,
    int criticUpdatesPerStep,
    EncoderConfig encoder,
    int nStep,
    double demoShare,
    int warmUp,
    boolean splitBatch,
    boolean pixelReplay,
    double gripperTemperature,
    double gripperExploration,
    Imitation imitation,
    Parity parity) {
  public RlpdConfig {
    within("batch", batch, 1, 65_536);
    atLeastOne("critics", critics);
    within("criticSubset", criticSubset, 1, critics);
    atLeastOne("hidden", hidden);
    atLeastOne("bottleneck", bottleneck);
    atLeast("proprio", proprio, 0);
    atLeastOne("embeddings", embeddings);
    within("criticUpdatesPerStep", criticUpdatesPerStep, 1, 1000);
    within("nStep", nStep, 1, 1000);
    within("demoShare", demoShare, 0, 1);
    atLeast("warmUp", warmUp, 0);
    within("dropout", dropout, 0, 0.9);
    within("discount", discount, 0, 1);
    within("tau", tau, 0, 1);
    within("learningRate", learningRate, 0, 1);
    within("initialTemperature", initialTemperature, 1e-8, 100);
    within("targetEntropyPerAction", targetEntropyPerAction, -100, 100);
    within("gripperTemperature", gripperTemperature, 0, 100);
    within("gripperExploration", gripperExploration, 0, 1);
    if (pixelReplay && imitation.updates() > 0) {
      throw new IllegalArgumentException(
          "agent: imitation.updates = "
              + imitation.updates()
              + ", 0 with pixelReplay: cloning learns from stored features");
    }
    if (pixelReplay && (encoder.copies() != 1 || encoder.shiftCells() != 0)) {
      throw new IllegalArgumentException(
          "agent: encoder.copies = "
              + encoder.copies()
              + " and encoder.shiftCells = "
              + encoder.shiftCells()
              + ", 1 and 0 with pixelReplay: every sample is shifted anew");
    }
  }

  public static RlpdConfig defaults() {
    return new RlpdConfig(
        256,
        10,
        2,
        256,
        64,
        64,
        8,
        0.1,
        0.97,
        0.005,
        3e-4,
        0.01,
        -0.5,
        false,
        4,
        EncoderConfig.defaults(),
        1,
        0.5,
        0,
        false,
        false,
        0.01,
        0.01,
        Imitation.none(),
        Parity.none());
  }

  /** The first ones with the defaults of the others. */
  public RlpdConfig(
      int batch,
      int critics,
      int criticSubset,
      int hidden,
      int bottleneck,
      int proprio,
      int embeddings,
      double dropout,
      double discount,
      double tau,
      double learningRate,
      double initialTemperature,
      double targetEntropyPerAction,
      boolean backupEntropy,
      int criticUpdatesPerStep,
      EncoderConfig encoder) {
    this(
        batch,
        critics,
        criticSubset,
        hidden,
        bottleneck,
        proprio,
        embeddings,
        dropout,
        discount,
        tau,
        learningRate,
        initialTemperature,
        targetEntropyPerAction,
        backupEntropy,
        criticUpdatesPerStep,
        encoder,
        1,
        0.5,
        0,
        false,
        false,
        0.01,
        0.01,
        Imitation.none(),
        Parity.none());
  }

  /** A replay buffer that keeps what this configuration learns from. */
  public ReplayBuffer replay(int capacity, Spaces spaces) {
    return pixelReplay
        ? ReplayBuffer.ofPixels(capacity, spaces)
        : new ReplayBuffer(capacity, spaces, encoder);
  }

  /** Bytes of one stored step of such a buffer. */
  public long replayRowBytes(Spaces spaces) {
    return pixelReplay
        ? ReplayBuffer.pixelRowBytes(spaces)
        : ReplayBuffer.rowBytes(spaces, encoder);
  }

  /** Transitions that the critic updates of one learner step take from one batch. */
  public int rowsPerSample() {
    return splitBatch ? batch * criticUpdatesPerStep : batch;
  }

  /** The same with something else stored of each frame. */
  public RlpdConfig withEncoder(EncoderConfig stored) {
    return new RlpdConfig(
        batch,
        critics,
        criticSubset,
        hidden,
        bottleneck,
        proprio,
        embeddings,
        dropout,
        discount,
        tau,
        learningRate,
        initialTemperature,
        targetEntropyPerAction,
        backupEntropy,
        criticUpdatesPerStep,
        stored,
        nStep,
        demoShare,
        warmUp,
        splitBatch,
        pixelReplay,
        gripperTemperature,
        gripperExploration,
        imitation,
        parity);
  }

  private static void atLeastOne(String name, int value) {
    atLeast(name, value, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("agent: " + name + " = " + value + ", at least " + least);
    }
  }

  static void within(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "agent: " + name + " = " + value + ", from " + low + " to " + high);
    }
  }

  static void within(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "agent: " + name + " = " + value + ", from " + low + " to " + high);
    }
  }
}
