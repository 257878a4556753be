package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.Outcome;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/** The whole agent with its gripper's critic, through actor and learner, on the shelf. */
class GraspLearningTest {
  private static final int DEMONSTRATIONS = 20;
  private static final int ENV_STEPS = 1500;
  private static final int EPISODES = 50;
  private static final double PENALTY = -0.02;
  private static final RlpdConfig CONFIG =
      new RlpdConfig(
          64,
          4,
          2,
          64,
          8,
          32,
          2,
          0,
          0.95,
          0.01,
          1e-3,
          0.01,
          -0.5,
          false,
          2,
          EncoderConfig.defaults());

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  /** How a trained policy does in {@link #EPISODES} episodes. */
  private record Result(int successes, double needlessChanges) {}

  private static ReplayBuffer demonstrations(double penalty, long seed) {
    ShelfEnvironment shelf = new ShelfEnvironment(penalty);
    SplittableRandom random = new SplittableRandom(seed);
    ReplayBuffer demos = new ReplayBuffer(2000, shelf.spaces(), CONFIG.encoder());
    for (int i = 0; i < DEMONSTRATIONS; i++) {
      demos.beginEpisode(encoded(shelf.reset(random.nextLong())));
      Step step;
      do {
        step = shelf.step(shelf.demonstrate(random));
        demos.append(step.action(), Outcome.of(step), ActedBy.EXPERT, encoded(step.observation()));
      } while (!step.done());
    }
    return demos;
  }

  private static EncodedObservation encoded(Observation seen) {
    return new EncodedObservation(seen.state(), List.of());
  }

  private static Result train(double penalty, long seed) {
    ShelfEnvironment shelf = new ShelfEnvironment(penalty);
    RlpdAgent agent = new RlpdAgent(CONFIG, shelf.spaces(), seed);
    Learner learner =
        new Learner(
            agent,
            shelf.spaces(),
            demonstrations(penalty, seed),
            new LearnerConfig(ENV_STEPS + 1000, 50, 0.5),
            seed);
    try (FrameEncoder encoder = FrameEncoder.open(shelf.spaces(), CONFIG.encoder(), seed)) {
      Actor actor =
          new Actor(
              shelf,
              encoder,
              new Policy(CONFIG, shelf.spaces()),
              Actor.Mode.SAMPLED,
              seed,
              EpisodeListener.NONE);
      try (Training training = new LockStep(actor, learner, 1, 30_000)) {
        for (int i = 0; i < ENV_STEPS; i++) {
          training.advance();
        }
      }
      return evaluate(penalty, encoder, agent, seed);
    }
  }

  private static Result evaluate(double penalty, FrameEncoder encoder, RlpdAgent agent, long seed) {
    ShelfEnvironment shelf = new ShelfEnvironment(penalty);
    int[] successes = new int[1];
    int[] needless = new int[1];
    EpisodeListener counter =
        new EpisodeListener() {
          @Override
          public void finished(Episode episode) {
            successes[0] += episode.success() ? 1 : 0;
            int needed = episode.success() ? ShelfEnvironment.NEEDED_CHANGES : 0;
            needless[0] += shelf.changes - needed;
          }
        };
    Policy policy = new Policy(CONFIG, shelf.spaces());
    policy.load(agent.policyParameters());
    Actor actor = new Actor(shelf, encoder, policy, Actor.Mode.DETERMINISTIC, 1000 + seed, counter);
    for (int i = 0; i < EPISODES; i++) {
      actor.finishEpisode();
    }
    return new Result(successes[0], (double) needless[0] / EPISODES);
  }

  @Test
  void shouldCloseAndOpenAtTheRightPlacesAndMoveTheGripperLessWithThePenalty(
      TestReporter reporter) {
    double with = 0;
    double without = 0;
    StringBuilder report = new StringBuilder();
    for (long seed = 0; seed < 3; seed++) {
      Result charged = train(PENALTY, seed);
      Result free = train(0, seed);
      report.append("seed %d: %s charged, %s free; ".formatted(seed, charged, free));
      assertTrue(charged.successes() >= 45, report.toString());
      with += charged.needlessChanges() / 3;
      without += free.needlessChanges() / 3;
    }
    reporter.publishEntry(report.toString());
    assertTrue(with < 0.5 * without, report.toString());
  }
}
