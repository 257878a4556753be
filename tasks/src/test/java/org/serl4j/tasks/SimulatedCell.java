package org.serl4j.tasks;

import java.nio.file.Path;
import org.serl4j.hardware.Cell;

/** The cell file that users get, for tests. */
public final class SimulatedCell {
  private SimulatedCell() {}

  public static Cell read() {
    return Cell.read(Path.of("..", "hardware-config", "cells", "sim.yaml"));
  }
}
