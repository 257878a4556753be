package org.serl4j.agent.rlpd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.serl4j.agent.Slice;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.FloatStream;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.GraspNetwork;
import org.serl4j.agent.network.GraspPass;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.dl4j.AgentGraphs;
import org.serl4j.agent.replay.Batch;

/**
 * The gripper's own critic (HIL-SERL, Luo et al. 2024, arXiv 2410.21845): a double DQN (van Hasselt
 * et al. 2016) over close, stay and open on the critics' encoding, which it reads and does not
 * train. Updated with every critic update, by its own Adam.
 *
 * <pre>
 * k' = argmax over k of Q(o', k)
 * y  = r + p + gamma^m mask Qtarget(o', k')          p: the gripper's penalty of the step
 * L  = 1/B sum over b of (Q(o_b, k_b) - y_b)^2,      dL/dQ(o_b, k_b) = 2 (Q - y) / B
 * target = target + tau (parameters - target)
 * </pre>
 *
 * Not thread-safe.
 */
final class GraspCritic {
  /** What a cloned choice that is e times as likely as another is worth more than it. */
  private static final double VALUE_OF_A_LOGIT = 0.02;

  private final RlpdConfig config;
  private final GraspShape shape;
  private final Slice gripper;
  private final int actionSize;

  /** DL4J holds the network; everything below works on its memory. */
  private final ComputationGraph graph;

  private final ParameterLayout layout;
  final Floats values;
  final Floats gradients;
  private final Floats targets;
  private final Adam adam;
  private final GraspNetwork network;
  private final GraspNetwork target;

  private final GraspPass pass;
  private final GraspPass nextPass;
  private final Floats nextInput;
  private final float[] now;
  private final float[] next;
  private final float[] nextTarget;
  private final float[] targetValues;
  private final float[] dNow;

  /**
   * @param gripper the discrete slice of the action
   * @param actionSize elements of the whole action
   */
  GraspCritic(RlpdConfig config, GraspShape shape, Slice gripper, int actionSize) {
    this.config = config;
    this.shape = shape;
    this.gripper = gripper;
    this.actionSize = actionSize;
    this.layout = new ParameterLayout();
    shape.declare(layout);
    this.graph = AgentGraphs.grasp(shape, config.learningRate());
    this.values = AgentGraphs.parameters(graph, layout);
    this.gradients = AgentGraphs.gradients(graph);
    this.targets = Floats.allocate(layout.length());
    this.adam = new Adam(layout.length(), config.learningRate());
    this.network = new GraspNetwork(shape, layout, values, gradients);
    this.target = new GraspNetwork(shape, layout, targets, null);
    int rows = config.batch();
    this.pass = new GraspPass(shape, rows, true);
    this.nextPass = new GraspPass(shape, rows, false);
    this.nextInput = Floats.allocate(rows * shape.encoding());
    this.now = new float[rows * GraspShape.CHOICES];
    this.next = new float[rows * GraspShape.CHOICES];
    this.nextTarget = new float[rows * GraspShape.CHOICES];
    this.targetValues = new float[rows];
    this.dNow = new float[rows * GraspShape.CHOICES];
  }

  /**
   * What an update did.
   *
   * @param loss mean over the batch of the squared error to the target
   * @param value mean over the batch of the taken choice's value
   */
  record Report(double loss, double value) {
    static final Report NONE = new Report(Double.NaN, Double.NaN);
  }

  /** Draws the parameters; the target begins equal to them. */
  void initialise(SplittableRandom rng) {
    layout.initialise(rng, values);
    targets.copyFrom(values, 0, 0, values.length());
  }

  /** Takes parameters over; the target too. */
  void adopt(float[] parameters) {
    values.write(0, parameters, 0, parameters.length);
    targets.copyFrom(values, 0, 0, values.length());
  }

  /** Makes values of cloned logits, whose order stays: a likelihood of e is worth 0.02 more. */
  void shrinkHead() {
    for (Block block : layout.blocks()) {
      if (block.name().startsWith("grasp/head")) {
        float[] head = new float[block.length()];
        values.read(block.offset(), head, 0, head.length);
        for (int i = 0; i < head.length; i++) {
          head[i] *= (float) VALUE_OF_A_LOGIT;
        }
        values.write(block.offset(), head, 0, head.length);
      }
    }
    targets.copyFrom(values, 0, 0, values.length());
  }

  ParameterLayout layout() {
    return layout;
  }

  ComputationGraph graph() {
    return graph;
  }

