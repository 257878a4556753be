package org.serl4j.hardware;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that stands on one bench.
 *
 * @param name of the cell
 * @param cameras in the order in which observations hold their images; names differ
 * @param safety within the limits of the arm's model
 * @param compliance gains until a task sets its own
 * @param target where the end effector stands with the part or the cable in its place, on a bench
 *     that stands somewhere, within the safety box; without it the fixtures stand where the
 *     simulated ones do
 */
public record Cell(
    String name,
    ArmConfig arm,
    GripperConfig gripper,
    List<CameraConfig> cameras,
    SafetyConfig safety,
    Compliance compliance,
    Optional<TargetPose> target) {
  public Cell {
    cameras = List.copyOf(cameras);
    Bounds.of(Cell.class).checkName("name", name);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < cameras.size(); i++) {
      if (!names.add(cameras.get(i).name())) {
        throw new InvalidValueException(
            "cameras[" + i + "].name",
            "\"" + cameras.get(i).name() + "\" is the name of another camera: give each its own");
      }
    }
    ArmLimits limits = arm.limits();
    Bounds.requireInside(
        "safety.abortSpeed", safety.abortSpeed(), 0, limits.translation().speed(), "m/s");
    Bounds.requireInside(
        "safety.abortTurnRate", safety.abortTurnRate(), 0, limits.rotation().speed(), "rad/s");
    target.map(TargetPose::position).ifPresent(p -> requireInside(p, safety.box()));
  }

  /** A bench without a target of its own. */
  public Cell(
      String name,
      ArmConfig arm,
      GripperConfig gripper,
      List<CameraConfig> cameras,
      SafetyConfig safety,
      Compliance compliance) {
    this(name, arm, gripper, cameras, safety, compliance, Optional.empty());
  }

  private static void requireInside(Xyz p, SafetyConfig.Box box) {
    Bounds.requireInside("target.position.x", p.x(), box.low().x(), box.high().x(), "m");
    Bounds.requireInside("target.position.y", p.y(), box.low().y(), box.high().y(), "m");
    Bounds.requireInside("target.position.z", p.z(), box.low().z(), box.high().z(), "m");
  }

  /**
   * Reads a cell's YAML file.
   *
   * @throws CellException if the file cannot be read or says something that no cell can be; the
   *     message names file, line, path, value, unit and bound
   */
  public static Cell read(Path file) {
    return new RecordReader(file).read("cell", Cell.class);
  }
}
