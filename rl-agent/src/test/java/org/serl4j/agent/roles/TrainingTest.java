package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/** Actor and learner on a point, with the real agent on the state alone. */
@Timeout(60)
class TrainingTest {
  private static final int START_AFTER = 20;
  private static final int CRITIC_UPDATES = 2;
  private static final RlpdConfig SMALL =
      new RlpdConfig(
          16,
          2,
          2,
          16,
          8,
          8,
          2,
          0.1,
          0.97,
          0.005,
          3e-4,
          0.01,
          -0.5,
          false,
          CRITIC_UPDATES,
          EncoderConfig.defaults());

  @BeforeAll
  static void oneNativeThread() {
    NativeThreads.single();
  }

  /** One actor and one learner over one point. */
  private static final class Pair implements AutoCloseable {
    final List<float[]> states = new ArrayList<>();
    final List<Episode> episodes = new ArrayList<>();
    final FrameEncoder encoder;
    final Actor actor;
    final Learner learner;

    Pair(PointEnvironment environment, long seed) {
      RlpdConfig config = SMALL;
      encoder = FrameEncoder.open(environment.spaces(), config.encoder(), seed);
      actor =
          new Actor(
              environment,
              encoder,
              new Policy(config, environment.spaces()),
              Actor.Mode.SAMPLED,
              seed,
              new EpisodeListener() {
                @Override
                public void stepped(Observation before, Step step) {
                  states.add(step.observation().state());
                }

                @Override
                public void finished(Episode episode) {
                  episodes.add(episode);
                }
              });
      ReplayBuffer none = new ReplayBuffer(2, environment.spaces(), config.encoder());
      learner =
          new Learner(
              new RlpdAgent(config, environment.spaces(), seed),
              environment.spaces(),
              none,
              new LearnerConfig(2000, START_AFTER, 0.5),
              seed);
    }

    static Pair of(long seed) {
      return new Pair(new PointEnvironment(), seed);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  private static List<float[]> statesOf(long seed, List<PolicyParameters> last) {
    try (Pair pair = Pair.of(seed);
        Training training = new LockStep(pair.actor, pair.learner, 1, 30_000)) {
      for (int i = 0; i < 120; i++) {
        training.advance();
      }
      last.add(pair.learner.parameters());
      return pair.states;
    }
  }

  @Test
  void shouldRepeatBitForBitInLockStep() {
    List<PolicyParameters> parameters = new ArrayList<>();
    List<float[]> one = statesOf(3, parameters);
    List<float[]> two = statesOf(3, parameters);
    List<float[]> other = statesOf(4, parameters);
    assertEquals(one.size(), two.size());
    for (int i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i), two.get(i), "step " + i);
    }
    assertArrayEquals(parameters.get(0).policy(), parameters.get(1).policy());
    assertArrayEquals(parameters.get(0).encoder(), parameters.get(1).encoder());
    assertFalse(Arrays.equals(parameters.get(0).policy(), parameters.get(2).policy()));
    assertFalse(Arrays.equals(one.get(0), other.get(0)));
  }

  @Test
  void shouldMakeExactlyTheLearnerStepsThatAreDue() {
    try (Pair pair = Pair.of(1);
        Training training = new LockStep(pair.actor, pair.learner, 0.5, 30_000)) {
      for (int i = 0; i < START_AFTER; i++) {
        training.advance();
      }
      assertEquals(0, training.criticUpdates());
      for (int i = 0; i < 40; i++) {
        training.advance();
      }
      assertEquals(20, pair.learner.steps());
      assertEquals(20 * CRITIC_UPDATES, training.criticUpdates());
    }
  }

  @Test
  void shouldCountEpisodesAndTheirLengths() {
    try (Pair pair = Pair.of(1);
        Training training = new LockStep(pair.actor, pair.learner, 0, 30_000)) {
      for (int i = 0; i < 100; i++) {
        training.advance();
      }
      int steps = pair.episodes.stream().mapToInt(Episode::steps).sum();
      assertTrue(steps > 100 - PointEnvironment.MAX_STEPS && steps <= 100);
      assertEquals(pair.actor.episodes(), pair.episodes.size());
      for (Episode episode : pair.episodes) {
        assertEquals(episode.success() ? 1 : 0, episode.total());
        assertEquals(episode.steps() * 0.1, episode.seconds(), 1e-12);
      }
    }
  }

  @Test
  void shouldEndBothWithTheCauseWhenTheLearnerFails() {
    try (Pair pair = new Pair(new PointEnvironment(Integer.MAX_VALUE, 10), 1);
        Training training = new LockStep(pair.actor, pair.learner, 20, 30_000)) {
      RoleFailedException failure =
          assertThrows(
              RoleFailedException.class,
              () -> {
                for (int i = 0; i < 2000; i++) {
                  training.advance();
                }
              });
      assertTrue(String.valueOf(failure.getMessage()).startsWith("the learner failed: "));
      assertNotNull(failure.getCause());
    }
  }

  @Test
  void shouldLetTheActorsFailureOut() {
    try (Pair pair = new Pair(new PointEnvironment(30, Integer.MAX_VALUE), 1);
        Training training = new LockStep(pair.actor, pair.learner, 1, 30_000)) {
      for (int i = 1; i < 30; i++) {
        training.advance();
      }
      IllegalStateException failure = assertThrows(IllegalStateException.class, training::advance);
      assertEquals("the arm fell off", failure.getMessage());
    }
  }

  @Test
  void shouldLearnBesideTheActorWhenFree() throws Exception {
    try (Pair pair = Pair.of(1)) {
      long updates;
      try (Training training = new FreeRun(pair.actor, pair.learner, 8, 30_000)) {
        int steps = 0;
        while (training.criticUpdates() < 20 && steps < 100_000) {
          training.advance();
          steps++;
        }
        assertTrue(training.criticUpdates() >= 20);
        List<Long> resting = new ArrayList<>();
        training.whileResting(() -> resting.add(pair.learner.criticUpdates()));
        assertEquals(1, resting.size());
      }
      updates = pair.learner.criticUpdates();
      assertEquals(updates, pair.learner.steps() * CRITIC_UPDATES);
    }
  }

  @Test
  void shouldHaveTakenEveryTransitionWhenTheLearnerRestsInFreeRun() throws Exception {
    try (Pair pair = Pair.of(1);
        Training training = new FreeRun(pair.actor, pair.learner, 50, 30_000)) {
      for (int steps = 1; steps <= 300; steps++) {
        training.advance();
        if (steps % 7 == 0) {
          int made = steps;
          training.whileResting(() -> assertEquals(made, pair.learner.online().size()));
        }
      }
    }
  }

  @Test
  void shouldEndTheLearnerWhenTheActorFailsInFreeRun() {
    try (Pair pair = new Pair(new PointEnvironment(50, Integer.MAX_VALUE), 1);
        Training training = new FreeRun(pair.actor, pair.learner, 8, 30_000)) {
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () -> {
                while (true) {
                  training.advance();
                }
              });
      assertEquals("the arm fell off", failure.getMessage());
    }
  }
}
