package org.serl4j.console.reward;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.console.dataset.DatasetCheck;
import org.serl4j.console.dataset.DatasetWriter;
import org.serl4j.console.session.Demonstrations;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.SessionException;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.OpenTask.Rehearsal;

/**
 * Records rehearsed episodes of a task that goes on at its goal. The label is the column {@code
 * next.success}: whether the observation after the step shows success, as the simulation knows it,
 * or as a person says who rehearses. The episode's note is the rehearsal's name.
 */
public final class RewardCollection {
  /** Episodes differ in how steadily the hand moves. */
  private static final double MOST_NOISE = 0.4;

  private static final long ORDER_STREAM = 1;
  private static final long EPISODE_STREAM = 2;

  private RewardCollection() {}

  /**
   * What to record.
   *
   * @param episodes all of them, whatever happens
   * @param steps of each, fewer if the task's time limit comes first
   * @param seed decides everything random
   * @param actedBy whose rehearsals these are
   */
  public record Wanted(int episodes, int steps, long seed, ActedBy actedBy) {
    public Wanted {
      if (episodes < 1) {
        throw new IllegalArgumentException("--episodes " + episodes + ": at least 1");
      }
      if (steps < 1) {
        throw new IllegalArgumentException("--steps " + steps + ": at least 1");
      }
    }
  }

  /**
   * What was recorded.
   *
   * @param check of all that is on disk
   * @param successes observations of success
   * @param failures observations of failure
   */
  public record Collected(DatasetCheck check, int successes, int failures) {}

  /**
   * Records and checks.
   *
   * @param open a task that goes on at its goal
   * @throws SessionException if the task has no rehearsals
   */
  public static Collected collect(
      OpenTask open, Cell cell, Path folder, Wanted wanted, Progress progress) {
    Environment environment = open.environment();
    List<Rehearsal> order = order(open, wanted);
    long startNs = System.nanoTime();
    int[] counts = new int[2];
    try (DatasetWriter writer =
        DatasetWriter.create(folder, Demonstrations.description(environment, cell))) {
      for (int i = 0; i < wanted.episodes(); i++) {
        SplittableRandom random =
            RandomStreams.of(RandomStreams.seed(wanted.seed(), EPISODE_STREAM), i);
        writer.beginEpisode();
        rehearse(environment, order.get(i), wanted, random, writer, counts);
        writer.finishEpisode();
        long nowNs = System.nanoTime();
        if (progress.due(nowNs)) {
          double seconds = (nowNs - startNs) * 1e-9;
          progress.show(
              nowNs,
              "rehearsals: %d/%d, %d observations of success, %d of failure, %s left"
                  .formatted(
                      i + 1,
                      wanted.episodes(),
                      counts[1],
                      counts[0],
                      Progress.duration(seconds * (wanted.episodes() - i - 1) / (i + 1))));
        }
      }
      return new Collected(writer.finish(progress::readBack), counts[1], counts[0]);
    }
  }

  /** Every rehearsal as often as its share says, in random order. */
  private static List<Rehearsal> order(OpenTask open, Wanted wanted) {
    if (open.rehearsals().isEmpty()) {
      throw new SessionException(
          "the task '"
              + open.environment().task()
              + "' has no rehearsals to collect from here: give --by keyboard, spacemouse or gamepad");
    }
    List<Rehearsal> round = new ArrayList<>();
    for (Rehearsal rehearsal : open.rehearsals()) {
      for (int i = 0; i < rehearsal.share(); i++) {
        round.add(rehearsal);
      }
    }
    SplittableRandom random = RandomStreams.of(wanted.seed(), ORDER_STREAM);
    List<Rehearsal> order = new ArrayList<>();
    while (order.size() < wanted.episodes()) {
      List<Rehearsal> left = new ArrayList<>(round);
      while (!left.isEmpty()) {
        order.add(left.remove(random.nextInt(left.size())));
      }
    }
    return order;
  }

  private static void rehearse(
      Environment environment,
      Rehearsal rehearsal,
      Wanted wanted,
      SplittableRandom random,
      DatasetWriter writer,
      int[] counts) {
    Observation seen = environment.reset(random.nextLong());
    Supplier<float[]> hand =
        rehearsal.hand().begin(random.nextDouble(MOST_NOISE), random.nextLong());
    boolean over = false;
    for (int t = 1; !over; t++) {
      Step step = environment.step(hand.get());
      over = t == wanted.steps() || step.done();
      writer.add(seen, over ? last(step, rehearsal.name()) : step, wanted.actedBy());
      counts[step.success() ? 1 : 0]++;
      seen = step.observation();
    }
  }

  /** The step at which the rehearsal ends, and which rehearsal it was. */
  private static Step last(Step step, String note) {
    return new Step(
        step.observation(),
        step.action(),
        step.reward(),
        step.terminated(),
        !step.terminated(),
        step.success(),
        step.gripperPenalty(),
        note);
  }
}
