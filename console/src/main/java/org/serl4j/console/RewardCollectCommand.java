package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Environment;
import org.serl4j.console.reward.RewardCollection;
import org.serl4j.console.session.LearnedReward;
import org.serl4j.console.session.OperatorOptions;
import org.serl4j.console.session.OperatorOptions.Who;
import org.serl4j.console.session.OperatorSeat;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.SessionException;
import org.serl4j.console.session.TerminalAttendant;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Labelled episodes to a data set. */
@Command(
    name = "collect",
    description =
        "Record scripted successes and near misses, labelled by the simulation, as a LeRobotDataset"
            + " v3.0.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RewardCollectCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private TaskArgument task;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--episodes", paramLabel = "N", description = "Episodes to record.")
  private int episodes = 240;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Env steps of each (default: the task's, 45 for most).")
  private @Nullable Integer steps;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The data set's folder (default: reward-data/TASK-seedS).")
  private @Nullable Path out;

  @Option(names = "--seed", paramLabel = "S", description = "Decides everything random.")
  private long seed;

  @Option(names = "--random-board", description = "Put the board elsewhere in every episode.")
  private boolean randomBoard;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description =
          "Who plays the episodes and labels them: expert (the task's rehearsals and its own truth),"
              + " keyboard or spacemouse (the window's Enter is held while success is seen), gamepad"
              + " (right bumper).")
  private String by = OperatorOptions.EXPERT;

  @Override
  public Integer call() throws IOException {
    Who who;
    RewardCollection.Wanted wanted;
    try {
      who = OperatorOptions.player("--by", by);
      wanted =
          new RewardCollection.Wanted(
              episodes,
              steps == null ? new TaskCatalogue().rehearsalSteps(task.name()) : steps,
              seed,
              who.isPerson() ? ActedBy.HUMAN : ActedBy.EXPERT);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
    }
    Path folder = out == null ? defaultData(task.name(), seed) : out;
    if (Files.exists(folder)) {
      throw new SessionException(folder + " exists already: give another folder with --out");
    }
    Cell read = Cell.read(cell.file(task.name()));
    Progress progress = Progress.to(spec.commandLine().getOut());
    if (!who.isPerson()) {
      LearnedReward.requireTruth(
          task.name(), read, "give --by keyboard, spacemouse or gamepad, then a person labels");
    }
    TaskOptions options = who.recording(read, randomBoard, folder).goingOn();
    OpenTask open =
        TerminalAttendant.attending(new TaskCatalogue().open(task.name(), read, options), progress);
    try (Environment environment = open.environment();
        OperatorSeat seat = OperatorSeat.open(who, open, progress)) {
      OpenTask played = who.isPerson() ? seat.labelling(open) : open;
      RewardCollection.Collected collected =
          RewardCollection.collect(played, read, folder, wanted, progress);
      progress.say(collected.check().summary());
      progress.say(
          "%d observations of success, %d of failure; %s on the robot's clock"
              .formatted(
                  collected.successes(),
                  collected.failures(),
                  Progress.duration(environment.robotSeconds())));
    }
    return 0;
  }

  static Path defaultData(String task, long seed) {
    return Path.of("reward-data", task + "-seed" + seed);
  }
}
