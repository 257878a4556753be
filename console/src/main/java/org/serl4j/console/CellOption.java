package org.serl4j.console;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine.Option;

/** Which bench a command works on. */
final class CellOption {
  private final Path home;

  @Option(
      names = "--cell",
      paramLabel = "FILE",
      description =
          "The cell's YAML file (default: the task's simulated cell in hardware-config/cells).")
  private @Nullable Path file;

  CellOption(Path home) {
    this.home = home;
  }

  /**
   * The given file, or the simulated cell of the task.
   *
   * @throws IllegalArgumentException if there is no such task
   */
  Path file(String task) {
    return file == null
        ? home.resolve("hardware-config/cells").resolve(new TaskCatalogue().simulatedCell(task))
        : file;
  }

  Path home() {
    return home;
  }
}
