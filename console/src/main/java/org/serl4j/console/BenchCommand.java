package org.serl4j.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.console.session.BenchSession;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast this machine is. */
@Command(
    name = "bench",
    description = "Measure simulation, inference and updates on this machine.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final String TASK = "peg-insertion";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @Mixin private FeatureBenchOptions features = new FeatureBenchOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    NativeThreads.single();
    PrintWriter out = spec.commandLine().getOut();
    if (features.wanted()) {
      features.run(spec.commandLine(), cell, TASK, json);
      return 0;
    }
    OpenTask open = new TaskCatalogue().open(TASK, Cell.read(cell.file()), TaskOptions.defaults());
    try (Environment environment = open.environment()) {
      if (!json) {
        out.println("on " + environment.task() + ", one thread:");
        out.printf("%-60s %12s %12s %8s  %s%n", "", "value", "against", "ratio", "unit");
      }
      new BenchSession(open, result -> print(out, result)).run();
    }
    return 0;
  }

  private void print(PrintWriter out, BenchSession.Result result) {
    if (json) {
      try {
        out.println(new ObjectMapper().writeValueAsString(result));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      String ratio =
          result.ratio() == null ? "-" : String.format(Locale.ROOT, "%.2f", result.ratio());
      out.println(
          String.format(
              Locale.ROOT,
              "%-60s %12.2f %12.2f %8s  %s",
              result.name(),
              result.value(),
              result.against(),
              ratio,
              result.unit()));
    }
    out.flush();
  }
}
