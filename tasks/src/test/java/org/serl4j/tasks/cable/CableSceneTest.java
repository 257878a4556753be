package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

/** The scene alone, under the task's gains: what it needs for the task to be learnable at all. */
class CableSceneTest {
  private static final long STEP_NS = 100_000_000;
  private static final RigidTransform X_OT = CableRouting.X_OB.times(CableRouting.X_BT);

  /** Length of the cable between its ends, as the scene has it [m]. */
  private static final double LENGTH = 0.158;

  private SimulatedWorkcell cell;
  private CableBench bench;

  @BeforeEach
  void open() throws IOException {
    try (SceneFile scene = SceneFile.extract(TaskCatalogue.class, CableRouting.SCENE)) {
      cell = SimulatedWorkcell.open(scene.path(), SimulatedCell.of(CableRouting.NAME), true);
    }
    cell.arm().comply(CableRouting.COMPLIANCE);
    bench = new CableBench(cell.scene(), CableOptions.fixedBoard());
  }

  @AfterEach
  void close() {
    cell.close();
  }

  /** Commands E to (x, y) of the target along B's axes, {@code height} above it, for a step. */
  private void step(double x, double y, double height, double yaw) {
    Vector3 p_OD = X_OT.p().plus(new Vector3(x, y, height));
    cell.arm()
        .moveTo(new RigidTransform(Rotation.exp(new Vector3(0, 0, yaw)).times(X_OT.R()), p_OD));
    cell.pace().advanceTo(cell.pace().nowNs() + STEP_NS);
  }

  /** Straight down to as far as the task's box lets the policy go. */
  private void lower(double x, double y, double yaw, int steps) {
    for (int i = 0; i < steps; i++) {
      step(x, y, Math.max(-CableRouting.PRESS, 0.1 - 0.005 * i), yaw);
    }
  }

  @Test
  void shouldAgreeWithTheTaskOnSizes() {
    List<Vector3> line = bench.centreline();
    Vector3 across = line.get(line.size() - 1).minus(line.get(0));
    assertEquals(LENGTH, across.norm(), 1e-6, "straight at the start");
    RigidTransform X_EC = cell.arm().state().X_OE().inverse().times(bench.cablePose());
    RigidTransform error = CableRouting.X_EC.inverse().times(X_EC);
    assertTrue(error.p().norm() < 1e-5 && error.R().log().norm() < 1e-5, "grasp: " + error);
    assertTrue(CableRouting.X_OB.p().minus(bench.boardPose().p()).norm() < 1e-9);
  }

