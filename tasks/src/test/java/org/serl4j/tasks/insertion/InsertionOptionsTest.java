package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.tasks.pcb.PcbInsertion;
import org.serl4j.tasks.peg.PegInsertion;

class InsertionOptionsTest {
  @Test
  void shouldNameTheNumberThatIsOutside() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> InsertionOptions.fixedBoard(PegInsertion.TASK).withGraspRange(0.01));
    assertEquals("graspRange = 0.01 m is outside [0, 0.0019] m", refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> InsertionOptions.fixedBoard(PegInsertion.TASK).withMaxSteps(0));
  }

  @Test
  void shouldStartATaskInItsOwnRange() {
    InsertionOptions pcb = InsertionOptions.fixedBoard(PcbInsertion.TASK);
    assertEquals(0.05, pcb.startRange());
    assertEquals(Math.PI / 9, pcb.startTurn()); // SERL's PCB
    assertEquals(Math.PI / 6, InsertionOptions.fixedBoard(PegInsertion.TASK).startTurn());
  }

  @Test
  void shouldDemandADeepPartWithinThePoseThreshold() {
    for (Insertion task : List.of(PegInsertion.TASK, PcbInsertion.TASK)) {
      InsertionGeometry geometry = task.geometry();
      // as far from the target as the threshold allows, in the nominal grasp
      double least = geometry.targetDepth() - task.threshold().z();
      assertTrue(least >= geometry.insertedDepth(), task.name());
    }
  }

  @Test
  void shouldRefuseDepthsThatCannotBe() {
    InsertionGeometry peg = PegInsertion.TASK.geometry();
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new InsertionGeometry(
                    "peg", "board", peg.X_OB(), 0.048, 0.03, 0.004, 0.028, 0.029, 0.002));
    assertEquals(
        "depths of the peg must rise: guided 0.004, inserted 0.029, target 0.028, hole 0.03 m",
        refusal.getMessage());
  }
}
