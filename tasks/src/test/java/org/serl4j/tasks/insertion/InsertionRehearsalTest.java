package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.Step;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.peg.PegInsertion;

class InsertionRehearsalTest {
  private static final int STEPS = 40;
  private static final double NOISE = 0.1;

  @SuppressWarnings("NullAway.Init") // before all
  private static OpenTask task;

  @BeforeAll
  static void open() throws IOException {
    task =
        new TaskCatalogue()
            .open(PegInsertion.NAME, SimulatedCell.read(), new TaskOptions(true, true).goingOn());
  }

  @AfterAll
  static void close() {
    task.environment().close();
  }

  /** For each step whether it was a success. */
  private static boolean[] play(String name, long seed) {
    OpenTask.Rehearsal rehearsal =
        task.rehearsals().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    task.environment().reset(seed);
    Supplier<float[]> hand = rehearsal.hand().begin(NOISE, seed);
    boolean[] successes = new boolean[STEPS];
    for (int t = 0; t < STEPS; t++) {
      Step step = task.environment().step(hand.get());
      assertFalse(step.done(), "the episode goes on");
      assertEquals(step.success(), step.reward() == 1, "the peg is in its nominal grasp");
      successes[t] = step.success();
    }
    return successes;
  }

  private static int count(boolean[] successes) {
    int count = 0;
    for (boolean success : successes) {
      count += success ? 1 : 0;
    }
    return count;
  }

  @Test
  void shouldStayInside() {
    boolean[] successes = play("insert and stay", 1);
    assertTrue(successes[STEPS - 1]);
    assertTrue(count(successes) >= 10, () -> count(successes) + " steps inside");
  }

  @Test
  void shouldComeOutAgain() {
    boolean[] successes = play("insert and withdraw", 2);
    assertFalse(successes[STEPS - 1]);
    assertTrue(count(successes) >= 2, () -> count(successes) + " steps inside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "half in",
        "press beside",
        "press at the edge",
        "press twisted",
        "hover above the hole",
        "hover beside",
        "stop short"
      })
  void shouldMissTheGoal(String name) {
    assertEquals(0, count(play(name, 3)));
  }

  @Test
  void shouldRepeatBitForBit() {
    OpenTask.Rehearsal wander = task.rehearsals().get(task.rehearsals().size() - 1);
    task.environment().reset(4);
    float[] once = wander.hand().begin(NOISE, 5).get();
    task.environment().reset(4);
    float[] again = wander.hand().begin(NOISE, 5).get();
    for (int i = 0; i < once.length; i++) {
      assertEquals(once[i], again[i]);
    }
  }
}
