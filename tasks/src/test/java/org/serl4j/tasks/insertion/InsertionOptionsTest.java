package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
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
  void shouldPutTheBoardUnderTheEndEffectorsTarget() {
    Insertion peg = PegInsertion.TASK;
    RigidTransform X_OT =
        new RigidTransform(
            Rotation.exp(new Vector3(0, 0, 0.3)).times(new Rotation(0, 1, 0, 0)),
            new Vector3(0.55, -0.1, 0.08));
    RigidTransform X_OB = InsertionOptions.fixedBoard(peg).endingAt(X_OT, peg).X_OB();
    RigidTransform again = X_OB.times(peg.geometry().X_BT());
    assertEquals(0, again.p().minus(X_OT.p()).norm(), 1e-12);
    assertEquals(0, again.R().inverse().times(X_OT.R()).log().norm(), 1e-9);
    // the simulated board's own target leaves it where it is
    RigidTransform X_OB0 = peg.geometry().X_OB();
    RigidTransform same =
        InsertionOptions.fixedBoard(peg).endingAt(X_OB0.times(peg.geometry().X_BT()), peg).X_OB();
    assertEquals(0, same.p().minus(X_OB0.p()).norm(), 1e-12);
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
