package org.serl4j.tasks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.perturbation.SceneTampering;
import org.serl4j.tasks.relocation.Direction;
import org.serl4j.tasks.relocation.ObjectRelocation;
import org.serl4j.tasks.relocation.RelocationEnvironment;
import org.serl4j.tasks.relocation.RelocationExpert;
import org.serl4j.tasks.relocation.RelocationHandover;
import org.serl4j.tasks.relocation.RelocationOptions;
import org.serl4j.tasks.relocation.RelocationRehearsal;
import org.serl4j.tasks.relocation.UnseenHandover;

/** Opens object relocation over a cell: one direction, or both over one workcell. */
final class RelocationTasks {
  private RelocationTasks() {}

  /**
   * @throws IllegalArgumentException if the task does not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  static OpenTask open(Direction direction, Cell cell, TaskOptions options) throws IOException {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      Workcell workcell = bench(direction.task(), cell, options);
      return Workcells.over(
          workcell, () -> onBench(onBench(direction, cell, options, workcell), workcell));
    }
    SimulatedWorkcell workcell = simulate(direction.task(), cell, options);
    return Workcells.over(
        workcell, () -> simulated(simulated(direction, cell, options, workcell), workcell));
  }

  /**
   * Both directions, in the order of a ring.
   *
   * @throws IllegalArgumentException if they do not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  static TaskRing ring(Cell cell, TaskOptions options) throws IOException {
    String task = Direction.FORWARD.task();
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      Workcell workcell = bench(task, cell, options);
      return Workcells.over(
          workcell,
          () -> {
            List<RelocationEnvironment> both =
                both(direction -> onBench(direction, cell, options, workcell));
            return new TaskRing(
                both.stream().map(each -> onBench(each, workcell)).toList(),
                new UnseenHandover(both),
                workcell);
          });
    }
    SimulatedWorkcell workcell = simulate(task, cell, options);
    return Workcells.over(
        workcell,
        () -> {
          List<RelocationEnvironment> both =
              both(direction -> simulated(direction, cell, options, workcell));
          return new TaskRing(
              both.stream().map(each -> simulated(each, workcell)).toList(),
              new RelocationHandover(both, workcell),
              workcell);
        });
  }

  private static List<RelocationEnvironment> both(
      Function<Direction, RelocationEnvironment> opening) {
    return Arrays.stream(Direction.values()).map(opening).toList();
  }

  /** The workcell with the task's scene. */
  static SimulatedWorkcell simulate(String task, Cell cell, TaskOptions options)
      throws IOException {
    requireBins(task, cell, options);
    return Workcells.simulate(cell, ObjectRelocation.SCENE, options);
  }

  private static Workcell bench(String task, Cell cell, TaskOptions options) {
    requireBins(task, cell, options);
    Workcells.requireBench(cell, options);
    return Workcells.openBench(cell, options.stops());
  }

  private static void requireBins(String task, Cell cell, TaskOptions options) {
    Workcells.requireCameras(task, cell, ObjectRelocation.CAMERAS, ObjectRelocation.CELL);
    if (options.randomScene()) {
      throw new IllegalArgumentException(
          task
              + ": the bins stay where they are, the block is put elsewhere anyway: leave"
              + " --random-board out");
    }
  }

  static GripperRule grippers(Cell cell) {
    return GripperRule.hilSerl(cell.gripper().openWidth());
  }

  private static RelocationOptions chosen(TaskOptions options) {
    RelocationOptions usual = RelocationOptions.defaults();
    return options.endsAtGoal() ? usual : usual.goingOn();
  }

  private static RelocationEnvironment simulated(
      Direction direction, Cell cell, TaskOptions options, SimulatedWorkcell workcell) {
    return new RelocationEnvironment(direction, workcell, grippers(cell), chosen(options));
  }

  private static OpenTask simulated(RelocationEnvironment environment, SimulatedWorkcell workcell) {
    return new OpenTask(
        environment,
        workcell,
        (noise, seed) -> RelocationExpert.of(environment, noise, seed),
        RelocationRehearsal.all(environment),
        environment::steer,
        () -> environment.report().line(),
        () -> environment.report().resetRetries(),
        Optional.of(new SceneTampering(workcell.scene())));
  }

  private static RelocationEnvironment onBench(
      Direction direction, Cell cell, TaskOptions options, Workcell workcell) {
    RigidTransform X_OT = Workcells.target(cell).orElse(ObjectRelocation.X_OT);
    return RelocationEnvironment.onBench(
        direction, workcell, grippers(cell), chosen(options), X_OT);
  }

  private static OpenTask onBench(RelocationEnvironment environment, Workcell workcell) {
    return OpenTask.onBench(
        environment,
        workcell,
        (noise, seed) -> {
          throw new IllegalStateException(
              environment.task() + ": nobody here sees the block, so no script can fetch it");
        },
        environment::steer,
        () -> environment.report().lineOfBench() + "; " + environment.punctuality(),
        () -> environment.report().resetRetries());
  }
}
