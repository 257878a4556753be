package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.serl4j.console.session.MistakenEpisodes;
import org.serl4j.console.session.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An operator's word against a classifier's. */
@Command(
    name = "flag",
    description =
        "Say that a rewarded episode of a run was no success: it becomes a false reward, from which"
            + " './serl4j reward train TASK --hard-examples RUN' learns.",
    mixinStandardHelpOptions = true)
final class RewardFlagCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run's directory; it was trained with --reward and --keep-rewarded.")
  private Path run;

  @Option(
      names = "--episode",
      required = true,
      paramLabel = "N",
      description = "Number of the episode, as the run says it.")
  private int episode;

  @Override
  public Integer call() throws IOException {
    if (episode < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--episode " + episode + ": at least 0");
    }
    Path flagged = MistakenEpisodes.open(run).flag(episode);
    Progress.to(spec.commandLine().getOut()).say("a false reward now: " + flagged);
    return 0;
  }
}
