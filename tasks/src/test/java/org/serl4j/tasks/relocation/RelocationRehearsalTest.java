package org.serl4j.tasks.relocation;

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

/** Backwards, so that no rehearsal can have the bins the wrong way round. */
class RelocationRehearsalTest {
  private static final String TASK = Direction.BACKWARD.task();
  private static final int STEPS = RelocationRehearsal.STEPS;
  private static final double NOISE = 0.1;

  @SuppressWarnings("NullAway.Init") // before all
  private static OpenTask task;

  @BeforeAll
  static void open() throws IOException {
    task = new TaskCatalogue().open(TASK, SimulatedCell.of(TASK), TaskOptions.defaults().goingOn());
  }

  @AfterAll
  static void close() {
    task.environment().close();
  }

  private static BlockState block() {
    return ((RelocationEnvironment) task.environment()).block();
  }

  /** How many steps were successes, and whether the last one was. */
  private record Played(int successes, boolean last) {}

  private static Played play(String name, long seed) {
    OpenTask.Rehearsal rehearsal =
        task.rehearsals().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    task.environment().reset(seed);
    Supplier<float[]> hand = rehearsal.hand().begin(NOISE, seed);
    int successes = 0;
    boolean last = false;
    for (int t = 0; t < STEPS; t++) {
      Step step = task.environment().step(hand.get());
      assertFalse(step.done(), "the episode goes on");
      last = step.success();
      successes += last ? 1 : 0;
    }
    return new Played(successes, last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliver and stay", "deliver from high up"})
  void shouldDeliver(String name) {
    Played played = play(name, 1);
    assertTrue(played.last, () -> block().toString());
    assertTrue(played.successes >= 10, () -> played.successes + " steps");
    assertTrue(block().in(Bin.A));
  }

  @Test
  void shouldTakeADeliveredBlockAgain() {
    Played played = play("deliver and take back", 2);
    assertTrue(played.successes >= 2, () -> played.successes + " steps");
    assertFalse(played.last, () -> block().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hold over the goal",
        "stand at the goal, held",
        "let go and stay about it",
        "hold over the wall",
        "put back into the start",
        "hold over the start",
        "push with closed fingers",
        "go over with nothing",
        "go over closed on nothing"
      })
  void shouldMissTheGoal(String name) {
    for (long seed = 3; seed < 5; seed++) {
      assertEquals(0, play(name, seed).successes, name);
    }
  }

  @Test
  void shouldBeHeldAtTheGoalWhereTheNameSaysSo() {
    play("stand at the goal, held", 5);
    assertTrue(block().in(Bin.A), () -> block().toString());
    assertTrue(block().touched());
    play("let go and stay about it", 6);
    assertTrue(block().in(Bin.A), () -> block().toString());
    assertTrue(block().open());
  }
}
