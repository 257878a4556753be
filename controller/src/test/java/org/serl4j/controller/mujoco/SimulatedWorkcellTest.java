package org.serl4j.controller.mujoco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class SimulatedWorkcellTest {
  private SimulatedWorkcell cell;

  @BeforeEach
  void open() throws IOException {
    cell = SimulatedBench.open(true);
  }

  @AfterEach
  void close() {
    cell.close();
  }

  /** Expected pose: our own kinematics. */
  @Test
  void shouldHaveTheKinematicsOfTheFranka() {
    FrankaKinematics kinematics = new FrankaKinematics();
    double[][] configurations = {
      {0, 0, 0, -1.5, 0, 1.5, 0},
      {0.3, -0.4, 0.5, -1.9, -0.6, 2.1, 0.7},
      {-1.2, 0.9, 1.3, -2.4, 1.1, 1.2, -1.6},
    };
    for (double[] q : configurations) {
      cell.scene().setJointPositions(q);
      kinematics.evaluate(q);
      RigidTransform expected = PoseArray.toTransform(kinematics.X_OE());
      RigidTransform actual = cell.scene().sitePose("tcp");
      assertEquals(0, actual.p().minus(expected.p()).norm(), 1e-9);
      assertEquals(0, expected.R().inverse().times(actual.R()).log().norm(), 1e-9);
    }
  }

  @Test
  void shouldHoldItsPoseAndTheCubeWhenNothingIsCommanded() {
    RigidTransform X_OE = cell.scene().sitePose("tcp");
    SimulatedBench.run(cell, 3000);
    assertEquals(0, cell.scene().sitePose("tcp").p().minus(X_OE.p()).norm(), 1e-3);
    assertEquals(0.188, cell.scene().bodyPose("cube").p().z(), 2e-3);
    assertEquals(Optional.empty(), cell.arm().fault());
  }

  @Test
  void shouldFollowACommandedPose() {
    RigidTransform X_OT =
        new RigidTransform(
            SimulatedBench.DOWN.times(Rotation.exp(new Vector3(0, 0, 0.3))),
            new Vector3(0.53, -0.04, 0.22));
    cell.arm().moveTo(X_OT);
    SimulatedBench.run(cell, 4000);
    ArmState state = cell.arm().state();
    assertEquals(0, state.X_OE().p().minus(X_OT.p()).norm(), 2e-3);
    assertEquals(0, X_OT.R().inverse().times(state.X_OE().R()).log().norm(), 0.02);
    // the loop measured at the start of the last millisecond
    assertEquals(cell.pace().nowNs() - SimulatedBench.MS, state.timeNs());
  }

  @Test
  void shouldHoldTheCubeByFrictionWhileTheArmShakes() {
    double gap = gapToCube();
    for (int i = 0; i < 50; i++) {
      double side = i % 2 == 0 ? 0.03 : -0.03;
      cell.arm().moveTo(SimulatedBench.down(0.5 + side, -side, 0.188 + side));
      SimulatedBench.run(cell, 100);
    }
    assertEquals(gap, gapToCube(), 2e-3);
    assertTrue(cell.scene().contactForce("finger_left", "cube") > 20);
  }

  private double gapToCube() {
    return cell.scene().sitePose("tcp").p().minus(cell.scene().bodyPose("cube").p()).norm();
  }

  @Test
  void shouldOpenAndCloseTheGripper() {
    cell.gripper().open();
    SimulatedBench.run(cell, 1500);
    assertEquals(0.08, cell.gripper().widthM(), 1e-3);
    assertTrue(cell.scene().bodyPose("cube").p().z() < 0.1, "the cube fell");
    cell.gripper().grasp();
    SimulatedBench.run(cell, 1500);
    assertEquals(0, cell.gripper().widthM(), 1e-3);
  }

  /** Pushing the tool down gives a force along -z_E of at most stiffness x clip. */
  @Test
  void shouldMeasureTheContactForceInTheFrameOfTheTool() {
    for (int i = 0; i < 40; i++) {
      cell.arm().moveTo(SimulatedBench.down(0.5, 0, 0.188 - 0.01 * i));
      SimulatedBench.run(cell, 100);
    }
    double steady = cell.arm().state().F_E_E().f().z();
    double bound = 2000 * 0.01;
    assertTrue(steady < -0.5 * bound && steady > -1.3 * bound, "F_E_E.z = " + steady + " N");
    // the cube's weight of 0.3 N goes the other way
    double onTable = cell.scene().contactForce("cube", "world");
    assertEquals(-steady, onTable, 1.0);
    assertEquals(0, cell.arm().state().F_E_E().f().x(), 1.0);
  }

  @Test
  void shouldRepeatEveryBit() throws IOException {
    double[] first = trajectory(cell);
    try (SimulatedWorkcell other = SimulatedBench.open(true)) {
      assertArrayEquals(first, trajectory(other));
    }
  }

  @Test
  void shouldRepeatEveryBitFromASnapshot() {
    SimulatedBench.run(cell, 300);
    SimulatedScene.Snapshot snapshot = cell.scene().save();
    cell.scene().restore(snapshot);
    double[] first = trajectory(cell);
    cell.scene().restore(snapshot);
    assertArrayEquals(first, trajectory(cell));
  }

  private static double[] trajectory(SimulatedWorkcell cell) {
    double[] seen = new double[20 * 10];
    for (int i = 0; i < 20; i++) {
      cell.arm().moveTo(SimulatedBench.down(0.5 + 0.002 * i, 0.001 * i, 0.188 - 0.01 * i));
      SimulatedBench.run(cell, 100);
      System.arraycopy(cell.arm().state().q(), 0, seen, 10 * i, 7);
      Vector3 cube = cell.scene().bodyPose("cube").p();
      seen[10 * i + 7] = cube.x();
      seen[10 * i + 8] = cube.y();
      seen[10 * i + 9] = cube.z();
    }
    return seen;
  }

  /**
   * The virtual machine may allocate once on this thread when it discards compiled code, so a round
   * that does is followed by another; code of ours that allocates does so in every round.
   */
  @Test
  void shouldNotAllocateIn100000Ticks() {
    long allocated = Long.MAX_VALUE;
    RenderState picture = new RenderState(cell.world().physics());
    for (int round = 0; round < 4 && allocated > 0; round++) {
      allocated = allocatedInTicks(picture, 100_000);
    }
    assertEquals(0, allocated);
  }

  private long allocatedInTicks(RenderState picture, int ticks) {
    World world = cell.world();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long nowNs = world.stateNs();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < ticks; i++) {
      nowNs += SimulatedBench.MS;
      world.tick(nowNs);
      picture.capture(world);
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void shouldMoveAFixtureExactly() {
    RigidTransform X =
        new RigidTransform(Rotation.exp(new Vector3(0, 0, 0.5)), new Vector3(0.45, 0.1, 0.01));
    cell.scene().setBodyPose("mark", X);
    assertEquals(X.p(), cell.scene().bodyPose("mark").p());
    SimulatedBench.run(cell, 10);
    assertEquals(X.p(), cell.scene().bodyPose("mark").p());
    assertEquals(
        "the body 'hand' is fixed: it has neither a free joint nor mocap",
        assertThrows(IllegalArgumentException.class, () -> cell.scene().setBodyPose("hand", X))
            .getMessage());
  }

  @Test
  void shouldGoBackToTheStart() {
    cell.gripper().open();
    SimulatedBench.run(cell, 1000);
    cell.scene().reset();
    assertEquals(0.188, cell.scene().bodyPose("cube").p().z(), 1e-12);
    SimulatedBench.run(cell, 1000);
    assertEquals(0.188, cell.scene().bodyPose("cube").p().z(), 2e-3);
    assertEquals(2000 * SimulatedBench.MS, cell.pace().nowNs());
  }

  @Test
  void shouldRunAgainstTheWallClockOnItsOwnThread() throws IOException {
    try (SimulatedWorkcell real = SimulatedBench.open(false)) {
      real.pace().advanceTo(300 * SimulatedBench.MS);
      ArmState state = real.arm().state();
      assertTrue(state.timeNs() > 0, "time passes without anybody stepping");
      assertEquals(Optional.empty(), real.arm().fault());
    }
  }

  @Test
  void shouldSayWhatTheSceneLacks() {
    assertEquals(
        "the scene has no body named 'unicorn'",
        assertThrows(IllegalArgumentException.class, () -> cell.scene().bodyPose("unicorn"))
            .getMessage());
  }
}
