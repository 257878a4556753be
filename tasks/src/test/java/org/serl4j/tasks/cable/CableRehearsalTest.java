package org.serl4j.tasks.cable;

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

class CableRehearsalTest {
  private static final int STEPS = 40;
  private static final double NOISE = 0.1;

  @SuppressWarnings("NullAway.Init") // before all
  private static OpenTask task;

  @BeforeAll
  static void open() throws IOException {
    task =
        new TaskCatalogue()
            .open(
                CableRouting.NAME,
                SimulatedCell.of(CableRouting.NAME),
                new TaskOptions(true, true).goingOn());
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

  @ParameterizedTest
  @ValueSource(strings = {"route and stay", "just in"})
  void shouldStayInTheClip(String name) {
    boolean[] successes = play(name, 1);
    assertTrue(successes[STEPS - 1]);
    assertTrue(count(successes) >= 10, () -> count(successes) + " steps in the clip");
  }

  @Test
  void shouldComeOutAgain() {
    boolean[] successes = play("route and pull out", 2);
    assertFalse(successes[STEPS - 1]);
    assertTrue(count(successes) >= 2, () -> count(successes) + " steps in the clip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "against the barbs",
        "on the rim",
        "press on a jaw",
        "press beside",
        "hover above the clip",
        "hover beside",
        "stop short"
      })
  void shouldMissTheGoal(String name) {
    for (long seed = 3; seed < 5; seed++) {
      assertEquals(0, count(play(name, seed)));
    }
  }
}
