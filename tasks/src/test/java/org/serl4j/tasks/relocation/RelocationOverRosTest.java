package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.standin.SimArm;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.RosMaster;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.TaskRing;
import org.serl4j.tasks.TaskRing.Scene;

/** Both directions over ROS 1 against the stand-in, with the cell users get. */
class RelocationOverRosTest {
  private static final String TASK = Direction.FORWARD.task();

  private final TaskCatalogue catalogue = new TaskCatalogue();

  @Test
  void shouldTakeTheBlockThereAndBackWithNobodyButForTheBeginning(@TempDir Path home)
      throws IOException {
    try (RosMaster master = new RosMaster(home);
        SimArm standin = master.standin(TASK)) {
      Cell cell = master.cell("sim-bins-over-ros.yaml", home);
      try (TaskRing ring =
          catalogue.openRing(TASK, cell, new TaskOptions(false, false).goingOn())) {
        List<RelocationOnBench> directions = new ArrayList<>();
        for (OpenTask open : ring.tasks()) {
          assertEquals(List.of("wrist_wide", "front"), open.environment().spaces().cameras());
          assertEquals(List.of(), open.rehearsals());
          assertFalse(open.tampering().isPresent());
          directions.add(bench((RelocationEnvironment) open.environment(), standin, cell));
        }
        assertThrows(
            IllegalStateException.class, () -> ring.tasks().get(0).demonstrator().begin(0, 1));
        for (int i = 0; i < directions.size(); i++) {
          ring.handover().prepare(i, Scene.LEFT, i);
          RelocationOnBench due = directions.get(i);
          if (i == 0) {
            assertThrows(ResetFailedException.class, () -> due.environment().reset(0));
            standin
                .scene()
                .setBodyPose(ObjectRelocation.BLOCK, Bin.A.draw(new SplittableRandom(1)));
          }
          due.environment().reset(i);
          due.requireAtStart();
          due.deliver(i);
          assertEquals(Optional.empty(), due.environment().arm().fault().map(ArmFault::message));
        }
      }
    }
  }

  private static RelocationOnBench bench(
      RelocationEnvironment environment, SimArm standin, Cell cell) {
    return new RelocationOnBench(
        environment,
        new RelocationBench(
            standin.scene(),
            environment.arm(),
            () -> environment.gripper().widthM(),
            GripperRule.hilSerl(cell.gripper().openWidth())));
  }
}
