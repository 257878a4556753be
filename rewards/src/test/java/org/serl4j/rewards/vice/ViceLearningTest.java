package org.serl4j.rewards.vice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.LockStep;
import org.serl4j.agent.yardstick.DiscToCentre;

/**
 * The whole loop without any reward but goal images: a disc is to be pushed to the middle of a
 * picture. The environment's own reward is not seen; that it ends an episode at the goal is all
 * that it adds.
 */
class ViceLearningTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t168"), 1, 4, 0, 1);
  private static final RlpdConfig CONFIG =
      new RlpdConfig(64, 4, 2, 64, 32, 8, 8, 0.1, 0.9, 0.02, 1e-3, 0.02, -0.5, false, 1, ENCODER);
  private static final ViceConfig VICE = new ViceConfig(8, 32, 64, 0.1, 3e-4, 64, 0.2, 10, 1);
  private static final int GOALS = 60;
  private static final int EPISODES = 60;

  /**
   * Successes that a policy comes to at one of the looks; not at each of them, because the reward
   * fades where the policy comes to be. Measured: 59 of 60.
   */
  private static final int LEARNED = 40;

  /** In moves, of 0.4 each; success reaches to 0.1. */
  private static final double ASIDE = 0.25;

  private static final long DEADLINE_MS = 60_000;

  /** Sums of successes of a number of episodes. */
  private static final class Counter implements EpisodeListener {
    private int successes;

    @Override
    public void finished(Episode episode) {
      successes += episode.success() ? 1 : 0;
    }
  }

  /**
   * The move that brings the disc, found by its colour, near the middle: goals are to be spread
   * over what counts as success, or more is asked for than that.
   */
  private static float[] move(Observation seen, SplittableRandom random) {
    byte[] image = seen.images().get(0);
    double x = 0;
    double y = 0;
    int inside = 0;
    for (int i = 0; i < 128 * 128; i++) {
      if ((image[3 * i + 2] & 0xff) == 200) {
        x += i % 128;
        y += i / 128;
        inside++;
      }
    }
    double pixelsOfAMove = 44 * 0.4;
    return new float[] {
      (float) Math.max(-1, Math.min(1, (64 - x / inside) / pixelsOfAMove + aside(random))),
      (float) Math.max(-1, Math.min(1, (64 - y / inside) / pixelsOfAMove + aside(random)))
    };
  }

  private static double aside(SplittableRandom random) {
    return random.nextDouble(-ASIDE, ASIDE);
  }

  /** Pictures of the goal, and of the way there. */
  private static List<Observation> pictures(List<Observation> goals) {
    List<Observation> way = new ArrayList<>();
    DiscToCentre task = new DiscToCentre();
    SplittableRandom random = new SplittableRandom(8);
    for (long seed = 1000; goals.size() < GOALS; seed++) {
      Observation seen = task.reset(seed);
      while (true) {
        way.add(seen);
        Step step = task.step(move(seen, random));
        seen = step.observation();
        if (step.success()) {
          goals.add(seen);
        }
        if (step.done()) {
          break;
        }
      }
    }
    return way;
  }

  /** Successes before, and after so many env steps each. */
  static List<Integer> learn(long seed, int... envSteps) {
    NativeThreads.single();
    List<Observation> goalPictures = new ArrayList<>();
    List<Observation> way = pictures(goalPictures);
    try (DiscToCentre task = new DiscToCentre();
        FrameEncoder encoder =
            FrameEncoder.open(task.spaces(), ENCODER, RandomStreams.seed(seed, 1))) {
      FeatureCalibration calibration = encoder.calibrate(way);
      GoalImages goals = new GoalImages(ENCODER, 1);
      for (int i = 0; i < GOALS; i++) {
        goals.add(encoder.encode(goalPictures.get(i)), i % 5 == 0);
      }
      RlpdAgent agent = new RlpdAgent(CONFIG, task.spaces(), RandomStreams.seed(seed, 2));
      agent.useCalibration(calibration);
      List<Integer> successes = new ArrayList<>(List.of(evaluate(agent, encoder, seed)));
      Learner learner =
          new Learner(
              agent,
              task.spaces(),
              new ReplayBuffer(2, task.spaces(), ENCODER),
              new LearnerConfig(4000, 100, 0),
              RandomStreams.seed(seed, 3));
      Vice vice = new Vice(VICE, goals, task.spaces(), CONFIG.batch(), seed, Lanes.single());
      learner.rewardedBy(vice);
      Counter training = new Counter();
      Actor actor =
          new Actor(
              task,
              encoder,
              new Policy(CONFIG, task.spaces()),
              Actor.Mode.SAMPLED,
              RandomStreams.seed(seed, 4),
              training);
      try (LockStep steps = new LockStep(actor, learner, 1, DEADLINE_MS)) {
        int step = 0;
        for (int stop : envSteps) {
          for (; step < stop; step++) {
            steps.advance();
          }
          successes.add(evaluate(agent, encoder, seed));
        }
      }
      return successes;
    }
  }

  private static int evaluate(RlpdAgent agent, FrameEncoder encoder, long seed) {
    Counter counter = new Counter();
    try (DiscToCentre task = new DiscToCentre()) {
      Policy policy = new Policy(CONFIG, task.spaces());
      policy.load(agent.policyParameters());
      Actor actor =
          new Actor(
              task,
              encoder,
              policy,
              Actor.Mode.DETERMINISTIC,
              RandomStreams.seed(seed, 5),
              counter);
      for (int i = 0; i < EPISODES; i++) {
        actor.finishEpisode();
      }
    }
    return counter.successes;
  }

  @Test
  void shouldComeToTheGoalByGoalImagesAlone() {
    List<Integer> successes = learn(0, 500, 1000, 1500);
    assertTrue(
        Collections.max(successes) >= LEARNED && successes.get(0) < EPISODES / 4,
        () -> "successes of %d before and after: %s".formatted(EPISODES, successes));
  }
}
