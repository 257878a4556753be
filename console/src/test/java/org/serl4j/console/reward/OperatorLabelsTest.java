package org.serl4j.console.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Step;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.dataset.RecordedEpisode;
import org.serl4j.console.session.OperatorLabels;
import org.serl4j.console.session.Progress;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.OpenTask.Rehearsal;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** A scripted person with an eye for the truth, who holds the key while the peg is in. */
class OperatorLabelsTest {
  private static final Path CELL = Path.of("../hardware-config/cells/sim.yaml");

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldLabelTheObservationAfterTheStepWithTheKey() throws IOException {
    Cell cell = Cell.read(CELL);
    OpenTask open =
        new TaskCatalogue().open("peg-insertion", cell, TaskOptions.defaults().goingOn());
    List<Boolean> truth = new ArrayList<>();
    EnvironmentWrapper seen =
        new EnvironmentWrapper(open.environment()) {
          @Override
          public Step step(float[] action) {
            Step step = inner.step(action);
            truth.add(step.success());
            return step;
          }
        };
    Rehearsal hand =
        open.rehearsals().stream()
            .filter(rehearsal -> rehearsal.name().equals("insert and withdraw"))
            .findFirst()
            .orElseThrow();
    Path data = folder.resolve("data");
    try (OperatorLabels labels = new OperatorLabels(seen, () -> truth.get(truth.size() - 1))) {
      OpenTask played = open.behind(labels).rehearsing(new Rehearsal("operator", 1, hand.hand()));
      RewardCollection.Collected collected =
          RewardCollection.collect(
              played,
              cell,
              data,
              new RewardCollection.Wanted(1, 45, 3, ActedBy.HUMAN),
              Progress.silent());
      assertTrue(collected.successes() > 0 && collected.failures() > 0, collected.toString());
    }
    DatasetReader reader = DatasetReader.open(data);
    RecordedEpisode episode = reader.episode(0);
    boolean[] labels = reader.successes(0);
    assertEquals(truth.size(), labels.length);
    for (int t = 0; t < labels.length; t++) {
      Step step = episode.steps().get(t);
      assertEquals(truth.get(t), labels[t], "step " + t);
      assertEquals(labels[t] ? 1 : 0, step.reward());
      assertFalse(step.terminated());
      assertEquals(ActedBy.HUMAN, episode.actedBy().get(t));
    }
    assertEquals("operator", reader.note(0));
  }
}
