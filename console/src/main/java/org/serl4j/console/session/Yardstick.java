package org.serl4j.console.session;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.LockStep;

/**
 * Training on an environment that measures the learner: no demonstrations, no files, one learner
 * step for every environment step. What comes out depends on environment, config and seed alone.
 */
public final class Yardstick implements AutoCloseable {
  private static final long AGENT_STREAM = 1;
  private static final long LEARNER_STREAM = 2;
  private static final long ACTOR_STREAM = 3;
  private static final long ENCODER_STREAM = 4;
  private static final long CALIBRATION_STREAM = 5;
  private static final long EVALUATION_STREAM = 6;
  private static final int CALIBRATION_FRAMES = 100;
  private static final long DEADLINE_MS = 300_000;

  private final Supplier<Environment> environments;
  private final RlpdConfig config;
  private final long seed;
  private final Environment environment;
  private final FrameEncoder encoder;
  private final FeatureCalibration calibration;
  private final RlpdAgent agent;
  private final LockStep training;
  private long envSteps;

  /**
   * @param environments makes one; called for training and for each evaluation
   * @param envSteps most environment steps of training
   * @param startAfter environment steps before the first update
   * @param seed decides everything random
   */
  public Yardstick(
      Supplier<Environment> environments,
      RlpdConfig config,
      int envSteps,
      int startAfter,
      long seed) {
    this.environments = environments;
    this.config = config;
    this.seed = seed;
    this.environment = environments.get();
    var spaces = environment.spaces();
    this.encoder = FrameEncoder.open(spaces, config.encoder(), stream(ENCODER_STREAM));
    this.calibration = encoder.calibrate(frames());
    this.agent = new RlpdAgent(config, spaces, stream(AGENT_STREAM));
    agent.useCalibration(calibration);
    Actor actor =
        new Actor(
            environment,
            encoder,
            new Policy(config, spaces),
            Actor.Mode.SAMPLED,
            stream(ACTOR_STREAM),
            EpisodeListener.NONE);
    // an observation for every step, and one more for every episode
    int capacity = 2 * envSteps + 2;
    Learner learner =
        new Learner(
            agent,
            spaces,
            config.replay(2, spaces),
            new LearnerConfig(capacity, startAfter, 0),
            stream(LEARNER_STREAM));
    this.training = new LockStep(actor, learner, 1, DEADLINE_MS);
  }

  private long stream(long number) {
    return RandomStreams.seed(seed, number);
  }

  /** What random actions show. */
  private List<Observation> frames() {
    SplittableRandom rng = new SplittableRandom(stream(CALIBRATION_STREAM));
    List<Observation> frames = new ArrayList<>();
    Environment shown = environments.get();
    while (frames.size() < CALIBRATION_FRAMES) {
      frames.add(shown.reset(rng.nextLong()));
      Step step;
      do {
        float[] action = new float[shown.spaces().action().size()];
        for (int i = 0; i < action.length; i++) {
          action[i] = (float) rng.nextDouble(-1, 1);
        }
        step = shown.step(action);
        frames.add(step.observation());
      } while (!step.done());
    }
    shown.close();
    return frames;
  }

  /** Makes that many environment steps, and as many learner steps once there is enough. */
  public void train(int steps) {
    for (int i = 0; i < steps; i++) {
      training.advance();
    }
    envSteps += steps;
  }

  /** Environment steps of training so far. */
  public long envSteps() {
    return envSteps;
  }

  /** Length of a step on the robot's clock [s]. */
  double stepSeconds() {
    return environment.stepSeconds();
  }

  /** Critic updates so far. */
  public long criticUpdates() {
    return agent.updates();
  }

  /**
   * Lets the deterministic policy act; training is not touched by it.
   *
   * @param number of the evaluation: another number means other episodes
   */
  public List<Episode> evaluate(int episodes, long number) {
    return evaluate(episodes, number, environments, EpisodeListener.NONE);
  }

  /**
   * The same in another environment of that kind, watched.
   *
   * @param opened makes the environment, which is closed afterwards
   */
  List<Episode> evaluate(
      int episodes, long number, Supplier<Environment> opened, EpisodeListener watching) {
    List<Episode> seen = new ArrayList<>();
    Policy policy = new Policy(config, environment.spaces());
    long evaluationSeed = RandomStreams.seed(stream(EVALUATION_STREAM), number);
    try (Environment shown = opened.get();
        FrameEncoder own =
            FrameEncoder.open(environment.spaces(), config.encoder(), evaluationSeed)) {
      own.useCalibration(calibration);
      EpisodeListener counter =
          new EpisodeListener() {
            @Override
            public void begun(Observation first) {
              watching.begun(first);
            }

            @Override
            public void stepped(Observation before, Step step) {
              watching.stepped(before, step);
            }

            @Override
            public void finished(Episode episode) {
              seen.add(episode);
              watching.finished(episode);
            }
          };
      Actor actor =
          new Actor(shown, own, policy, Actor.Mode.DETERMINISTIC, evaluationSeed, counter);
      actor.use(agent.policyParameters());
      while (seen.size() < episodes) {
        actor.finishEpisode();
      }
    }
    return seen;
  }

  /** Mean of the episodes' returns. */
  static double meanReturn(List<Episode> episodes) {
    return episodes.stream().mapToDouble(Episode::total).average().orElse(Double.NaN);
  }

  @Override
  public void close() {
    training.close();
    encoder.close();
    environment.close();
  }
}
