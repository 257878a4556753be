package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.session.Evaluation;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.Summary;
import org.serl4j.console.session.TrainOptions;
import org.serl4j.console.session.TrainSession;
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
    description =
        "Repeat a result of docs/results.md: peg-insertion (about 25 minutes on two cores).",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ReproduceCommand implements Callable<Integer> {
  private static final String PEG_INSERTION = "peg-insertion";

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the result.")
  private String name = "";

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the run.")
  private long seed;

  @Option(names = "--run", paramLabel = "DIR", description = "Directory of the run.")
  private @Nullable Path run;

  @Override
  public Integer call() throws IOException {
    if (!name.equals(PEG_INSERTION)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "no result '" + name + "': choose one of " + PEG_INSERTION);
    }
    Progress progress = Progress.to(spec.commandLine().getOut());
    TrainOptions options = TrainOptions.defaults(PEG_INSERTION, seed, cell.file(), run, Map.of());
    Summary summary = new TrainSession(options, cell.home(), progress).run();
    progress.say("row for docs/results.md:");
    progress.say(row(summary));
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
}
