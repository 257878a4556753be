package org.serl4j.tasks;

import java.io.IOException;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.cable.CableEnvironment;
import org.serl4j.tasks.cable.CableExpert;
import org.serl4j.tasks.cable.CableOptions;
import org.serl4j.tasks.cable.CableRehearsal;
import org.serl4j.tasks.cable.CableRouting;

/** Opens cable routing over a cell. */
final class CableTasks {
  private CableTasks() {}

  /**
   * @throws IllegalArgumentException if the task does not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  static OpenTask open(Cell cell, TaskOptions options) throws IOException {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      return onBench(cell, options);
    }
    SimulatedWorkcell workcell = Workcells.simulate(cell, CableRouting.SCENE, options);
    return Workcells.over(
        workcell,
        () -> {
          CableOptions chosen =
              options.randomScene() ? CableOptions.randomBoard() : CableOptions.fixedBoard();
          CableEnvironment environment =
              new CableEnvironment(workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return new OpenTask(
              environment,
              workcell,
              (noise, seed) -> CableExpert.of(environment, noise, seed),
              CableRehearsal.all(environment),
              environment::steer,
              () -> environment.report().line(),
              () -> environment.report().resetRetries(),
              environment.tampering());
        });
  }

  /** Over a bench that stands somewhere. */
  private static OpenTask onBench(Cell cell, TaskOptions options) {
    Workcells.requireBench(cell, options);
    CableOptions fixed = CableOptions.fixedBoard();
    CableOptions chosen = Workcells.target(cell).map(fixed::endingAt).orElse(fixed);
    Workcell workcell = Workcells.openBench(cell, options.stops());
    return Workcells.over(
        workcell,
        () -> {
          CableEnvironment environment =
              CableEnvironment.onBench(workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return OpenTask.onBench(
              environment,
              workcell,
              (noise, seed) -> CableExpert.of(environment, noise, seed),
              environment::steer,
              () -> environment.report().lineOfBench() + "; " + environment.punctuality(),
              () -> environment.report().resetRetries());
        });
  }
}
