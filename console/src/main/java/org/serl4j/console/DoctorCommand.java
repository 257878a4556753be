package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.doctor.Examination;
import org.serl4j.console.session.Progress;
import org.serl4j.controller.Workcell;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a cell is fit for use, before anything moves. */
@Command(
    name = "doctor",
    description =
        "Check a cell before anything moves: arm, gripper, cameras, disk, memory, devices.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DoctorCommand implements Callable<Integer> {
  private final Path home;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "CELL",
      arity = "0..1",
      description = "The cell's YAML file (default: the simulated cell of most tasks).")
  private @Nullable Path file;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "Whose scene a simulated arm stands in (default: of a task that the cell is made for).")
  private @Nullable String task;

  @Option(names = "--seconds", paramLabel = "S", description = "How long to look.")
  private double seconds = 3;

  @Option(
      names = "--move",
      description = "If nothing failed, move: a level square of 10 mm at 10 mm/s, and back.")
  private boolean move;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the cameras' pictures go (default: doctor/CELL).")
  private @Nullable Path out;

  DoctorCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    TaskCatalogue catalogue = new TaskCatalogue();
    Path given = file == null ? home.resolve("hardware-config/cells/sim.yaml") : file;
    Cell cell = Cell.read(given);
    String scene = task == null ? catalogue.taskOf(given.getFileName().toString()) : task;
    Examination.Wanted wanted = wanted(cell);
    Progress progress = Progress.to(spec.commandLine().getOut());
    try (Workcell workcell = catalogue.openWorkcell(scene, cell)) {
      progress.say("cell %s (%s): looking for %s s".formatted(cell.name(), given, seconds));
      Examination examination = Examination.of(cell, workcell, wanted);
      examination.lines(progress.isTerminal()).forEach(progress::say);
      return examination.isFit() ? 0 : Main.FAILED;
    }
  }

  private Examination.Wanted wanted(Cell cell) {
    try {
      return new Examination.Wanted(
          seconds, move, out == null ? Path.of("doctor", cell.name()) : out, Path.of("runs"));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
    }
  }
}
