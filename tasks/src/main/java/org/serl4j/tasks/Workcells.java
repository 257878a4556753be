package org.serl4j.tasks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.StopFiles;
import org.serl4j.controller.arm.ros1.FrankaWorkcell;
import org.serl4j.controller.arm.serl.SerlWorkcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Quaternion;
import org.serl4j.hardware.Xyz;

/** Opens the workcell of a cell, simulated or on a bench, and refuses what does not fit. */
final class Workcells {
  private Workcells() {}

  /** A bench that stands somewhere, on the wall clock. */
  static Workcell openBench(Cell cell, Optional<Path> stops) {
    return cell.arm().kind() == ArmKind.ROS1
        ? FrankaWorkcell.open(
            cell, stops.<Consumer<ArmFault>>map(StopFiles::new).orElse(stop -> {}))
        : SerlWorkcell.open(cell);
  }

  /** Opens what stands over a workcell, which is closed if that fails. */
  static <T> T over(Workcell workcell, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (RuntimeException e) {
      workcell.close();
      throw e;
    }
  }

  /** A bench that stands somewhere has one time and one board. */
  static void requireBench(Cell cell, TaskOptions options) {
    if (options.lockStep()) {
      throw new IllegalArgumentException(
          "the arm of cell '" + cell.name() + "' knows no virtual time: give --realtime");
    }
    if (options.randomScene()) {
      throw new IllegalArgumentException(
          "the board of cell '"
              + cell.name()
              + "' does not move by itself: leave --random-board out");
    }
  }

  static void requireCameras(String task, Cell cell, List<String> cameras, String cellFile) {
    List<String> there = cell.cameras().stream().map(CameraConfig::name).toList();
    if (!there.containsAll(cameras)) {
      throw new IllegalArgumentException(
          "%s needs the cameras %s, cell '%s' has %s: hardware-config/cells/%s has them"
              .formatted(
                  task,
                  String.join(", ", cameras),
                  cell.name(),
                  String.join(", ", there),
                  cellFile));
    }
  }

  static void requireSimulated(Cell cell) {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      throw new IllegalArgumentException(
          "cell '"
              + cell.name()
              + "' has an arm of kind "
              + cell.arm().kind()
              + ": this needs a simulated cell (kind mujoco)");
    }
  }

  static SimulatedWorkcell simulate(Cell cell, String scene, TaskOptions options)
      throws IOException {
    requireSimulated(cell);
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, scene)) {
      return SimulatedWorkcell.open(file.path(), cell, options.lockStep());
    }
  }

  /** Pose {@code X_OT} of the end effector with the part in its place, if the cell tells it. */
  static Optional<RigidTransform> target(Cell cell) {
    return cell.target()
        .map(
            target -> {
              Quaternion q = target.rotation();
              Xyz p = target.position();
              return new RigidTransform(
                  new Rotation(q.w(), q.x(), q.y(), q.z()), new Vector3(p.x(), p.y(), p.z()));
            });
  }
}
