package org.serl4j.tasks;

import java.io.IOException;
import java.nio.file.Path;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;

/** The cell file that users get, for tests. */
public final class SimulatedCell {
  private SimulatedCell() {}

  /** The one of most tasks. */
  public static Cell read() {
    return read("sim.yaml");
  }

  /** The one that a task is made for. */
  public static Cell of(String task) {
    return read(new TaskCatalogue().simulatedCell(task));
  }

  /** The workcell of the one that a task is made for, with its scene, in virtual time. */
  public static SimulatedWorkcell workcell(String task) throws IOException {
    Cell cell = of(task);
    try (SceneFile scene = new TaskCatalogue().sceneFile(task, cell)) {
      return SimulatedWorkcell.open(scene.path(), cell, true);
    }
  }

  private static Cell read(String file) {
    return Cell.read(Path.of("..", "hardware-config", "cells", file));
  }
}
