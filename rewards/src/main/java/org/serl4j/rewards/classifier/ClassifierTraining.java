package org.serl4j.rewards.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.FeatureRows;

/**
 * Trains the network on balanced batches of shifted copies, and keeps the parameters that had the
 * lowest validation loss. That loss weighs both classes alike, as the batches do:
 *
 * <pre>L_validation = (mean of L over the successes + mean of L over the failures) / 2</pre>
 */
public final class ClassifierTraining {
  private static final long PARAMETER_STREAM = 1;
  private static final long BATCH_STREAM = 2;

  private final ClassifierConfig config;
  private final LabelledFrames training;
  private final LabelledFrames validation;
  private final ClassifierNetwork network;
  private final FeatureRows rows;
  private final BalancedSampler sampler;
  private final SplittableRandom rng;
  private final Adam adam;
  private final int[] picked;
  private final boolean[] labels;
  private final float[] logits;

  /**
   * A look at training.
   *
   * @param step steps so far
   * @param trainingLoss mean over the batches since the last look
   * @param validationLoss of the parameters now
   * @param best whether it is the lowest so far
   */
  public record Look(int step, double trainingLoss, double validationLoss, boolean best) {}

  /**
   * What was learned.
   *
   * @param parameters with the lowest validation loss; not modified
   * @param step at which it was
   * @param looks all of them
   */
  @SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
  public record Result(float[] parameters, int step, List<Look> looks) {
    public Result {
      looks = List.copyOf(looks);
    }
  }

  /**
   * @param validation other episodes than those of {@code training}
   * @throws RewardDataException if a class is empty, or both have an episode in common
   */
  public ClassifierTraining(
      ClassifierConfig config,
      int cameras,
      LabelledFrames training,
      LabelledFrames validation,
      long seed) {
    this.config = config;
    this.training = training;
    this.validation = validation;
    validation.requireBothClasses("validation part of the data");
    this.sampler = new BalancedSampler(training);
    requireApart();
    int batch = config.batch();
    this.network = new ClassifierNetwork(config, cameras, batch, true);
    this.rows = new FeatureRows(cameras, batch);
    network.layout.initialise(RandomStreams.of(seed, PARAMETER_STREAM), network.values);
    this.rng = RandomStreams.of(seed, BATCH_STREAM);
    this.adam = new Adam(network.layout.length(), config.learningRate());
    this.picked = new int[batch];
    this.labels = new boolean[batch];
    this.logits = new float[batch];
  }

  private void requireApart() {
    boolean[] learned = new boolean[1 + lastEpisode(training)];
    for (int i = 0; i < training.size(); i++) {
      learned[training.frame(i).episode()] = true;
    }
    for (int i = 0; i < validation.size(); i++) {
      int episode = validation.frame(i).episode();
      if (episode < learned.length && learned[episode]) {
        throw new RewardDataException(
            "episode " + episode + " is in training and validation: split the data by episode");
      }
    }
  }

  private static int lastEpisode(LabelledFrames frames) {
    int last = 0;
    for (int i = 0; i < frames.size(); i++) {
      last = Math.max(last, frames.frame(i).episode());
    }
    return last;
  }

  /**
   * Trains to the end.
   *
   * @param watcher told of every look at the validation loss
   * @throws RewardDataException if the loss is not finite
   */
  public Result run(Consumer<Look> watcher) {
    List<Look> looks = new ArrayList<>();
    float[] best = network.values.toArray();
    int bestStep = 0;
    double lowest = Double.POSITIVE_INFINITY;
    int worse = 0;
    double sum = 0;
    int since = 0;
    for (int step = 1; step <= config.steps() && worse < config.patience(); step++) {
      sum += step();
      since++;
      if (step % config.checkEvery() != 0 && step != config.steps()) {
        continue;
      }
      double loss = validationLoss();
      if (!Double.isFinite(loss) || !Double.isFinite(sum)) {
        throw new RewardDataException(
            "the loss is not finite after %d steps: lower the learning rate".formatted(step));
      }
      boolean better = loss < lowest;
      worse = better ? 0 : worse + 1;
      if (better) {
        lowest = loss;
        best = network.values.toArray();
        bestStep = step;
      }
      Look look = new Look(step, sum / since, loss, better);
      looks.add(look);
      watcher.accept(look);
      sum = 0;
      since = 0;
    }
    return new Result(best, bestStep, looks);
  }

  /** One step down the gradient; the loss of its batch. */
  private double step() {
    sampler.draw(rng, picked);
    for (int row = 0; row < picked.length; row++) {
      training.point(rows, row, picked[row], rng.nextInt(training.copies()));
      labels[row] = training.frame(picked[row]).success();
    }
    double loss = network.gradients(rows, labels, picked.length, rng, logits);
    adam.step(network.values, network.gradients, null, 0);
    return loss;
  }

  private double validationLoss() {
    double[] sums = new double[2];
    float[] scores = network.logits(validation);
    for (int i = 0; i < scores.length; i++) {
      boolean success = validation.frame(i).success();
      sums[success ? 1 : 0] += ClassifierNetwork.loss(scores[i], success);
    }
    int positives = validation.positives();
    return (sums[1] / positives + sums[0] / (validation.size() - positives)) / 2;
  }
}
