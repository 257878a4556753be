package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.controller.teleoperation.Motion;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.peg.PegInsertion;

/** What a person pushes along the base's axes moves the simulated arm along the base's axes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsertionSteeringTest {
  private static final InsertionGeometry GEOMETRY = PegInsertion.TASK.geometry();
  private static final int STEPS = 4;

  /** Least way and largest side way of {@link #STEPS} steps at half of the 20 mm [m]. */
  private static final double LEAST = 0.008;

  private static final double SIDEWAYS = 0.003;

  private OpenTask open;

  @BeforeAll
  void open() throws IOException {
    open = new TaskCatalogue().open(PegInsertion.NAME, SimulatedCell.read(), options());
  }

  private static TaskOptions options() {
    return new TaskOptions(false, true);
  }

  @AfterAll
  void close() {
    open.environment().close();
  }

  private RigidTransform X_OE() {
    return ((SimulatedWorkcell) open.scene().orElseThrow()).arm().state().X_OE();
  }

  /** The start pose is turned by its seed; the working box leaves room around the middle. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0", "-1, 0, 0", "0, 1, 0", "0, -1, 0", "0, 0, -1"})
  void shouldMoveTheArmAlongTheBasesAxes(double x, double y, double z) {
    Vector3 direction = new Vector3(x, y, z);
    for (long seed = 1; seed <= 3; seed++) {
      open.environment().reset(seed);
      toTheMiddle();
      Vector3 from = X_OE().p();
      push(new Motion(direction.times(0.5), Vector3.ZERO), STEPS);
      Vector3 way = X_OE().p().minus(from);
      double along = way.dot(direction);
      double sideways = way.minus(direction.times(along)).norm();
      assertTrue(along > LEAST && sideways < SIDEWAYS, "seed " + seed + " moved by " + way);
    }
  }

  /** A turn to the left, seen from above, turns the gripper to the left about the base's z. */
  @Test
  void shouldTurnTheArmAboutTheBasesAxes() {
    open.environment().reset(1);
    double before = yaw();
    double direction = before > 0 ? -1 : 1; // away from the nearer edge of the box
    push(new Motion(Vector3.ZERO, new Vector3(0, 0, 0.5 * direction)), 3 * STEPS);
    assertTrue((yaw() - before) * direction > 0.1, before + " to " + yaw());
  }

  private double yaw() {
    Vector3 x = X_OE().R().times(new Vector3(1, 0, 0));
    return Math.atan2(x.y(), x.x());
  }

  private void push(Motion motion, int steps) {
    for (int i = 0; i < steps; i++) {
      open.environment().step(open.steering().action(motion, GripperAction.STAY));
    }
  }

  private void toTheMiddle() {
    Vector3 goal = GEOMETRY.X_OB().times(GEOMETRY.X_BT()).p();
    for (int i = 0; i < 20; i++) {
      Vector3 p = goal.minus(X_OE().p()).times(1 / PegInsertion.TASK.endEffector().actionMetres());
      Vector3 level = new Vector3(p.x(), p.y(), 0);
      push(new Motion(level, Vector3.ZERO).limited(), 1);
    }
    assertEquals(goal.x(), X_OE().p().x(), 0.01);
    assertEquals(goal.y(), X_OE().p().y(), 0.01);
  }
}
