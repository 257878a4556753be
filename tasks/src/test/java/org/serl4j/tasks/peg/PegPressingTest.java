package org.serl4j.tasks.peg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;

/** The peg pressed onto the board beside its hole: what the reference limiting promises. */
class PegPressingTest {
  private static final long STEP_NS = 100_000_000;

  private Cell cell;
  private SimulatedWorkcell bench;
  private SimulatedScene scene;

  @BeforeEach
  void open() throws IOException {
    Cell sim = Cell.read(Path.of("..", "hardware-config", "cells", "sim.yaml"));
    cell =
        new Cell(sim.name(), sim.arm(), sim.gripper(), List.of(), sim.safety(), sim.compliance());
    try (SceneFile file = SceneFile.extract(PegPressingTest.class, "peg-insertion.xml")) {
      bench = SimulatedWorkcell.open(file.path(), cell, true);
    }
    scene = bench.scene();
    bench.gripper().grasp();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void follow(RigidTransform X_OD, int steps) {
    for (int i = 0; i < steps; i++) {
      step(X_OD);
    }
  }

  private void step(RigidTransform X_OD) {
    bench.arm().moveTo(X_OD);
    bench.pace().advanceTo(bench.pace().nowNs() + STEP_NS);
  }

  private static RigidTransform moved(RigidTransform X, double x, double y, double z) {
    return new RigidTransform(X.R(), X.p().plus(new Vector3(x, y, z)));
  }

  /** Where the peg sits in the hand. */
  private RigidTransform grasp() {
    return scene.sitePose("tcp").inverse().times(scene.bodyPose("peg"));
  }

  @Test
  void shouldPressFiveSecondsWithoutExceedingStiffnessTimesClip() {
    double bound = cell.compliance().translationalStiffness() * cell.compliance().clip().z(); // [N]
    RigidTransform start = bench.arm().state().X_OE();
    RigidTransform X_EP = grasp();
    RigidTransform beside = moved(start, 0.05, 0.03, 0);
    follow(beside, 20);
    RigidTransform below = moved(beside, 0, 0, -0.3);
    follow(below, 40);

    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < 50; i++) {
      step(below);
      double force = scene.contactForce("peg", "board");
      least = Math.min(least, force);
      most = Math.max(most, force);
      ArmState state = bench.arm().state();
      // the wrench is what the board exerts on the tool: against z_E, less the peg's weight
      assertEquals(-force, state.F_E_E().f().z(), 0.1 * bound);
    }
    assertTrue(most < 1.3 * bound, "pressed with " + most + " N");
    assertTrue(least > 0.7 * bound, "pressed with only " + least + " N");
    assertTrue(bench.arm().fault().isEmpty());

    RigidTransform pressed = X_EP.inverse().times(grasp());
    assertEquals(0, pressed.p().norm(), 2e-3, "the peg slipped");
    assertEquals(0, pressed.R().log().norm(), 0.05, "the peg turned");

    follow(beside, 30);
    RigidTransform lifted = X_EP.inverse().times(grasp());
    assertEquals(0, lifted.p().norm(), 2e-3, "the peg dropped");
    assertEquals(0, scene.contactForce("peg", "board"));
  }
}
