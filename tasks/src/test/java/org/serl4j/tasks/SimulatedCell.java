package org.serl4j.tasks;

import java.nio.file.Path;
import org.serl4j.hardware.Cell;

/** The cell file that users get, for tests. */
public final class SimulatedCell {
  private SimulatedCell() {}

  /** The one of most tasks. */
  public static Cell read() {
    return of("peg-insertion");
  }

  /** The one in which a task's cameras see its scene. */
  public static Cell of(String task) {
    return Cell.read(
        Path.of("..", "hardware-config", "cells").resolve(new TaskCatalogue().cell(task)));
  }
}
