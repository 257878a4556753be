package org.serl4j.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.hardware.ArmConfig;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;

class TaskCatalogueTest {
  private final TaskCatalogue catalogue = new TaskCatalogue();

  @Test
  void shouldNameItsTasks() {
    assertEquals(List.of("cable-routing", "pcb-insertion", "peg-insertion"), catalogue.names());
  }

  @Test
  void shouldListTheKnownTasksWhenOneIsUnknown() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> catalogue.require("peg-insertoin"));
    assertEquals(
        "no task 'peg-insertoin': choose one of cable-routing, pcb-insertion, peg-insertion",
        refusal.getMessage());
  }

  @Test
  void shouldRefuseACellThatItCannotDrive() {
    Cell cell = SimulatedCell.read();
    ArmConfig arm = cell.arm();
    Cell ros =
        new Cell(
            "bench-1",
            new ArmConfig(
                ArmKind.ROS1,
                arm.model(),
                arm.home(),
                arm.nullspaceStiffness(),
                arm.joint1NullspaceStiffness()),
            cell.gripper(),
            cell.cameras(),
            cell.safety(),
            cell.compliance());
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> catalogue.open("peg-insertion", ros, TaskOptions.defaults()));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("cell 'bench-1'"), refusal.toString());
  }
}
