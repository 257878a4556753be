package org.serl4j.controller.mujoco;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class DisturbancesTest {
  private static final double CUBE_MASS = 0.03; // [kg], of bench.xml

  private SimulatedWorkcell cell;

  @BeforeEach
  void open() throws IOException {
    cell = SimulatedBench.open(true);
  }

  @AfterEach
  void close() {
    cell.close();
  }

  private Vector3 cube() {
    return cell.scene().bodyPose("cube").p();
  }

  /** m v = F t: one millisecond more or less would be a hundredth. */
  @Test
  void shouldGiveAFreeBodyTheMomentumOfItsPush() {
    cell.scene()
        .setBodyPose("cube", new RigidTransform(Rotation.IDENTITY, new Vector3(0.5, 0.3, 0.5)));
    cell.scene().push("cube", new Vector3(0.12, -0.3, 0), 0.1);
    SimulatedBench.run(cell, 120);
    Vector3 before = cube();
    SimulatedBench.run(cell, 100);
    Vector3 v = cube().minus(before).times(10);
    assertEquals(0.12 * 0.1, CUBE_MASS * v.x(), 1e-6);
    assertEquals(-0.3 * 0.1, CUBE_MASS * v.y(), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"15, 0, 0", "-15, 0, 0", "0, 15, 0", "0, -15, 0", "0, 0, 15", "0, 0, -15"})
  void shouldMoveTheHandWhereItIsPushedAndLetItComeBack(double x, double y, double z) {
    Vector3 f_O = new Vector3(x, y, z);
    Vector3 along = f_O.times(1 / f_O.norm());
    RigidTransform X_OE = cell.scene().sitePose("tcp");
    cell.scene().push("hand", f_O, 0.1);
    SimulatedBench.run(cell, 20);
    ArmState state = cell.arm().state();
    assertTrue(state.V_OE_O().v().dot(along) > 0.03, "speed " + state.V_OE_O().v());
    // what the arm feels, the held cube's inertia included
    Vector3 felt = state.X_OE().R().times(state.F_E_E().f());
    assertEquals(0, felt.minus(f_O).norm(), 2, "force " + felt);
    SimulatedBench.run(cell, 2500);
    assertEquals(Optional.empty(), cell.arm().fault());
    assertTrue(cell.arm().state().F_E_E().f().norm() < 1, "nothing pushes any more");
    assertEquals(0, cell.scene().sitePose("tcp").p().minus(X_OE.p()).norm(), 2e-3);
  }

  @Test
  void shouldShoveAFixtureSmoothlyToItsPlace() {
    RigidTransform from = cell.scene().bodyPose("mark");
    RigidTransform to =
        new RigidTransform(Rotation.exp(new Vector3(0, 0, -0.1)), new Vector3(0.51, -0.006, 0));
    // the same orientation, by the quaternion's other sign
    Rotation R = to.R();
    RigidTransform other = new RigidTransform(new Rotation(-R.w(), -R.x(), -R.y(), -R.z()), to.p());
    cell.scene().shove("mark", other, 0.3);
    SimulatedBench.run(cell, 75);
    requireMark(from.interpolate(to, 0.25 * 0.25 * (3 - 0.5)));
    SimulatedBench.run(cell, 75);
    requireMark(from.interpolate(to, 0.5));
    SimulatedBench.run(cell, 150);
    requireMark(to);
    SimulatedBench.run(cell, 50);
    requireMark(to);
  }

  private void requireMark(RigidTransform expected) {
    RigidTransform error = expected.inverse().times(cell.scene().bodyPose("mark"));
    assertEquals(0, error.p().norm(), 1e-9);
    // slerp turns evenly, the shove almost: over 0.1 rad 4e-6 rad beside it
    assertEquals(0, error.R().log().norm(), 1e-5);
  }

  @Test
  void shouldEndWithAReset() {
    RigidTransform start = cell.scene().bodyPose("mark");
    cell.scene().shove("mark", SimulatedBench.down(0.4, 0, 0), 10);
    cell.scene().push("hand", new Vector3(0, 20, 0), 10);
    SimulatedBench.run(cell, 100);
    cell.scene().reset();
    RigidTransform X_OE = cell.scene().sitePose("tcp");
    SimulatedBench.run(cell, 500);
    requireMark(start);
    assertEquals(0, cell.scene().sitePose("tcp").p().minus(X_OE.p()).norm(), 1e-3);
  }

  @Test
  void shouldNotAllocateInATick() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    RigidTransform place = SimulatedBench.down(0.51, 0, 0);
    SimulatedBench.run(cell, 20_000);
    cell.scene().shove("mark", place, 5);
    cell.scene().push("hand", new Vector3(1, 0, 0), 5);
    World world = cell.world();
    long nowNs = cell.pace().nowNs();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 1; i <= 5000; i++) {
      world.tick(nowNs + i * SimulatedBench.MS);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertTrue(allocated < 5000, allocated + " bytes in 5000 ticks");
  }

  @Test
  void shouldRefuseWhatCannotBeDisturbed() {
    RigidTransform place = RigidTransform.IDENTITY;
    assertEquals(
        "the body 'cube' is no movable fixture",
        assertThrows(IllegalArgumentException.class, () -> cell.scene().shove("cube", place, 0.3))
            .getMessage());
    assertEquals(
        "a disturbance of 0.0 s: at least 0.001 s",
        assertThrows(
                IllegalArgumentException.class, () -> cell.scene().push("hand", Vector3.ZERO, 0))
            .getMessage());
  }
}
