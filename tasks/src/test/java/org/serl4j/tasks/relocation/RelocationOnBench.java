package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.serl4j.agent.Step;

/**
 * One direction over ports alone, and beside it the truth that no bench tells.
 *
 * @param environment sees nothing of the block
 * @param truth the scene behind the ports
 */
record RelocationOnBench(RelocationEnvironment environment, RelocationBench truth) {
  private static final double NOISE = 0.1;
  private static final int MOST_STEPS = 90;

  /** Plays so many steps, or until the block is delivered, with a hand that sees it. */
  BlockState play(long seed, int steps) {
    BlockState[] seen = {truth.look()};
    RelocationExpert expert = RelocationExpert.of(environment, () -> seen[0], NOISE, seed);
    for (int i = 0; i < steps && !seen[0].delivered(environment.direction().goal()); i++) {
      Step step = environment.step(expert.get());
      assertEquals(0, step.reward(), "nobody here tells success");
      assertFalse(step.success());
      assertFalse(step.done(), step.note());
      seen[0] = truth.look();
    }
    return seen[0];
  }

  /** Plays on until the block lies in the goal. */
  void deliver(long seed) {
    BlockState end = play(seed, MOST_STEPS);
    assertTrue(end.delivered(environment.direction().goal()), () -> "not delivered: " + end);
  }

  /** The block lies in the start's bin and the arm stands over it. */
  void requireAtStart() {
    assertTrue(truth.look().in(environment.direction().start()), () -> "at " + truth.look());
    assertTrue(environment.startError().p().norm() < 0.004, () -> "" + environment.startError());
  }
}
