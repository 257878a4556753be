package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.console.reward.RewardReport;
import org.serl4j.console.session.Progress;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.StateCondition;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How good a classifier is, and its threshold. */
@Command(
    name = "report",
    description =
        "Curves, rates and the worst mistakes on episodes that the classifier has not seen; chooses"
            + " its threshold anew.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RewardReportCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private TaskArgument task;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--classifier",
      paramLabel = "FILE",
      description = "The classifier (default: reward-models/TASK-seed0.reward).")
  private @Nullable Path classifier;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the data set that it learned from is now (default: where it was).")
  private @Nullable Path data;

  @Option(
      names = "--test",
      paramLabel = "DIR",
      description = "Another data set, all of whose episodes are held out.")
  private @Nullable Path test;

  @Option(
      names = "--false-positive-rate",
      paramLabel = "X",
      description =
          "Choose the threshold for that rate on the validation episodes and store it (default: as"
              + " stored).")
  private @Nullable Double falsePositiveRate;

  @Option(
      names = "--condition",
      paramLabel = "SLICE[I]>=X",
      description = "Replace the stored conditions on the state, and store these (repeatable).")
  private @Nullable List<String> conditions;

  @Option(
      names = "--hold",
      paramLabel = "N",
      description = "Replace the stored number of steps in a row, and store this.")
  private @Nullable Integer hold;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the pictures (default: the classifier's name with -report).")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    Path file = classifier == null ? RewardTrainCommand.defaultFile(task.name(), 0) : classifier;
    SuccessClassifier read = SuccessClassifier.load(file);
    RewardReport.Wanted wanted;
    try {
      wanted =
          new RewardReport.Wanted(
              file,
              data == null ? Path.of(read.origin().folder()) : data,
              test,
              falsePositiveRate,
              conditions == null ? null : conditions.stream().map(StateCondition::of).toList(),
              hold,
              out == null ? Path.of(file + "-report") : out);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
    }
    Cell bench = Cell.read(cell.file(task.name()));
    Progress progress = Progress.to(spec.commandLine().getOut());
    try (Environment environment =
        new TaskCatalogue()
            .open(task.name(), bench, TaskOptions.defaults().goingOn())
            .environment()) {
      RewardReport.write(environment, bench, read, wanted, progress);
    }
    return 0;
  }
}