  @Test
  void shouldRouteTheCableUnderCompliantControl() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 4; trial++) {
      cell.scene().reset();
      double y = random.nextDouble(-0.0025, 0.0025);
      double yaw = random.nextDouble(-0.05, 0.05);
      lower(0, y, yaw, 40);
      assertTrue(bench.fit().routed(), "trial " + trial + ": " + bench.fit());
      assertEquals(CableRouting.SEATED_DEPTH, bench.fit().depth(), 0.0007, "trial " + trial);
      assertEquals(Optional.empty(), cell.arm().fault());
    }
  }

  @Test
  void shouldNotCallACableOnTheRimOrBesideTheClipRouted() {
    // on the barbs: held too high to be pressed in
    for (int i = 0; i < 40; i++) {
      step(0, 0, Math.max(0.0085, 0.1 - 0.005 * i), 0);
    }
    ClipFit onTheRim = bench.fit();
    assertFalse(onTheRim.routed(), "on the rim: " + onTheRim);
    assertTrue(onTheRim.depth() > -0.001 && onTheRim.depth() < 0.004, "" + onTheRim);

    // pressed onto a jaw, onto the board beside the clip, across the jaws
    double[][] misses = {{0.009, 0}, {0.018, 0}, {-0.03, 0}, {0, 0.6}};
    for (double[] miss : misses) {
      cell.scene().reset();
      lower(0, miss[0], miss[1], 50);
      assertFalse(bench.fit().routed(), "beside: " + bench.fit());
      assertEquals(Optional.empty(), cell.arm().fault());
    }
  }

  /** The jaws have closed over the cable: it takes a pull to open them. */
  @Test
  void shouldHoldTheRoutedCableAgainstAPull() {
    lower(0, 0, 0, 40);
    assertTrue(bench.fit().routed());
    double hardest = 0;
    double height = 0;
    while (height < 0.03) {
      height += 0.0005;
      step(0, 0, height, 0);
      if (bench.fit().routed() || bench.fit().depth() > 0.002) {
        // in E, whose z points down: the clip pulls towards +z
        hardest = Math.max(hardest, cell.arm().state().F_E_E().f().z());
      }
    }
    assertTrue(hardest > 1, "pull " + hardest + " N");
    assertTrue(hardest < 10, "pull " + hardest + " N");
    assertFalse(bench.fit().routed(), "and then it comes out");
  }

  /** Stiffness times clip is 10 N; the issue allows 1.3 times that. */
  @Test
  void shouldPressWithAtMostStiffnessTimesClip() {
    double bound =
        CableRouting.COMPLIANCE.translationalStiffness() * CableRouting.COMPLIANCE.clip().z();
    assertEquals(10, bound, 1e-9);
    lower(0, 0.009, 0, 60); // onto a jaw
    double steady = 0;
    for (int i = 0; i < 30; i++) {
      // deeper than the task's box allows, so that the clip is what limits the force
      step(0, 0.009, -0.03, 0);
      steady = -cell.arm().state().F_E_E().f().z();
      assertTrue(steady < 1.3 * bound, steady + " N in step " + i);
    }
    assertTrue(steady > 0.5 * bound, steady + " N");
    assertTrue(slip().p().norm() < 0.002, "the cable stays in the grasp: " + slip());
  }

  private RigidTransform slip() {
    RigidTransform X_EC = cell.arm().state().X_OE().inverse().times(bench.cablePose());
    return CableRouting.X_EC.inverse().times(X_EC);
  }

  /** Shaken at the policy's largest setpoints, in the air and against clip and board. */
  @Test
  void shouldNeitherExplodeNorLoseTheCableWhenShaken() {
    for (double height : new double[] {0.1, 0.01}) {
      cell.scene().reset();
      lower(0, 0.02, 0, 30);
      double farthest = 0;
      for (int i = 0; i < 60; i++) {
        double side = i % 2 == 0 ? 0.05 : -0.05;
        step(side, -side, height + 0.2 * side, i % 4 < 2 ? 0.3 : -0.3);
        farthest = Math.max(farthest, requireWhole());
      }
      assertTrue(slip().p().norm() < 0.002, "the cable stays in the grasp: " + slip());
      assertTrue(slip().R().log().norm() < Math.toRadians(5), "and straight: " + slip());
      assertTrue(farthest < 0.02, "bent by " + farthest + " m at most");

      // and comes to rest: nothing feeds it
      for (int i = 0; i < 15; i++) {
        step(0, 0, 0.1, 0);
      }
      List<Vector3> before = inTheGrasp();
      step(0, 0, 0.1, 0);
      List<Vector3> after = inTheGrasp();
      for (int i = 0; i < before.size(); i++) {
        double moved = after.get(i).minus(before.get(i)).norm();
        assertTrue(moved < 0.0002, "point " + i + " by " + moved + " m");
      }
    }
  }

  /** The centreline as seen from the held piece. */
  private List<Vector3> inTheGrasp() {
    RigidTransform X_CB = bench.cablePose().inverse().times(bench.boardPose());
    return bench.centreline().stream()
        .map(p_B -> X_CB.times(new RigidTransform(Rotation.IDENTITY, p_B)).p())
        .toList();
  }

  /** The pieces keep their lengths; how far a point is off the held piece's axis [m]. */
  private double requireWhole() {
    List<Vector3> line = inTheGrasp();
    double length = 0;
    double farthest = 0;
    for (int i = 1; i < line.size(); i++) {
      length += line.get(i).minus(line.get(i - 1)).norm();
      farthest = Math.max(farthest, Math.hypot(line.get(i).y(), line.get(i).z()));
    }
    assertEquals(LENGTH, length, 1e-6);
    return farthest;
  }

  /** Above the clip both cameras see cable and print, the close one looks into the lead-ins. */
  @Test
  void shouldShowClipCableAndPrintToTheCamerasBesideTheHand() {
    for (int i = 0; i < 30; i++) {
      step(0, 0.02, 0.05, 0);
    }
    for (int camera = 0; camera < 2; camera++) {
      Frame frame = cell.cameras().get(camera).latest();
      double black = share(frame, CableSceneTest::black);
      assertTrue(black > 0.05 && black < 0.3, "cable and fingers, camera " + camera + ": " + black);
      assertTrue(share(frame, CableSceneTest::coloured) > 0.05, "print, camera " + camera);
    }
    for (int i = 0; i < 30; i++) {
      step(0, 0, 0.012, 0);
    }
    double yellow = share(cell.cameras().get(1).latest(), CableSceneTest::yellow);
    assertTrue(yellow > 0.003, "lead-ins: " + yellow);
  }

  @FunctionalInterface
  private interface Colour {
    boolean is(int red, int green, int blue);
  }

  private static boolean black(int red, int green, int blue) {
    return red < 60 && green < 60 && blue < 60;
  }

  private static boolean yellow(int red, int green, int blue) {
    return red > 150 && green > 0.7 * red && blue < 0.4 * red;
  }

  private static boolean coloured(int red, int green, int blue) {
    int most = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    return most > 80 && least < 0.5 * most;
  }

  private static double share(Frame frame, Colour colour) {
    byte[] rgb = frame.rgb();
    int count = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      count += colour.is(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff) ? 1 : 0;
    }
    return 3.0 * count / rgb.length;
  }
}
