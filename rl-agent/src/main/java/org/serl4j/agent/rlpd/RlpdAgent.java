package org.serl4j.agent.rlpd;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.checkpoint.CheckedFile;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.network.CriticPass;
import org.serl4j.agent.network.Critics;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.FloatStream;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.network.PolicyNetwork;
import org.serl4j.agent.network.PolicyPass;
import org.serl4j.agent.network.TanhGaussian;
import org.serl4j.agent.network.dl4j.AgentGraphs;
import org.serl4j.agent.replay.Batch;

/**
 * The learner's side of RLPD with DrQ: encoder and N critics, their targets, policy, temperature.
 * One call of {@link #updateCritics} or {@link #update} is one update on a full batch; the
 * equations stand above each step. Randomness comes from the seed and the number of the update
 * alone, so that a loaded agent goes on bit for bit. Not thread-safe.
 */
public final class RlpdAgent {
  private static final String KIND = "agent";
  private static final long POLICY_STREAM = 1;
  private static final int FORMAT_VERSION = 4;
  private final RlpdConfig config;
  private final long seed;
  private final Shapes shapes;
  private final float[] factors;
  private final double targetEntropy;

  final AgentNetworks networks;
  final Floats values;
  final Floats valueGradients;
  final Floats targets;
  final Floats policyValues;
  final Floats policyGradients;
  private final Optimisers optimisers;
  private final @Nullable SharedHead sharedHead;
  final Temperature temperature;

  private final Encoder encoder;
  private final Encoder targetEncoder;
  private final Critics critics;
  private final Critics targetCritics;
  private final PolicyNetwork policy;

  private final EncoderPass encoderPass;
  private final EncoderPass nextPass;
  private final EncoderPass targetPass;
  private final CriticPass criticPass;
  private final CriticPass targetCriticPass;
  private final PolicyPass policyPass;
  private final TanhGaussian distribution;

  /** Null where the action has no gripper. */
  final @Nullable GraspCritic grasp;

  /** One critic update's part of a larger batch. */
  private final @Nullable Batch part;

  /** Null unless training began with a cloned policy. */
  private @Nullable PolicyCopy clone;

  /** What {@link #clone} was loaded from. */
  private @Nullable PolicyParameters cloneParameters;

  private final FeatureDecoder decoder;
  private final float[] cloned;
  private final float[] composed;
  private final Floats encodingGradients;
  private final float[] scaledStates;
  private final float[] policyOutputs;
  private final float[] policyOutputGradients;
  private final float[] criticValues;
  private final float[] criticValueGradients;
  private final float[] targetValues;
  private final float[] actionGradients;
  private final float[] continuousActions;
  private final int[] subset;

  private long updates;
  private @Nullable FeatureCalibration calibration;

  /** An agent that learns on the caller's thread alone. */
  public RlpdAgent(RlpdConfig config, Spaces spaces, long seed) {
    this(config, spaces, seed, Lanes.single());
  }

