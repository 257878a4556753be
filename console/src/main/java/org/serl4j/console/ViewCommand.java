package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.console.session.EvaluationSession;
import org.serl4j.console.session.RunDirectory;
import org.serl4j.console.session.ViewSession;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The interactive window. */
@Command(
    name = "view",
    description = "Watch a task's expert, or the policy of a run, in a window.",
    mixinStandardHelpOptions = true)
final class ViewCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "TASK|RUN", description = "What to watch.")
  private String what = "";

  @Option(names = "--seed", paramLabel = "S", description = "Decides the scenes.")
  private long seed;

  @Option(names = "--random-board", description = "Put the board elsewhere in every episode.")
  private boolean randomBoard;

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(Path.of(what))) {
      viewRun(RunDirectory.open(Path.of(what)));
    } else {
      viewTask();
    }
    return 0;
  }

  private void viewTask() throws IOException {
    TaskCatalogue catalogue = new TaskCatalogue();
    try {
      catalogue.require(what);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "'" + what + "' is neither the directory of a run nor a task: " + Main.firstLine(e),
          e);
    }
    OpenTask open =
        catalogue.open(what, Cell.read(cell.file(what)), new TaskOptions(randomBoard, false));
    try (Environment environment = open.environment()) {
      new ViewSession(open, ViewSession.expert(open, seed)).run(environment.task() + ": expert");
    }
  }

  private void viewRun(RunDirectory run) throws IOException {
    NativeThreads.single();
    RunDirectory.Facts facts = run.facts();
    TaskOptions options = new TaskOptions(randomBoard || facts.randomBoard(), false);
    OpenTask open = new TaskCatalogue().open(facts.task(), Cell.read(run.cell()), options);
    try (Environment environment = open.environment()) {
      RlpdAgent agent = run.agent(environment.spaces());
      EvaluationSession.watch(open, agent, seed, run.folder().toString());
    }
  }
}
