package org.serl4j.console;

import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The task that a command is about. */
final class TaskArgument {
  private String name = "";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(index = "0", paramLabel = "TASK", description = "Name of the task.")
  void setName(String given) {
    try {
      new TaskCatalogue().require(given);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(command.commandLine(), Main.firstLine(e), e);
    }
    name = given;
  }

  String name() {
    return name;
  }
}