  /**
   * @param lanes who does the work of an update; the result is the same bit for bit with any number
   *     of them. Not closed by the agent
   */
  public RlpdAgent(RlpdConfig config, Spaces spaces, long seed, Lanes lanes) {
    this.config = config;
    this.seed = seed;
    this.shapes = Shapes.of(config, spaces);
    this.factors = Shapes.stateFactors(spaces);
    int actionSize = spaces.continuousActions();
    this.targetEntropy = config.targetEntropyPerAction() * actionSize;
    int rows = config.batch();
    int policyRows = config.rowsPerSample();

    SplittableRandom rng = new SplittableRandom(seed);
    this.networks = new AgentNetworks(shapes, config, rng);
    this.values = networks.values;
    this.valueGradients = networks.valueGradients;
    this.targets = networks.targets;
    this.policyValues = networks.policyValues;
    this.policyGradients = networks.policyGradients;
    this.encoder = networks.encoder;
    this.targetEncoder = networks.targetEncoder;
    this.critics = networks.critics;
    this.targetCritics = networks.targetCritics;
    this.policy = networks.policy;
    this.sharedHead = networks.sharedHead;
    this.temperature = new Temperature(config.initialTemperature(), config.learningRate());
    this.optimisers = new Optimisers(config, networks, temperature, lanes);

    this.decoder = new FeatureDecoder(shapes.encoder(), policyRows, lanes);
    this.encoderPass = new EncoderPass(shapes.encoder(), decoder, policyRows, true);
    this.nextPass = new EncoderPass(shapes.encoder(), decoder, policyRows, false);
    this.targetPass = new EncoderPass(shapes.encoder(), decoder, rows, false);
    this.criticPass = new CriticPass(shapes.critics(), policyRows, true, lanes);
    this.targetCriticPass = new CriticPass(shapes.critics(), rows, false, lanes);
    this.policyPass = new PolicyPass(shapes.policy(), policyRows, true, lanes);
    this.distribution = new TanhGaussian(actionSize, policyRows);
    this.grasp =
        spaces
            .gripper()
            .map(slice -> new GraspCritic(config, shapes.grasp(), slice, spaces.action().size()))
            .orElse(null);
    if (grasp != null) {
      grasp.initialise(rng);
    }

    this.part =
        config.splitBatch()
            ? new Batch(spaces, config.encoder(), rows, config.nStep(), config.discount())
            : null;
    this.encodingGradients =
        Floats.allocate(
            optimisers.learnsStateFromPolicy() ? policyRows * shapes.encoder().width() : 0);
    this.scaledStates = new float[policyRows * factors.length];
    this.policyOutputs = new float[policyRows * 2 * actionSize];
    this.policyOutputGradients = new float[policyRows * 2 * actionSize];
    this.criticValues = new float[policyRows * config.critics()];
    this.criticValueGradients = new float[policyRows * config.critics()];
    this.targetValues = new float[rows];
    this.actionGradients = new float[policyRows * actionSize];
    this.continuousActions = new float[grasp == null ? 0 : rows * actionSize];
    this.cloned = new float[policyRows * actionSize];
    this.composed = new float[policyRows * actionSize];
    this.subset = new int[config.criticSubset()];
  }

  public RlpdConfig config() {
    return config;
  }

  /** Critic updates so far. */
  public long updates() {
    return updates;
  }

  /** What the actor's encoder was calibrated to, once {@link #useCalibration} was called. */
  public @Nullable FeatureCalibration calibration() {
    return calibration;
  }

  /** Keeps the actor's calibration in this agent's checkpoint. */
  public void useCalibration(FeatureCalibration measured) {
    calibration = measured;
  }

  /** Updates critics, encoder and targets. */
  public UpdateReport updateCritics(Batch batch) {
    return updateCritics(batch, nextRandom());
  }

  private UpdateReport updateCritics(Batch batch, SplittableRandom rng) {
    double entropy = computeTargets(batch, rng);
    double loss = criticGradients(batch);
    GraspCritic.Report graspReport = updateGrasp(batch);
    optimisers.stepCritics(valueGradients, targets);
    int rows = batch.rows();
    return new UpdateReport(
        updates,
        loss,
        mean(criticValues, rows * config.critics()),
        mean(targetValues, rows),
        Double.NaN,
        temperature.alpha(),
        Double.NaN,
        entropy,
        graspReport.loss(),
        graspReport.value());
  }

  /** One update of the gripper's critic on the encodings that the critics have just seen. */
  private GraspCritic.Report updateGrasp(Batch batch) {
    return grasp == null
        ? GraspCritic.Report.NONE
        : grasp.update(
            batch,
            criticPass.input(),
            targetCriticPass.input(),
            shapes.critics().inputWidth(),
            config.imitation().gripperWeight(updates));
  }

