package org.serl4j.console.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.doctor.Finding.Verdict;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Quaternion;
import org.serl4j.hardware.SafetyConfig;
import org.serl4j.hardware.TargetPose;
import org.serl4j.hardware.Xyz;
import org.serl4j.tasks.TaskCatalogue;

/** Over a simulated arm in virtual time. */
class ExaminationTest {
  private static final Cell CELL = Cell.read(Path.of("..", "hardware-config", "cells", "sim.yaml"));

  @TempDir private Path folder = Path.of("");

  private SimulatedWorkcell workcell = open(CELL);

  @AfterEach
  void close() {
    workcell.close();
  }

  private static SimulatedWorkcell open(Cell cell) {
    try (SceneFile scene = SceneFile.extract(TaskCatalogue.class, "peg/peg-insertion.xml")) {
      return SimulatedWorkcell.open(scene.path(), cell, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Examination examine(Cell cell, boolean move) throws IOException {
    return Examination.of(
        cell, workcell, new Examination.Wanted(0.3, move, folder.resolve("pictures"), folder));
  }

  private static Finding finding(Examination examination, String subject) {
    return examination.findings().stream()
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldFindASimulatedCellFitWithoutMovingIt() throws IOException {
    RigidTransform before = workcell.arm().state().X_OE();
    Examination examination = examine(CELL, false);
    assertTrue(examination.isFit(), () -> String.join("\n", examination.lines(false)));
    assertFalse(examination.moved());
    assertTrue(finding(examination, "arm").words().startsWith("1000.0 states a second"));
    for (String camera : List.of("wrist_1", "wrist_2")) {
      assertEquals(Verdict.OK, finding(examination, "camera " + camera).verdict());
      assertEquals(
          128, ImageIO.read(folder.resolve("pictures/" + camera + ".png").toFile()).getWidth());
    }
    double drift = workcell.arm().state().X_OE().p().minus(before.p()).norm();
    assertTrue(drift < 0.001, () -> "drift " + drift);
    List<String> lines = examination.lines(false);
    assertEquals(
        "verdict: fit for use; nothing has moved (--move draws a square of 10 mm)",
        lines.get(lines.size() - 1));
  }

  @Test
  void shouldSayHowFarTheTargetIs() throws IOException {
    Vector3 p = workcell.arm().state().X_OE().p();
    TargetPose below =
        new TargetPose(new Xyz(p.x(), p.y(), p.z() - 0.02), new Quaternion(0, 1, 0, 0));
    Cell aiming =
        new Cell(
            "aiming",
            CELL.arm(),
            CELL.gripper(),
            CELL.cameras(),
            CELL.safety(),
            CELL.compliance(),
            Optional.of(below));
    String words = finding(examine(aiming, false), "target").words();
    assertTrue(
        words.matches(
            "the end effector is (19|20)\\.\\d mm and 0\\.0\\d\\d rad from where a part.*"),
        words);
  }

  @Test
  void shouldDrawASquareAndComeBack() throws IOException {
    RigidTransform before = workcell.arm().state().X_OE();
    Examination examination = examine(CELL, true);
    assertTrue(examination.moved());
    assertEquals(Verdict.OK, finding(examination, "move").verdict(), () -> "" + examination);
    double away = workcell.arm().state().X_OE().p().minus(before.p()).norm();
    assertTrue(away < 0.003, () -> "away " + away);
  }

  @Test
  void shouldNotMoveAnArmOutsideOfItsBox() throws IOException {
    SafetyConfig safety = CELL.safety();
    Cell elsewhere = withBox(new SafetyConfig.Box(new Xyz(0.6, -0.3, 0), safety.box().high()));
    Examination examination = examine(elsewhere, true);
    assertFalse(examination.isFit());
    assertFalse(examination.moved());
    Finding outside = finding(examination, "workspace");
    assertTrue(outside.words().contains(" mm outside the safety box"), outside.words());
    assertTrue(outside.drawing().get(0).contains("[<---"), outside.drawing().get(0));
    assertEquals(
        "nothing moved: first see to what failed above", finding(examination, "move").words());
  }

  @Test
  void shouldNotMoveOutOfTheBox() throws IOException {
    Vector3 p = workcell.arm().state().X_OE().p();
    SafetyConfig.Box box = CELL.safety().box();
    Cell tight =
        withBox(
            new SafetyConfig.Box(
                box.low(), new Xyz(box.high().x(), p.y() + 0.005, box.high().z())));
    Examination examination = examine(tight, true);
    assertEquals(
        "nothing moved: the square of 10 mm leaves the safety box from here",
        finding(examination, "move").words());
  }

  @Test
  void shouldSayWhatStopsAnArmThatIsPushed() throws IOException {
    workcell.scene().push("hand", new Vector3(0, 0, 400), 0.2);
    Examination examination = examine(CELL, true);
    assertFalse(examination.isFit());
    assertEquals(Verdict.FAILED, finding(examination, "fault").verdict(), () -> "" + examination);
    assertEquals(Verdict.FAILED, finding(examination, "rest").verdict());
    assertFalse(examination.moved());
  }

  private static Cell withBox(SafetyConfig.Box box) {
    SafetyConfig old = CELL.safety();
    SafetyConfig safety =
        new SafetyConfig(
            box,
            old.rotation(),
            old.keepOut(),
            old.maxSpeed(),
            old.maxTurnRate(),
            old.abortSpeed(),
            old.abortTurnRate(),
            old.contactForce(),
            old.contactTorque(),
            old.contactMs(),
            old.staleCommandMs());
    return new Cell(
        CELL.name(), CELL.arm(), CELL.gripper(), CELL.cameras(), safety, CELL.compliance());
  }
}
