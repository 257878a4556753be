package org.serl4j.console;

import java.nio.file.Path;
import picocli.CommandLine;

/** Gives commands the program's folder. */
final class CommandFactory implements CommandLine.IFactory {
  private final CommandLine.IFactory others = CommandLine.defaultFactory();
  private final Path home;

  CommandFactory(Path home) {
    this.home = home;
  }

  @Override
  public <K> K create(Class<K> kind) throws Exception {
    if (kind == CellOption.class) {
      return kind.cast(new CellOption(home));
    } else if (kind == EvaluateCommand.class) {
      return kind.cast(new EvaluateCommand(home));
    } else if (kind == DoctorCommand.class) {
      return kind.cast(new DoctorCommand(home));
    }
    return others.create(kind);
  }
}