  /** Updates critics, encoder and targets, then policy and temperature on the same batch. */
  public UpdateReport update(Batch batch) {
    SplittableRandom rng = nextRandom();
    UpdateReport report = updateCritics(batch, rng);
    return updatePolicy(batch, rng, report, config.parity().freshEntropy());
  }

  /**
   * One critic update on each part of a batch of {@link RlpdConfig#rowsPerSample}, then one update
   * of policy and temperature on all of it. The entropy is that of next actions drawn anew.
   */
  public UpdateReport updateSplit(Batch whole) {
    Batch piece = part;
    if (piece == null || whole.rows() != config.rowsPerSample()) {
      throw new IllegalArgumentException(
          "batch of " + whole.rows() + " rows, with splitBatch of " + config.rowsPerSample());
    }
    piece.take(whole, 0);
    UpdateReport report = updateCritics(piece);
    for (int from = piece.rows(); from < whole.rows(); from += piece.rows()) {
      piece.take(whole, from);
      report = updateCritics(piece);
    }
    SplittableRandom rng = RandomStreams.of(RandomStreams.seed(seed, updates), POLICY_STREAM);
    return updatePolicy(whole, rng, report, true);
  }

  /**
   * @param report what the critics' update found
   * @param drawAnew whether next actions are drawn anew for the entropy
   */
  private UpdateReport updatePolicy(
      Batch batch, SplittableRandom rng, UpdateReport report, boolean drawAnew) {
    double actorLoss = actorGradients(batch, rng);
    double entropy = drawAnew ? nextEntropy(batch, rng) : report.entropy();
    optimisers.stepPolicy(policyGradients, valueGradients);
    double alpha = temperature.alpha();
    double loss = temperature.loss(entropy, targetEntropy);
    temperature.step(temperature.gradient(entropy, targetEntropy));
    return report.withPolicy(actorLoss, alpha, loss, entropy);
  }

  /** Entropy H = -mean(log pi) of next actions, drawn anew with the present parameters. */
  private double nextEntropy(Batch batch, SplittableRandom rng) {
    int rows = batch.rows();
    Shapes.scale(batch.nextStates(), factors, rows, scaledStates);
    nextPass.state(scaledStates, rows);
    nextPass.embed(encoder, batch.nextFeatures(), rows);
    drawNextActions(rng, rows);
    return -distribution.meanLogProbability(rows);
  }

  /** a', log pi' ~ pi(. | o'), dropout on; {@link #nextPass} has state and embeddings. */
  private void drawNextActions(SplittableRandom rng, int rows) {
    nextPass.drop(rng, config.dropout(), rows);
    nextPass.encode(encoder, rows, policyPass.input(), shapes.encoder().width());
    policyPass.forward(policy, rows, policyOutputs);
    distribution.sample(policyOutputs, rows, rng);
  }

  private static double mean(float[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum / count;
  }

  /** The stream of the next update: a function of the seed and its number. */
  private SplittableRandom nextRandom() {
    updates++;
    return RandomStreams.of(seed, updates);
  }

  /**
   * Targets of the critics.
   *
   * <pre>
   * a', log pi' ~ pi(. | o'),   dropout on
   * y = R + gamma^m mask (min over a random subset of Qtarget_i(o', a') [- alpha log pi'])
   * </pre>
   *
   * @return the entropy H = -mean(log pi') of the next actions
   */
  double computeTargets(Batch batch, SplittableRandom rng) {
    int rows = rows(batch);
    Shapes.scale(batch.nextStates(), factors, rows, scaledStates);
    nextPass.state(scaledStates, rows);
    targetPass.state(scaledStates, rows);
    EncoderPass.embedBoth(encoder, nextPass, targetEncoder, targetPass, batch.nextFeatures(), rows);
    if (grasp != null) {
      nextPass.encode(encoder, rows, grasp.nextInput(), shapes.encoder().width());
    }
    drawNextActions(rng, rows);

    targetPass.encode(targetEncoder, rows, targetCriticPass.input(), shapes.critics().inputWidth());
    targetCriticPass.actions(drawnActions(batch.nextStates(), batch.nextFeatures(), rows), rows);
    for (int i = 0; i < subset.length; i++) {
      subset[i] = rng.nextInt(config.critics());
    }
    targetCriticPass.forwardSelected(targetCritics, subset, rows, criticValues);
    double alpha = config.backupEntropy() ? temperature.alpha() : 0;
    for (int row = 0; row < rows; row++) {
      double smallest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < subset.length; i++) {
        smallest = Math.min(smallest, criticValues[row * subset.length + i]);
      }
      double entropyTerm = alpha * distribution.logProbability()[row];
      targetValues[row] = (float) backup(batch, row, smallest, entropyTerm);
    }
    return -distribution.meanLogProbability(rows);
  }

