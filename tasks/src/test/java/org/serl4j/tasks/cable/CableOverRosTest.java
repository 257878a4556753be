package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.standin.SimArm;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.RosMaster;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** The task over ROS 1 against the stand-in, its cameras as topics, with the cell users get. */
class CableOverRosTest {
  private final TaskCatalogue catalogue = new TaskCatalogue();

  @Test
  void shouldRouteTheCableAndTakeItOutAgain(@TempDir Path home) throws IOException {
    try (RosMaster master = new RosMaster(home);
        SimArm standin = master.standin(CableRouting.NAME)) {
      Cell cell = master.cell("sim-cable-over-ros.yaml", home);
      OpenTask open =
          catalogue.open(CableRouting.NAME, cell, new TaskOptions(false, false).goingOn());
      try (CableEnvironment environment = (CableEnvironment) open.environment()) {
        assertEquals(List.of("wrist_1", "wrist_2"), environment.spaces().cameras());
        assertEquals(List.of(), open.rehearsals());
        assertFalse(open.tampering().isPresent());
        CableOnBench bench = new CableOnBench(environment, standin.scene());
        bench.route(7, 0);
        environment.reset(8);
        bench.requireReset();
        assertEquals(Optional.empty(), environment.arm().fault().map(ArmFault::message));
      }
    }
  }
}
