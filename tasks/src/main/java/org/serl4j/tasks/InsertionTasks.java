package org.serl4j.tasks;

import java.io.IOException;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.insertion.Insertion;
import org.serl4j.tasks.insertion.InsertionEnvironment;
import org.serl4j.tasks.insertion.InsertionExpert;
import org.serl4j.tasks.insertion.InsertionOptions;
import org.serl4j.tasks.insertion.InsertionRehearsal;

/** Opens insertions over a cell. */
final class InsertionTasks {
  private InsertionTasks() {}

  /**
   * @throws IllegalArgumentException if the task does not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  static OpenTask open(Insertion insertion, Cell cell, TaskOptions options) throws IOException {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      return onBench(insertion, cell, options);
    }
    SimulatedWorkcell workcell = Workcells.simulate(cell, insertion.scene(), options);
    return Workcells.over(
        workcell,
        () -> {
          InsertionOptions chosen =
              options.randomScene()
                  ? InsertionOptions.randomBoard(insertion)
                  : InsertionOptions.fixedBoard(insertion);
          InsertionEnvironment environment =
              InsertionEnvironment.simulated(
                  insertion, workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return new OpenTask(
              environment,
              workcell,
              (noise, seed) -> InsertionExpert.of(environment, noise, seed),
              InsertionRehearsal.all(environment),
              environment::steer,
              () -> environment.report().line(),
              () -> environment.report().resetRetries(),
              environment.tampering());
        });
  }

  /** Over a bench that stands somewhere. */
  private static OpenTask onBench(Insertion insertion, Cell cell, TaskOptions options) {
    Workcells.requireBench(cell, options);
    InsertionOptions fixed = InsertionOptions.fixedBoard(insertion);
    InsertionOptions chosen =
        Workcells.target(cell).map(X_OT -> fixed.endingAt(X_OT, insertion)).orElse(fixed);
    Workcell workcell = Workcells.openBench(cell, options.stops());
    return Workcells.over(
        workcell,
        () -> {
          InsertionEnvironment environment =
              InsertionEnvironment.onBench(
                  insertion, workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return OpenTask.onBench(
              environment,
              workcell,
              (noise, seed) -> InsertionExpert.of(environment, noise, seed),
              environment::steer,
              () -> environment.report().line() + "; " + environment.punctuality(),
              () -> environment.report().resetRetries());
        });
  }
}
