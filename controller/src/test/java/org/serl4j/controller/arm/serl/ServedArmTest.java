package org.serl4j.controller.arm.serl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;

/** What the routes do to the simulated arm, in virtual time. */
class ServedArmTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long KEEP_MS = 2000;

  private SimulatedWorkcell cell;
  private ServedArm served;

  @BeforeEach
  void open() throws IOException {
    Cell config = ServedBench.cell();
    cell = SimulatedBench.open(config, true);
    served = new ServedArm(cell, config, KEEP_MS * MS);
  }

  @AfterEach
  void close() {
    cell.close();
  }

  private void run(long ms, boolean keeping) {
    for (long t = 0; t < ms; t += 100) {
      if (keeping) {
        served.keep();
      }
      cell.pace().advanceTo(cell.pace().nowNs() + 100 * MS);
    }
  }

  private double force() {
    return cell.arm().state().F_E_E().f().norm();
  }

  /** The watchdog of the cell is a third of the pause. */
  @Test
  void shouldKeepTheLastPoseThroughAPause() throws RefusedException {
    RigidTransform X = SimulatedBench.down(0.52, -0.02, 0.2);
    served.pose(X);
    run(KEEP_MS, true);
    assertEquals(Optional.empty(), cell.arm().fault());
    assertEquals(0, cell.arm().state().X_OE().p().minus(X.p()).norm(), 2e-3);
    served.pose(SimulatedBench.down(0.5, 0, 0.2));
  }

  /** That the pause above is one that the arm's watchdog would not allow. */
  @Test
  void shouldStopAtTheWatchdogWhenNobodyKeepsThePose() throws RefusedException {
    served.pose(SimulatedBench.down(0.52, -0.02, 0.2));
    run(ServedBench.WATCHDOG_MS + 200, false);
    assertEquals(ArmFault.Kind.STALE_COMMAND, cell.arm().fault().orElseThrow().kind());
    RefusedException refused =
        assertThrows(RefusedException.class, () -> served.pose(SimulatedBench.down(0.5, 0, 0.2)));
    assertEquals(RefusedException.NOT_NOW, refused.status());
    assertTrue(refused.line().startsWith("the arm stopped: the last command's age"));
    served.clear();
    run(100, true);
    served.pose(SimulatedBench.down(0.5, 0, 0.2));
    run(2000, true);
    assertEquals(Optional.empty(), cell.arm().fault());
  }

  /** Stiffness times clip is 20 N; the held cube meets the table. */
  @Test
  void shouldStopPushingWhenNoPoseFollows() throws RefusedException {
    double z = cell.arm().state().X_OE().p().z();
    served.pose(SimulatedBench.down(0.5, 0, z));
    for (int i = 1; i <= 20; i++) {
      served.pose(SimulatedBench.down(0.5, 0, z - 0.01 * i));
      run(100, true);
    }
    assertTrue(force() > 10, "pushes with " + force() + " N");
    run(KEEP_MS - 200, true);
    assertTrue(force() > 10, "still pushes with " + force() + " N");
    run(2000, true);
    assertTrue(force() < 2, "pushes with " + force() + " N although nobody asks for it");
    assertEquals(Optional.empty(), cell.arm().fault());
    served.pose(SimulatedBench.down(0.5, 0, z));
  }

  @Test
  void shouldTakeNoPoseWhileItsControllerIsStopped() throws RefusedException {
    served.pose(SimulatedBench.down(0.6, 0, 0.2));
    run(700, true);
    RigidTransform X = cell.arm().state().X_OE();
    assertTrue(X.p().x() < 0.58 && X.p().x() > 0.51, "is on its way, at " + X.p());
    served.stop();
    run(500, true);
    assertEquals(
        "the impedance controller is stopped: post startimp",
        assertThrows(RefusedException.class, () -> served.pose(SimulatedBench.down(0.5, 0, 0.2)))
            .line());
    run(4000, true);
    assertEquals(0, cell.arm().state().X_OE().p().minus(X.p()).norm(), 2e-3);
    assertEquals(Optional.empty(), cell.arm().fault());
    served.start();
    served.pose(SimulatedBench.down(0.5, 0, 0.2));
    run(2500, true);
    assertEquals(0.5, cell.arm().state().X_OE().p().x(), 2e-3);
  }

  @Test
  void shouldResetTheJoints() throws RefusedException {
    double[] home = cell.arm().home();
    for (int i = 0; i < 4; i++) {
      served.pose(SimulatedBench.down(0.56, 0.1, 0.25));
      run(1000, true);
    }
    assertTrue(away(home) > 0.1, "stands " + away(home) + " rad from home");
    served.jointReset();
    assertEquals(0, away(home), 0.03);
    run(2000, true);
    assertEquals(Optional.empty(), cell.arm().fault());
    served.pose(SimulatedBench.down(0.5, 0, 0.2));
  }

  private double away(double[] home) {
    double worst = 0;
    for (int i = 0; i < home.length; i++) {
      worst = Math.max(worst, Math.abs(cell.arm().state().q()[i] - home[i]));
    }
    return worst;
  }

  @Test
  void shouldMoveTheFingersAsSerlsHandDoes() throws RefusedException {
    served.openGripper();
    run(1500, true);
    assertEquals(1, served.gripperShare(), 0.02);
    // 102 / 2550 = 0.04 m of 0.08 m
    served.moveGripper(102);
    run(1500, true);
    assertEquals(0.5, served.gripperShare(), 0.02);
    served.moveGripper(300);
    run(1500, true);
    assertEquals(1, served.gripperShare(), 0.02);
    served.closeGripper();
    run(1500, true);
    assertEquals(0, served.gripperShare(), 0.02);
  }

  /** 0.3 N of weight hang on the wrist; a soft arm gives way to them, a stiff one does not. */
  @Test
  void shouldChangeTheGainsThatAreNamed() throws RefusedException {
    served.pose(SimulatedBench.down(0.5, 0, 0.25));
    run(1500, true);
    double stiff = cell.arm().state().X_OE().p().z();
    served.comply(Map.of("translational_stiffness", 50.0));
    run(1500, true);
    double sunk = stiff - cell.arm().state().X_OE().p().z();
    assertTrue(sunk > 2e-3, "sank by " + sunk + " m");
  }

  @Test
  void shouldSayThatItCompensatesNoLoad() throws RefusedException {
    served.load(0);
    assertEquals(
        RefusedException.NOT_HERE,
        assertThrows(RefusedException.class, () -> served.load(0.3)).status());
  }
}
