package org.serl4j.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.console.bench.BenchSession;
import org.serl4j.console.bench.Measurement;
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

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "Threads of the learner; default: as in training, here ${DEFAULT-VALUE}.")
  private int lanes = NativeThreads.learnerLanes();

  @Option(
      names = "--only",
      split = ",",
      description = "Measure these parts only: ${COMPLETION-CANDIDATES}.")
  private List<BenchSession.Part> only = List.of(BenchSession.Part.values());

  @Override
  public Integer call() throws IOException {
    NativeThreads.single();
    PrintWriter out = spec.commandLine().getOut();
    if (features.wanted()) {
      features.run(spec.commandLine(), cell, TASK, json);
      return 0;
    }
    OpenTask open =
        new TaskCatalogue().open(TASK, Cell.read(cell.file(TASK)), TaskOptions.defaults());
    try (Environment environment = open.environment()) {
      if (!json) {
        out.println("on " + environment.task() + ":");
        out.printf("%-60s %12s %12s %8s  %s%n", "", "value", "against", "ratio", "unit");
      }
      new BenchSession(open, lanes, measured -> print(out, measured)).run(EnumSet.copyOf(only));
    }
    return 0;
  }

  private void print(PrintWriter out, Measurement measured) {
    if (json) {
      try {
        out.println(new ObjectMapper().writeValueAsString(measured));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      String ratio =
          measured.ratio() == null ? "-" : String.format(Locale.ROOT, "%.2f", measured.ratio());
      out.println(
          String.format(
              Locale.ROOT,
              "%-60s %12.3f %12.3f %8s  %s (%s)",
              measured.name(),
              measured.value(),
              measured.against(),
              ratio,
              measured.unit(),
              measured.note()));
    }
    out.flush();
  }
}
