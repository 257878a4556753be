package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.session.Evaluation;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.Summary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The long proofs of docs/results.md. */
@Command(
    name = "reproduce",
    description = "Repeat a result of docs/results.md.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ReproduceCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "Name of the result: ${COMPLETION-CANDIDATES}.")
  private String name = "";

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the run, or the first one.")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds, where the result is one of several.")
  private int seeds = 3;

  @Option(names = "--run", paramLabel = "DIR", description = "Directory of the run.")
  private @Nullable Path run;

  @Override
  public Integer call() throws IOException {
    Map<String, Reproduction> all = Reproduction.all();
    Reproduction chosen = all.get(name);
    if (chosen == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "no result '" + name + "': choose one of " + String.join(", ", all.keySet()));
    }
    if (seeds < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--seeds " + seeds + ": at least 1");
    }
    Progress progress = Progress.to(spec.commandLine().getOut());
    chosen.repeat(
        new Reproduction.Choice(
            cell.file(Reproduction.TASK), cell.home(), seed, seeds, run, progress));
    return 0;
  }

  static String row(Summary summary) {
    Evaluation evaluation = summary.evaluation();
    Double seconds = evaluation.medianSecondsToSuccess();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %.1f | %.1f | %d/%d | %.1f to %.1f %% | %s | %s |",
        summary.task(),
        summary.seed(),
        summary.envSteps(),
        summary.criticUpdates(),
        summary.wallSeconds() / 60,
        summary.robotSeconds() / 60,
        evaluation.successes(),
        evaluation.episodes(),
        100 * evaluation.wilsonLow(),
        100 * evaluation.wilsonHigh(),
        seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s", seconds),
        summary.commit().substring(0, Math.min(7, summary.commit().length())));
  }

  /** The names with what they take, for the help. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Names() {
      Reproduction.all().forEach((name, result) -> add(name + " (" + result.about() + ")"));
    }
  }
}
