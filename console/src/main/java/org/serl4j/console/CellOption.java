package org.serl4j.console;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which bench a command works on. */
final class CellOption {
  private final Path home;

  @Option(
      names = "--cell",
      paramLabel = "FILE",
      description = "The cell's YAML file (default: hardware-config/cells/sim.yaml).")
  private @Nullable Path file;

  CellOption(Path home) {
    this.home = home;
  }

  Path file() {
    return file == null ? home.resolve("hardware-config/cells/sim.yaml") : file;
  }

  Path home() {
    return home;
  }
}
