package org.serl4j.console;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.ResetCheck;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a task's resets bring the scene back. */
@Command(
    name = "reset",
    description =
        "Check a task's resets: from hard states, one after the other, with no hand at the bench.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ResetCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private TaskArgument task;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--check", paramLabel = "N", required = true, description = "Resets to run.")
  private int resets;

  @Option(
      names = "--random-board",
      description = "Put the board elsewhere between two resets, while the tool is clear of it.")
  private boolean randomBoard;

  @Option(names = "--seed", paramLabel = "S", description = "Decides the states.")
  private long seed;

  @Option(
      names = "--routine",
      paramLabel = "NAME",
      description = "Only states that call for this routine (default: all states).")
  private @Nullable String routine;

  @Override
  public Integer call() throws IOException {
    if (resets < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--check " + resets + ": at least 1");
    }
    TaskCatalogue catalogue = new TaskCatalogue();
    if (routine != null) {
      try {
        catalogue.requireRoutine(task.name(), routine);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
      }
    }
    Progress progress = Progress.to(spec.commandLine().getOut());
    try (ResetTest test =
        catalogue.openResetTest(
            task.name(), Cell.read(cell.file(task.name())), randomBoard, routine)) {
      ResetCheck check = ResetCheck.run(test, resets, seed, progress);
      check.table().forEach(progress::say);
      return check.failed() == 0 ? 0 : Main.FAILED;
    }
  }
}
