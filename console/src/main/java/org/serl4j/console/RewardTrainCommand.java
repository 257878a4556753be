package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.reward.RewardTraining;
import org.serl4j.console.session.Progress;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.ClassifierConfig;
import org.serl4j.rewards.classifier.StateCondition;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A labelled data set to a classifier. */
@Command(
    name = "train",
    description = "Train a success classifier on labelled episodes.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RewardTrainCommand implements Callable<Integer> {
  private static final ClassifierConfig DEFAULTS = ClassifierConfig.defaults();

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
      names = "--data",
      paramLabel = "DIR",
      description = "The labelled data set (default: reward-data/TASK-seed0).")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The classifier's file (default: reward-models/TASK-seedS.reward).")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides the split by episode, the first parameters and the batches.")
  private long seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Most steps; training stops earlier when the validation loss rises.")
  private int steps = DEFAULTS.steps();

  @Option(names = "--learning-rate", paramLabel = "X", description = "Of Adam.")
  private double learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--feature-maps",
      split = ",",
      paramLabel = "MAP",
      description = "Outputs of the backbone that are read: t168 (stride 8), t194 (stride 16).")
  private List<String> featureMaps = DEFAULTS.encoder().featureMaps();

  @Option(
      names = "--copies",
      paramLabel = "N",
      description = "Copies of each training frame: one as seen, the others shifted at random.")
  private int copies = DEFAULTS.encoder().copies();

  @Option(
      names = "--false-positive-rate",
      paramLabel = "X",
      description = "What the threshold is chosen for, on the validation episodes.")
  private double falsePositiveRate = 0.01;

  @Option(
      names = "--condition",
      paramLabel = "SLICE[I]>=X",
      description =
          "What the state must meet too, such as tcp_pose_position[2]>=0.08 (repeatable).")
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = "--hold",
      paramLabel = "N",
      description = "Observations in a row that must look like success.")
  private int hold = 1;

  @Option(
      names = "--hard-examples",
      split = ",",
      paramLabel = "RUN",
      description =
          "Runs whose RUN/false-rewards and RUN/missed-successes are learned from too; they neither"
              + " validate nor test.")
  private List<Path> hardExamples = new ArrayList<>();

  @Option(
      names = "--cameras",
      split = ",",
      paramLabel = "CAMERA",
      description =
          "What the classifier looks through (default: all of the task's; fewer leave a policy"
              + " less to deceive).")
  private List<String> cameras = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    RewardTraining.Wanted wanted = wanted();
    DatasetReader.open(wanted.data()); // refuses a missing one before the simulator starts
    Cell read = Cell.read(cell.file(task.name()));
    Progress progress = Progress.to(spec.commandLine().getOut());
    try (Environment environment =
        new TaskCatalogue()
            .open(task.name(), read, TaskOptions.defaults().goingOn())
            .environment()) {
      RewardTraining.train(environment, read, wanted, progress);
    }
    return 0;
  }

  private RewardTraining.Wanted wanted() {
    try {
      EncoderConfig encoder = new EncoderConfig(featureMaps, copies, DEFAULTS.encoder().shiftPx());
      return new RewardTraining.Wanted(
          data == null ? RewardCollectCommand.defaultData(task.name(), 0) : data,
          out == null ? defaultFile(task.name(), seed) : out,
          seed,
          DEFAULTS.withEncoder(encoder).training(steps, learningRate),
          falsePositiveRate,
          conditions.stream().map(StateCondition::of).toList(),
          hold,
          hardExamples,
          cameras);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
    }
  }

  static Path defaultFile(String task, long seed) {
    return Path.of("reward-models", task + "-seed" + seed + ".reward");
  }
}
