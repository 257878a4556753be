package org.serl4j.tasks;

import java.nio.file.Path;
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

  private static Cell read(String file) {
    return Cell.read(Path.of("..", "hardware-config", "cells", file));
  }
}
