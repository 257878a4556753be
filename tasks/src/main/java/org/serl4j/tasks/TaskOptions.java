package org.serl4j.tasks;

import java.nio.file.Path;
import java.util.Optional;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;

/**
 * What a session chooses about any task.
 *
 * @param randomScene whether the fixtures (the board, say) are put elsewhere for every episode;
 *     simulation only
 * @param lockStep virtual time, as fast as the machine allows and bit-reproducible, instead of the
 *     wall clock; simulation only
 * @param endsAtGoal whether the task's own reward ends the episode; if not, reward and success are
 *     still told in every step, and only the time limit or a fault ends it
 * @param stops folder for a file about each stop of a real arm; empty to keep none
 */
public record TaskOptions(
    boolean randomScene, boolean lockStep, boolean endsAtGoal, Optional<Path> stops) {
  /** Episodes that the task's own reward ends. */
  public TaskOptions(boolean randomScene, boolean lockStep) {
    this(randomScene, lockStep, true, Optional.empty());
  }

  /** Virtual time where the cell's arm is simulated, the wall clock on a real bench. */
  public static TaskOptions fastest(Cell cell, boolean randomScene) {
    return new TaskOptions(randomScene, cell.arm().kind() == ArmKind.MUJOCO);
  }

  /** The same with episodes that go on when the goal is reached. */
  public TaskOptions goingOn() {
    return new TaskOptions(randomScene, lockStep, false, stops);
  }

  /** The same with a file about each stop of a real arm in {@code folder}. */
  public TaskOptions keepingStops(Path folder) {
    return new TaskOptions(randomScene, lockStep, endsAtGoal, Optional.of(folder));
  }

  /** Fixed fixtures in virtual time. */
  public static TaskOptions defaults() {
    return new TaskOptions(false, true);
  }
}
