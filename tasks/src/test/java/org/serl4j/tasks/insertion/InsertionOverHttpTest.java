package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Step;
import org.serl4j.tasks.RemoteWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.peg.PegInsertion;

/** The task with an arm that is moved by HTTP alone, in real time. */
class InsertionOverHttpTest {
  @Test
  void shouldInsertThePegThroughAServer() throws IOException {
    try (RemoteWorkcell remote =
        RemoteWorkcell.open(PegInsertion.TASK.scene(), SimulatedCell.read())) {
      InsertionOptions options = InsertionOptions.fixedBoard(PegInsertion.TASK);
      InsertionEnvironment environment =
          new InsertionEnvironment(
              PegInsertion.TASK,
              remote,
              options,
              new InsertionBench(PegInsertion.TASK.geometry(), remote.bench().scene(), options),
              false);
      environment.reset(7);
      InsertionExpert expert = InsertionExpert.of(environment, 0, 7);
      Step step = environment.step(expert.get());
      while (!step.done()) {
        step = environment.step(expert.get());
      }
      assertTrue(step.success(), step.note());
      assertEquals(1, step.reward());
      assertEquals(List.of(), remote.refused());
      assertEquals(Optional.empty(), remote.bench().arm().fault());
    }
  }
}
