package org.serl4j.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.console.session.Evaluation;
import org.serl4j.console.session.EvaluationSession;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.RunDirectory;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How good a run's policy is. */
@Command(
    name = "evaluate",
    description = "Evaluate the policy of a run.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class EvaluateCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory of the run.")
  private Path run = Path.of("");

  @Option(names = "--episodes", paramLabel = "N", description = "Episodes to run.")
  private int episodes = 100;

  @Option(names = "--seed", paramLabel = "S", description = "Of the scenes (default: the run's).")
  private @Nullable Long seed;

  @Option(
      names = "--random-board",
      description = "Put the board elsewhere in every episode (default: as the run trained).")
  private boolean randomBoard;

  @Option(names = "--stochastic", description = "Draw actions as in training.")
  private boolean stochastic;

  @Option(
      names = "--film",
      paramLabel = "FILE",
      description = "Film the first five episodes (MP4).")
  private @Nullable Path film;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (episodes < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--episodes " + episodes + ": at least 1");
    }
    RunDirectory directory = RunDirectory.open(run);
    RunDirectory.Facts facts = directory.facts();
    NativeThreads.single();
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = json ? Progress.silent() : Progress.to(out);
    TaskOptions options = new TaskOptions(randomBoard || facts.randomBoard(), true);
    OpenTask open = new TaskCatalogue().open(facts.task(), Cell.read(directory.cell()), options);
    try (Environment environment = open.environment()) {
      RlpdAgent agent = directory.agent(environment.spaces());
      Evaluation evaluation =
          EvaluationSession.run(
              open,
              agent,
              stochastic ? Actor.Mode.SAMPLED : Actor.Mode.DETERMINISTIC,
              episodes,
              seed == null ? facts.seed() : seed,
              film,
              progress);
      if (json) {
        out.println(new ObjectMapper().writeValueAsString(evaluation));
      } else {
        progress.say("evaluation: " + evaluation.line());
        progress.say(open.report().get());
      }
    }
    return 0;
  }
}