  /**
   * Target of one row.
   *
   * <pre>
   * y = R + gamma^m mask (Q - alpha log pi'),   SERL's: R + gamma^m mask Q - alpha log pi'
   * </pre>
   */
  private double backup(Batch batch, int row, double value, double entropyTerm) {
    double discount =
        batch.bootstrapDiscount(row, config.discount()) * config.parity().mask(batch, row);
    return config.parity().undiscountedEntropy()
        ? batch.rewards()[row] + discount * value - entropyTerm
        : batch.rewards()[row] + discount * (value - entropyTerm);
  }

  /**
   * Loss of the critics and its gradient with respect to encoder and critics.
   *
   * <pre>
   * L = 1/(N B) sum over i, b of (Q_i(o_b, a_b) - y_b)^2,   dL/dQ = 2 (Q - y) / (N B)
   * </pre>
   */
  double criticGradients(Batch batch) {
    int rows = rows(batch);
    double loss = criticLoss(batch);
    Floats dInput = criticPass.backward(criticValueGradients, rows);
    encoderPass.backward(encoder, batch.features(), rows, dInput, shapes.critics().inputWidth());
    if (sharedHead != null) {
      sharedHead.join(valueGradients);
    }
    return loss;
  }

  /** The way forward of {@link #criticGradients}, up to dL/dQ. */
  double criticLoss(Batch batch) {
    int rows = rows(batch);
    int n = config.critics();
    Shapes.scale(batch.states(), factors, rows, scaledStates);
    encoderPass.state(scaledStates, rows);
    encoderPass.embed(encoder, batch.features(), rows);
    encoderPass.encode(encoder, rows, criticPass.input(), shapes.critics().inputWidth());
    criticPass.actions(continuousActions(batch), rows);
    criticPass.forward(critics, rows, criticValues);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = row * n; i < (row + 1) * n; i++) {
        double error = criticValues[i] - targetValues[row];
        sum += error * error;
        criticValueGradients[i] = (float) (2 * error / (n * rows));
      }
    }
    return sum / (n * rows);
  }

  /**
   * Loss of the policy and its gradient with respect to the policy alone, or by {@link
   * Parity#stateFeaturesFromActor} to the state's layer too.
   *
   * <pre>
   * a, log pi ~ pi(. | o),   dropout on, no gradient into the encoder;  see {@link #drawnActions}
   * L = mean over b of (alpha log pi - mean over all i of Q_i(o, a))
   * </pre>
   */
  double actorGradients(Batch batch, SplittableRandom rng) {
    int rows = batch.rows();
    int n = config.critics();
    double loss = actorLoss(batch, rng);
    Arrays.fill(criticValueGradients, 0, rows * n, -1f / (n * rows));
    criticPass.backwardToActions(criticValueGradients, rows, actionGradients);
    if (clone != null) {
      int count = rows * shapes.policy().action();
      config.imitation().decompose(cloned, distribution.actions(), count, actionGradients);
    }
    distribution.backward(actionGradients, temperature.alpha() / rows, rows, policyOutputGradients);
    policyPass.backward(policyOutputGradients, rows);
    if (optimisers.learnsStateFromPolicy()) {
      policyPass.backwardInput(encodingGradients);
      encoderPass.backwardState(encoder, rows, encodingGradients, shapes.encoder().width());
    }
    return loss;
  }

  /**
   * The actions a of what the policy has drawn: that itself, or where it corrects a clone c
   *
   * <pre>a = clip(c(o) + residual r, -1, 1),   r ~ pi(. | o)</pre>
   *
   * @param states that it was drawn for, and their features
   */
  private float[] drawnActions(float[] states, FeatureRows features, int rows) {
    float[] drawn = distribution.actions();
    if (clone == null) {
      return drawn;
    }
    clone.mostLikely(states, features, rows, cloned);
    config.imitation().compose(cloned, drawn, rows * shapes.policy().action(), composed);
    return composed;
  }

  /** The way forward of {@link #actorGradients}. */
  double actorLoss(Batch batch, SplittableRandom rng) {
    int rows = batch.rows();
    Shapes.scale(batch.states(), factors, rows, scaledStates);
    encoderPass.state(scaledStates, rows);
    encoderPass.embed(encoder, batch.features(), rows);
    encoderPass.encode(encoder, rows, criticPass.input(), shapes.critics().inputWidth());
    encoderPass.drop(rng, config.dropout(), rows);
    encoderPass.encode(encoder, rows, policyPass.input(), shapes.encoder().width());
    policyPass.forward(policy, rows, policyOutputs);
    distribution.sample(policyOutputs, rows, rng);
    criticPass.actions(drawnActions(batch.states(), batch.features(), rows), rows);
    criticPass.forward(critics, rows, criticValues);
    return temperature.alpha() * distribution.meanLogProbability(rows)
        - mean(criticValues, rows * config.critics());
  }

  /** Target of a row of the last batch. */
  double target(int row) {
    return targetValues[row];
  }

  /**
   * Writes the networks as DL4J models, {@code value.zip}, {@code policy.zip} and, with a gripper,
   * {@code grasp.zip}, for other programs.
   */
  public void export(Path folder) throws IOException {
    networks.export(folder);
    if (grasp != null) {
      AgentGraphs.export(grasp.graph(), folder.resolve("grasp.zip"));
    }
  }

  /** The elements of the executed actions that critics and policy work on. */
  private float[] continuousActions(Batch batch) {
    if (grasp == null) {
      return batch.actions();
    }
    int continuous = shapes.policy().action();
    for (int row = 0; row < batch.rows(); row++) {
      System.arraycopy(
          batch.actions(), row * (continuous + 1), continuousActions, row * continuous, continuous);
    }
    return continuousActions;
  }

  private int rows(Batch batch) {
    if (batch.rows() != config.batch()) {
      throw new IllegalArgumentException(
          "batch of " + batch.rows() + " rows, the agent is configured for " + config.batch());
    }
    return batch.rows();
  }

  /** A copy of what the policy needs, versioned by the number of updates. */
  public PolicyParameters policyParameters() {
    float[] graspCopy = grasp == null ? new float[0] : grasp.values.toArray();
    return new PolicyParameters(
        updates,
        config,
        networks.encoderParameters(),
        policyValues.toArray(),
        graspCopy,
        cloneParameters);
  }

  /**
   * Takes encoder, policy and gripper over from elsewhere, such as behaviour cloning, into online
   * and target networks; critics, optimisers and counters stay.
   *
   * @throws IllegalArgumentException if they are of another configuration
   */
  public void adopt(PolicyParameters parameters) {
    float[] graspParameters = parameters.grasp();
    if (graspParameters.length != (grasp == null ? 0 : grasp.values.length())) {
      throw new IllegalArgumentException("policy parameters of another configuration");
    }
    networks.adopt(parameters);
    if (grasp != null) {
      grasp.adopt(graspParameters);
    }
  }

  /**
   * Begins where behaviour cloning ended, see {@link Imitation}: the clone is kept, the policy
   * corrects it, the encoder begins as the clone's, and the gripper's logits become values of the
   * size that rewards have.
   *
   * @throws IllegalArgumentException if it is of another configuration
   */
  public void correct(PolicyParameters cloning) {
    networks.adoptEncoder(cloning);
    if (grasp != null) {
      grasp.adopt(cloning.grasp());
      grasp.shrinkHead();
    }
    keepClone(cloning);
  }

  private void keepClone(PolicyParameters cloning) {
    PolicyCopy kept = new PolicyCopy(shapes, factors, decoder, config.rowsPerSample());
    kept.take(cloning);
    clone = kept;
    cloneParameters = cloning;
  }

  /** Writes everything that the next update depends on, whole or not at all. */
  public void save(Path file) throws IOException {
    CheckedFile.write(file, KIND, FORMAT_VERSION, this::write);
  }

  private void write(DataOutput out) throws IOException {
    out.writeUTF(new ObjectMapper().writeValueAsString(config));
    out.writeLong(seed);
    out.writeLong(updates);
    out.writeBoolean(calibration != null);
    if (calibration != null) {
      calibration.save(out);
    }
    FloatStream.write(out, values);
    FloatStream.write(out, targets);
    optimisers.saveCritics(out);
    FloatStream.write(out, policyValues);
    optimisers.savePolicy(out);
    temperature.save(out);
    out.writeBoolean(grasp != null);
    if (grasp != null) {
      grasp.save(out);
    }
    out.writeBoolean(cloneParameters != null);
    if (cloneParameters != null) {
      FloatStream.write(out, cloneParameters.encoder());
      FloatStream.write(out, cloneParameters.policy());
    }
  }

  /**
   * Reads an agent that {@link #save} wrote.
   *
   * @param spaces of the environment that it was trained in
   * @throws IOException with one line if the file is missing, damaged or of other spaces
   */
  public static RlpdAgent load(Path file, Spaces spaces) throws IOException {
    return load(file, spaces, Lanes.single());
  }

  /**
   * The same, to be trained further.
   *
   * @param lanes see the constructor
   */
  public static RlpdAgent load(Path file, Spaces spaces, Lanes lanes) throws IOException {
    RlpdAgent[] loaded = new RlpdAgent[1];
    CheckedFile.read(
        file,
        KIND,
        FORMAT_VERSION,
        in -> {
          RlpdConfig config = new ObjectMapper().readValue(in.readUTF(), RlpdConfig.class);
          RlpdAgent agent = new RlpdAgent(config, spaces, in.readLong(), lanes);
          agent.read(in);
          loaded[0] = agent;
        });
    return loaded[0];
  }

  private void read(DataInput in) throws IOException {
    updates = in.readLong();
    calibration = in.readBoolean() ? FeatureCalibration.load(in) : null;
    FloatStream.read(in, values);
    FloatStream.read(in, targets);
    optimisers.loadCritics(in);
    FloatStream.read(in, policyValues);
    optimisers.loadPolicy(in);
    temperature.load(in);
    boolean stored = in.readBoolean();
    if (stored != (grasp != null)) {
      throw new IOException(
          stored
              ? "was trained with a gripper's critic, the environment's action has no gripper"
              : "was trained without a gripper's critic, the environment's action has a gripper");
    }
    if (grasp != null) {
      grasp.load(in);
    }
    if (in.readBoolean()) {
      float[] clonedEncoder = new float[shapes.encoderLayout().length()];
      float[] clonedPolicy = new float[policyValues.length()];
      FloatStream.read(in, clonedEncoder);
      FloatStream.read(in, clonedPolicy);
      keepClone(new PolicyParameters(0, config, clonedEncoder, clonedPolicy, new float[0]));
    }
  }
}
