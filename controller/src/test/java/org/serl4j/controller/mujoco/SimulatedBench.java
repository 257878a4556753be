package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.util.List;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.hardware.ArmConfig;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.ArmModel;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.GripperConfig;
import org.serl4j.hardware.JointVector;
import org.serl4j.hardware.Quaternion;
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.hardware.SafetyConfig;
import org.serl4j.hardware.Xyz;

/** The bench of these tests: {@code bench.xml} and a cell for it. */
public final class SimulatedBench {
  static final long MS = 1_000_000;
  static final Rotation DOWN = new Rotation(0, 1, 0, 0);

  /** SERL's gains for the peg. */
  static final Compliance PEG =
      new Compliance(
          2000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(0.003, 0.003, 0.01, 0.02, 0.02, 0.02));

  private SimulatedBench() {}

  /** The bench over another cell. */
  public static SimulatedWorkcell open(Cell cell, boolean lockStep) throws IOException {
    try (SceneFile scene = SceneFile.extract(SimulatedBench.class, "bench.xml")) {
      return SimulatedWorkcell.open(scene.path(), cell, lockStep);
    }
  }

  static SimulatedWorkcell open(boolean lockStep, String... cameras) throws IOException {
    return open(cell(cameras), lockStep);
  }

  public static Cell cell(String... cameras) {
    return new Cell(
        "test",
        new ArmConfig(
            ArmKind.MUJOCO,
            ArmModel.PANDA,
            new JointVector(
                0,
                0.0696636602528773,
                0,
                -2.3833801222121176,
                0,
                2.453043782464995,
                0.7853981633974483),
            0.2,
            100),
        new GripperConfig(0.08, 0.1, 40),
        List.of(cameras).stream().map(SimulatedBench::camera).toList(),
        new SafetyConfig(
            new SafetyConfig.Box(new Xyz(0.2, -0.4, -0.1), new Xyz(0.8, 0.4, 0.8)),
            new SafetyConfig.RotationLimits(
                new Quaternion(0, 1, 0, 0), new Xyz(-1, -1, -2), new Xyz(1, 1, 2)),
            List.of(),
            0.5,
            1.5,
            1.5,
            2.5,
            100,
            50,
            500,
            60_000),
        PEG);
  }

  private static CameraConfig camera(String name) {
    return new CameraConfig(
        name,
        "mujoco:" + name,
        128,
        128,
        new CameraConfig.Crop(0, 0, 128, 128),
        128,
        30,
        0,
        500,
        0,
        0);
  }

  public static RigidTransform down(double x, double y, double z) {
    return new RigidTransform(DOWN, new Vector3(x, y, z));
  }

  static void run(SimulatedWorkcell cell, long ms) {
    cell.pace().advanceTo(cell.pace().nowNs() + ms * MS);
  }
}