  /** Where the encoder writes the encodings of o', without dropout; rows of the encoding. */
  Floats nextInput() {
    return nextInput;
  }

  /**
   * One update.
   *
   * @param encodings of o by the encoder, in the first columns of rows of length {@code ld}
   * @param targetEncodings of o' by the target encoder, likewise
   * @param imitationWeight w of {@link Imitation}
   */
  Report update(
      Batch batch, Floats encodings, Floats targetEncodings, int ld, double imitationWeight) {
    computeTargets(batch, targetEncodings, ld);
    double loss = gradients(batch, encodings, ld, imitationWeight);
    double value = takenValue(batch);
    adam.step(values, gradients, targets, config.tau());
    return new Report(loss, value);
  }

  /** Fills the targets y; {@link #nextInput} is filled before. */
  void computeTargets(Batch batch, Floats targetEncodings, int ld) {
    int rows = batch.rows();
    nextPass.forward(network, nextInput, shape.encoding(), rows, next);
    nextPass.forward(target, targetEncodings, ld, rows, nextTarget);
    for (int row = 0; row < rows; row++) {
      double discount =
          batch.bootstrapDiscount(row, config.discount()) * config.parity().mask(batch, row);
      double paid = batch.rewards()[row] + batch.gripperPenalties()[row];
      targetValues[row] = (float) doubleDqnTarget(paid, discount, next, nextTarget, row);
    }
  }

  /**
   * Target of one row.
   *
   * <pre>
   * y = paid + discount Qtarget(o', argmax over k of Q(o', k))
   * </pre>
   *
   * @param paid reward and penalty
   * @param discount gamma^m, 0 where the task ended
   * @param online Q(o', k), rows x choices; not modified
   * @param target Qtarget(o', k), likewise
   */
  static double doubleDqnTarget(
      double paid, double discount, float[] online, float[] target, int row) {
    return paid + discount * target[row * GraspShape.CHOICES + GraspShape.best(online, row)];
  }

  /** Loss and its gradient with respect to the grasp critic alone. */
  double gradients(Batch batch, Floats encodings, int ld, double imitationWeight) {
    int rows = batch.rows();
    double loss = loss(batch, encodings, ld, imitationWeight);
    Arrays.fill(dNow, 0);
    for (int row = 0; row < rows; row++) {
      int taken = taken(batch, row);
      dNow[taken] = 2 * (now[taken] - targetValues[row]) / rows;
      if (batch.demonstrated(row)) {
        // the demonstrated choice up, what stands within the margin of it or above down
        int rival = rival(now, row, taken, config.imitation().gripperMargin());
        dNow[taken] -= (float) (imitationWeight / rows);
        dNow[rival] += (float) (imitationWeight / rows);
      }
    }
    pass.backward(dNow, rows);
    return loss;
  }

  /** The way forward of {@link #gradients}. */
  double loss(Batch batch, Floats encodings, int ld, double imitationWeight) {
    int rows = batch.rows();
    double margin = config.imitation().gripperMargin();
    pass.forward(network, encodings, ld, rows, now);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      int taken = taken(batch, row);
      double error = now[taken] - targetValues[row];
      sum += error * error;
      if (batch.demonstrated(row)) {
        int rival = rival(now, row, taken, margin);
        sum += imitationWeight * (rival == taken ? 0 : now[rival] + margin - now[taken]);
      }
    }
    return sum / rows;
  }

  private double takenValue(Batch batch) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += now[taken(batch, row)];
    }
    return sum / batch.rows();
  }

  /**
   * Where argmax over k of (Q(o, k) + margin [k != k*]) stands.
   *
   * @param taken where the demonstrated choice k* stands
   */
  static int rival(float[] values, int row, int taken, double margin) {
    int rival = taken;
    double highest = values[taken] - margin;
    for (int i = row * GraspShape.CHOICES; i < (row + 1) * GraspShape.CHOICES; i++) {
      if (i != taken && values[i] > highest) {
        rival = i;
        highest = values[i];
      }
    }
    return rival;
  }

  /** Where the value of the row's executed choice stands in rows x choices. */
  private int taken(Batch batch, int row) {
    float element = batch.actions()[row * actionSize + gripper.from()];
    return row * GraspShape.CHOICES + GraspShape.choice(element);
  }

  void save(DataOutput out) throws IOException {
    FloatStream.write(out, values);
    FloatStream.write(out, targets);
    adam.save(out);
  }

  void load(DataInput in) throws IOException {
    FloatStream.read(in, values);
    FloatStream.read(in, targets);
    adam.load(in);
  }
}
