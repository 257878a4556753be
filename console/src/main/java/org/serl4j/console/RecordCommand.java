package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.console.session.Demonstrations;
import org.serl4j.console.session.LearnedReward;
import org.serl4j.console.session.OperatorOptions;
import org.serl4j.console.session.OperatorOptions.Who;
import org.serl4j.console.session.OperatorSeat;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.SessionException;
import org.serl4j.console.session.TerminalAttendant;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Demonstrations to a data set. */
@Command(
    name = "record",
    description = "Record demonstrations as a LeRobotDataset v3.0.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RecordCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private TaskArgument task;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--episodes", paramLabel = "N", description = "Successful episodes to record.")
  private int episodes = 20;

  @Option(
      names = "--with-failures",
      description = "Keep failed episodes too, beside the successful ones.")
  private boolean withFailures;

  @Option(
      names = "--mistakes",
      paramLabel = "P",
      description = "Probability that the expert aims beside the goal and fails, up to 0.5.")
  private double mistakes;

  @Option(
      names = "--noise",
      paramLabel = "X",
      description = "Standard deviation added to each element of the expert's actions.")
  private double noise = Demonstrations.EXPERT_NOISE;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who demonstrates: expert, keyboard, gamepad, spacemouse.")
  private String by = OperatorOptions.EXPERT;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The data set's folder (default: demos/TASK-seedS).")
  private @Nullable Path out;

  @Option(names = "--seed", paramLabel = "S", description = "Decides everything random.")
  private long seed;

  @Option(names = "--random-board", description = "Put the board elsewhere in every episode.")
  private boolean randomBoard;

  @Option(
      names = "--reward",
      paramLabel = "FILE",
      description =
          "A success classifier (./serl4j reward train): its reward and end replace the task's own;"
              + " needed where nothing measures success.")
  private @Nullable Path reward;

  @Override
  public Integer call() throws IOException {
    Who who;
    Demonstrations.Wanted wanted;
    try {
      who = OperatorOptions.player("--by", by);
      wanted = new Demonstrations.Wanted(episodes, seed, noise, mistakes, withFailures);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
    }
    Path folder = out == null ? Path.of("demos", task.name() + "-seed" + seed) : out;
    if (Files.exists(folder)) {
      throw new SessionException(folder + " exists already: give another folder with --out");
    }
    Cell read = Cell.read(cell.file(task.name()));
    if (!who.isPerson()) {
      Demonstrations.requireScript(
          task.name(), read, "demonstrate it yourself with --by keyboard, gamepad or spacemouse");
    }
    Progress progress = Progress.to(spec.commandLine().getOut());
    OpenTask open =
        TerminalAttendant.attending(
            LearnedReward.open(
                task.name(),
                read,
                who.recording(read, randomBoard, folder),
                reward,
                LearnedReward.CLASSIFIER_REMEDY),
            progress);
    try (Environment environment = open.environment();
        OperatorSeat seat = OperatorSeat.open(who, open, progress)) {
      Demonstrations.Demonstrating demonstrating =
          who.isPerson() ? seat.demonstrating() : Demonstrations.Demonstrating.expert(open);
      progress.say(
          Demonstrations.record(
                  open,
                  read,
                  folder,
                  wanted,
                  demonstrating,
                  LearnedReward.identity(reward),
                  progress)
              .summary());
      progress.say(open.report().get());
      progress.say(
          "%s on the robot's clock".formatted(Progress.duration(environment.robotSeconds())));
    }
    return 0;
  }
}
