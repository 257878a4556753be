package org.serl4j.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.session.FeatureBench;
import org.serl4j.console.session.Progress;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.SightTest;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code bench --features}. */
final class FeatureBenchOptions {
  @Option(
      names = "--features",
      description =
          "Instead: train each visual head to read the peg-to-hole offset from images, and print"
              + " its errors on images that it has not seen.")
  private boolean features;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      split = ",",
      description = "With --features: only these heads, of ${COMPLETION-CANDIDATES}.",
      completionCandidates = Variants.class)
  private List<String> variants = FeatureBench.names();

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      description = "With --features: seeds of scenes and networks (default: 1,2,3).")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "8000",
      description = "With --features: scenes, a fifth of them held out (default: 8000).")
  private int scenes;

  @Option(
      names = "--fit-steps",
      paramLabel = "N",
      defaultValue = "8000",
      description =
          "With --features: gradient steps of each head (default: 8000); 0 measures costs only.")
  private int steps;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "With --features: write the first scenes there as PNG files.")
  private @Nullable Path pictures;

  /** What can stand behind --variant. */
  static final class Variants implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return FeatureBench.names().iterator();
    }
  }

  boolean wanted() {
    return features;
  }

  /** Runs the test of a task and prints a line for each head and seed. */
  void run(CommandLine line, CellOption cell, String task, boolean json) throws IOException {
    FeatureBench.Settings settings;
    try {
      settings = new FeatureBench.Settings(variants, seeds, scenes, steps);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, String.valueOf(e.getMessage()), e);
    }
    PrintWriter out = line.getOut();
    try (SightTest test = new TaskCatalogue().openSightTest(task, Cell.read(cell.file(task)))) {
      Progress progress = json ? Progress.silent() : Progress.to(out);
      FeatureBench bench = new FeatureBench(test, settings, progress, pictures);
      progress.say(FeatureBench.Result.heading());
      for (long seed : seeds) {
        bench.run(seed, result -> print(result, progress, json, out));
      }
    }
  }

  private static void print(
      FeatureBench.Result result, Progress progress, boolean json, PrintWriter out) {
    if (json) {
      try {
        out.println(new ObjectMapper().writeValueAsString(result));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
      out.flush();
    } else {
      progress.say(result.line());
    }
  }
}
