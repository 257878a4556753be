package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/** The whole agent with its gripper's critic, through actor and learner, on the shelf. */
class GraspLearningTest {
  private static final int ENV_STEPS = 1500;
  private static final double PENALTY = -0.02;
  private static final RlpdConfig CONFIG = ShelfEvaluation.CONFIG;

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static ShelfEvaluation.Result train(double penalty, long seed) {
    ShelfEnvironment shelf = new ShelfEnvironment(penalty);
    RlpdAgent agent = new RlpdAgent(CONFIG, shelf.spaces(), seed);
    Learner learner =
        new Learner(
            agent,
            shelf.spaces(),
            ShelfEvaluation.demonstrations(shelf, true, seed),
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
    }
    return ShelfEvaluation.of(new ShelfEnvironment(penalty), agent.policyParameters(), seed);
  }

  @Test
  void shouldCloseAndOpenAtTheRightPlacesAndMoveTheGripperLessWithThePenalty() {
    double with = 0;
    double without = 0;
    StringBuilder report = new StringBuilder();
    for (long seed = 0; seed < 3; seed++) {
      ShelfEvaluation.Result charged = train(PENALTY, seed);
      ShelfEvaluation.Result free = train(0, seed);
      report.append("seed %d: %s charged, %s free; ".formatted(seed, charged, free));
      assertTrue(charged.successes() >= 45, report.toString());
      with += charged.needlessChanges() / 3;
      without += free.needlessChanges() / 3;
    }
    System.out.println(report);
    assertTrue(with < 0.5 * without, report.toString());
  }
}
