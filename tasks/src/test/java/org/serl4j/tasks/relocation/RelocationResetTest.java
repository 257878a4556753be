package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.resets.Fetch;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

/** Resets without a hand, each from what the one before it has left. */
class RelocationResetTest {
  private static final String TASK = Direction.FORWARD.task();
  private final TaskCatalogue catalogue = new TaskCatalogue();

  @Test
  void shouldBringTheBlockBackFromEveryHardStateAlsoWhenBrokenOff() throws IOException {
    int states = HardBlock.values().length;
    try (ResetTest test = catalogue.openResetTest(TASK, SimulatedCell.of(TASK), false, null)) {
      assertEquals(List.of("release", "fetch", "start-pose"), test.routines());
      SplittableRandom random = new SplittableRandom(4);
      int fetched = 0;
      for (int i = 0; i < 2 * states; i++) {
        ResetTest.Trial trial = test.trials().run(i, random);
        assertTrue(trial.done(), trial.state() + ": " + trial.problem());
        assertTrue(trial.positionError() < 0.004, trial.state() + ": " + trial.positionError());
        fetched +=
            (int)
                trial.routines().stream()
                    .map(ResetOutcome::routine)
                    .filter(Fetch.NAME::equals)
                    .count();
      }
      assertTrue(fetched >= states / 2, "fetched " + fetched + " times");
    }
  }

  @Test
  void shouldNameTheRoutinesThatThereAre() {
    catalogue.requireRoutine(TASK, "fetch");
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> catalogue.requireRoutine(TASK, "regrasp"));
    assertEquals(
        "object-relocation has no reset routine 'regrasp': choose one of release, fetch,"
            + " start-pose",
        refusal.getMessage());
  }
}
