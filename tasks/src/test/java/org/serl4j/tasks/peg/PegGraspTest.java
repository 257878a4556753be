package org.serl4j.tasks.peg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperCommand;
import org.serl4j.controller.gripper.GripperControl;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.SimulatedCell;

/** Closed loop: the gripper under discrete actions, at 10 Hz of virtual time. */
class PegGraspTest {
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);
  private static final long STEP_NS = 100_000_000;

  /** Height of the board's face over the table [m]. */
  private static final double FACE = 0.04;

  /** Height of E over the table when the held peg's tip stands on the board [m]. */
  private static final double ON_BOARD = FACE + 0.048;

  private static final double PEG_WIDTH = 0.02;

  private SimulatedWorkcell cell;
  private GripperControl control;
  private double penalties;

  @BeforeEach
  void open() throws IOException {
    Cell read = SimulatedCell.read();
    try (SceneFile scene = SceneFile.extract(PegGraspTest.class, "peg-insertion.xml")) {
      cell = SimulatedWorkcell.open(scene.path(), read, true);
    }
    control =
        new GripperControl(
            cell.gripper(),
            GripperRule.hilSerl(read.gripper().openWidth()),
            () -> cell.pace().nowNs());
  }

  @AfterEach
  void close() {
    cell.close();
  }

  /** One step of an environment: the gripper's command, the arm's, and the rest of 100 ms. */
  private GripperCommand step(double height, float gripper) {
    long beganNs = cell.pace().nowNs();
    GripperCommand command = control.step(gripper);
    cell.arm().moveTo(new RigidTransform(DOWN, new Vector3(0.54, 0.04, ON_BOARD + height)));
    assertEquals(beganNs, cell.pace().nowNs(), "a command takes no time");
    cell.pace().advanceTo(beganNs + STEP_NS);
    assertEquals(STEP_NS, cell.pace().nowNs() - beganNs);
    penalties += command.penalty();
    return command;
  }

  private GripperState run(int steps, double from, double to, float gripper) {
    for (int i = 1; i <= steps; i++) {
      step(from + (to - from) * i / steps, gripper);
    }
    return cell.gripper().measured();
  }

  private double pegHeight() {
    return cell.scene().bodyPose("peg").p().z();
  }

  @Test
  void shouldPutThePegDownAndTakeItUpAgainWithoutEverWaiting() {
    run(20, 0.12, 0, 0);
    GripperState held = run(15, 0, 0, 0);
    assertEquals(GripperState.Activity.HOLDING, held.activity());
    assertEquals(PEG_WIDTH, held.widthM(), 1e-3);
    assertEquals(FACE, pegHeight(), 1e-3, "height of the peg's tip");

    run(3, 0, 0, -1);
    assertEquals(0, penalties, "closed fingers that are told to close");

    step(0, 1);
    assertEquals(GripperState.Activity.MOVING, cell.gripper().measured().activity());
    GripperState opened = run(9, 0, 0, 1);
    assertEquals(GripperState.Activity.STILL, opened.activity());
    assertEquals(0.08, opened.widthM(), 1e-3);
    assertEquals(FACE, pegHeight(), 1e-3, "the peg stands on the board");
    assertEquals(GripperRule.PENALTY, penalties, 1e-12, "one change in ten steps of opening");

    GripperState grasped = run(10, 0, 0, -1);
    assertEquals(GripperState.Activity.HOLDING, grasped.activity());
    assertEquals(PEG_WIDTH, grasped.widthM(), 1e-3);
    run(15, 0, 0.06, 0);
    assertTrue(pegHeight() > FACE + 0.04, "height of the lifted peg " + pegHeight());
    assertEquals(2 * GripperRule.PENALTY, penalties, 1e-12);
  }
}
