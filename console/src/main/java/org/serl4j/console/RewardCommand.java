package org.serl4j.console;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Rewards that are learned from images. */
@Command(
    name = "reward",
    description =
        "Learn to see success: collect labelled episodes, train a classifier, report, flag.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RewardCollectCommand.class,
      RewardTrainCommand.class,
      RewardReportCommand.class,
      RewardFlagCommand.class
    })
final class RewardCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do with a reward: collect, train, report or flag");
  }
}
