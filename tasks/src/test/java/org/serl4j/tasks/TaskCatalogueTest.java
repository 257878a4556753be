package org.serl4j.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.hardware.Cell;

class TaskCatalogueTest {
  private final TaskCatalogue catalogue = new TaskCatalogue();

  @Test
  void shouldNameItsTasks() {
    assertEquals(
        List.of(
            "cable-routing",
            "cube-lift",
            "object-relocation",
            "object-relocation-back",
            "pcb-insertion",
            "peg-insertion"),
        catalogue.names());
  }

  @Test
  void shouldListTheKnownTasksWhenOneIsUnknown() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> catalogue.require("peg-insertoin"));
    assertEquals(
        "no task 'peg-insertoin': choose one of cable-routing, cube-lift, object-relocation,"
            + " object-relocation-back, pcb-insertion, peg-insertion",
        refusal.getMessage());
  }

  @Test
  void shouldNameTheCellWithTheCamerasThatATaskNeeds() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                catalogue.open("object-relocation", SimulatedCell.read(), TaskOptions.defaults()));
    assertEquals(
        "object-relocation needs the cameras wrist_wide, front, cell 'sim' has wrist_1, wrist_2:"
            + " hardware-config/cells/sim-bins.yaml has them",
        refusal.getMessage());
    assertEquals("sim-bins.yaml", catalogue.simulatedCell("object-relocation-back"));
    assertEquals("sim-cable.yaml", catalogue.simulatedCell("cable-routing"));
    assertEquals("sim.yaml", catalogue.simulatedCell("peg-insertion"));
  }

  @Test
  void shouldRefuseToPutBinsElsewhere() {
    Cell bins = SimulatedCell.of("object-relocation");
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> catalogue.open("object-relocation", bins, new TaskOptions(true, true)));
    assertTrue(
        String.valueOf(refusal.getMessage()).endsWith("leave --random-board out"),
        refusal.toString());
  }

  @Test
  void shouldRefuseACellThatItCannotDrive() {
    Cell bench = Cell.read(Path.of("../hardware-config/cells/serl-server.yaml"));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> catalogue.open("cube-lift", bench, TaskOptions.defaults()));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("cell 'serl-server'"), refusal.toString());
  }

  @Test
  void shouldKnowWhereATaskCannotTellItsSuccess() {
    Cell bench = Cell.read(Path.of("../hardware-config/cells/serl-server.yaml"));
    assertFalse(catalogue.measuresSuccess("cable-routing", bench));
    assertTrue(catalogue.measuresSuccess("peg-insertion", bench));
    assertFalse(catalogue.measuresSuccess("object-relocation-back", bench));
    for (String task : List.of("cable-routing", "object-relocation")) {
      assertTrue(catalogue.measuresSuccess(task, SimulatedCell.of(task)));
      assertTrue(catalogue.demonstratesItself(task, SimulatedCell.of(task)));
    }
    assertTrue(catalogue.demonstratesItself("cable-routing", bench));
    assertFalse(catalogue.demonstratesItself("object-relocation", bench));
  }

  @Test
  void shouldAskForTheWallClockAndABoardThatStandsWhereNothingIsSimulated() {
    Cell bench = Cell.read(Path.of("../hardware-config/cells/serl-server.yaml"));
    for (String task : List.of("cable-routing", "peg-insertion")) {
      assertEquals(
          "the arm of cell 'serl-server' knows no virtual time: give --realtime",
          refusal(task, bench, TaskOptions.defaults()));
      assertEquals(
          "the board of cell 'serl-server' does not move by itself: leave --random-board out",
          refusal(task, bench, new TaskOptions(true, false)));
    }
  }

  private String refusal(String task, Cell cell, TaskOptions options) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> catalogue.open(task, cell, options))
            .getMessage());
  }
}
