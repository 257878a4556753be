package org.serl4j.tasks.pcb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

/** The scene alone, under the task's gains: what it needs for the task to be learnable at all. */
class PcbSceneTest {
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);
  private static final long STEP_NS = 100_000_000;
  private static final ReferenceClip CLIP = PcbInsertion.TASK.compliance().clip();
  private static final double K = PcbInsertion.TASK.compliance().translationalStiffness();

  /** From E down to the tips of the pins [m]. */
  private static final double TIP = 0.036;

  /** Height of the socket's mouth [m]. */
  private static final double MOUTH = 0.0505;

  /** Depth of the tips when the tabs sit on the rim [m]. */
  private static final double SEATED = 0.009;

  private SimulatedWorkcell cell;

  @BeforeEach
  void open() throws IOException {
    try (SceneFile scene = SceneFile.extract(TaskCatalogue.class, PcbInsertion.TASK.scene())) {
      cell = SimulatedWorkcell.open(scene.path(), SimulatedCell.read(), true);
    }
    cell.arm().comply(PcbInsertion.TASK.compliance());
  }

  @AfterEach
  void close() {
    cell.close();
  }

  /** Commands the tips to (x, y) of the socket's middle, {@code height} over its mouth. */
  private void step(double x, double y, double height, double yaw) {
    cell.arm()
        .moveTo(
            new RigidTransform(
                DOWN.times(Rotation.exp(new Vector3(0, 0, yaw))),
                new Vector3(0.5 + x, y, MOUTH + height + TIP)));
    cell.pace().advanceTo(cell.pace().nowNs() + STEP_NS);
  }

  /** Straight down to as far as the task's box lets the policy go. */
  private void lower(double x, double y, double yaw, int steps) {
    for (int i = 0; i < steps; i++) {
      step(x, y, Math.max(-0.0137, 0.1 - 0.005 * i), yaw);
    }
  }

  private Vector3 tip() {
    return cell.scene().sitePose("hole").inverse().times(cell.scene().sitePose("tip")).p();
  }

  /** The chamfer catches 1 mm beyond the 0.4 mm to spare; SERL's gains do the rest. */
  @Test
  void shouldSeatTheHeaderUnderCompliantControl() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 6; trial++) {
      cell.scene().reset();
      double x = random.nextDouble(-0.001, 0.001);
      double y = random.nextDouble(-0.001, 0.001);
      double yaw = random.nextDouble(-0.026, 0.026);
      lower(x, y, yaw, 50);
      assertEquals(-SEATED, tip().z(), 0.0005, "depth in trial " + trial);
      assertEquals(Optional.empty(), cell.arm().fault());
    }
  }

  @Test
  void shouldNotSeatTheHeaderBesideTheSocket() {
    // beside, then turned by 12 degrees: the body stands on the rim, 5 mm above the pins' tips
    double[][] misses = {{0.006, 0, 0}, {0, 0.006, 0}, {0, 0, 0.2}};
    for (double[] miss : misses) {
      cell.scene().reset();
      lower(miss[0], miss[1], miss[2], 50);
      assertTrue(tip().z() > -0.0062, "tips at " + tip());
    }
  }

  /** Stiffness times clip is 6 N downwards; the issue allows 1.3 times that. */
  @Test
  void shouldPressWithAtMostStiffnessTimesClip() {
    double bound = K * CLIP.z();
    assertEquals(6, bound, 1e-9);
    double[][] places = {{0, 0}, {0.025, 0.02}};
    for (double[] place : places) {
      cell.scene().reset();
      lower(place[0], place[1], 0, 60);
      double gap = gap();
      for (int i = 0; i < 30; i++) {
        step(place[0], place[1], -0.03, 0);
        double force = cell.scene().contactForce("header", "board");
        assertTrue(force > 0.5 * bound && force < 1.3 * bound, force + " N in step " + i);
      }
      assertEquals(gap, gap(), 0.0005, "the header stays in the grasp");
    }
  }

  /**
   * The seated header pushed against a wall: 2.5 mm at most, 7.5 N, plus what friction locks in.
   */
  @Test
  void shouldPushSidewaysWithAtMostStiffnessTimesClip() {
    double[][] ways = {{0.02, 0, CLIP.negX()}, {-0.02, 0, CLIP.x()}, {0, 0.02, CLIP.negY()}};
    for (double[] way : ways) {
      cell.scene().reset();
      lower(0, 0, 0, 50);
      for (int i = 0; i < 30; i++) {
        step(way[0], way[1], -SEATED, 0);
      }
      Vector3 force = cell.arm().state().F_E_E().f();
      double sideways = Math.hypot(force.x(), force.y());
      assertTrue(sideways > 0.5 * K * way[2], "sideways " + sideways + " N");
      assertTrue(sideways < 1.3 * K * way[2], "sideways " + sideways + " N");
      assertTrue(tip().z() < -PcbInsertion.TASK.geometry().insertedDepth(), "still in the socket");
    }
  }

  private double gap() {
    return cell.scene().sitePose("tcp").p().minus(cell.scene().bodyPose("header").p()).norm();
  }

  @Test
  void shouldKeepTheHeaderInTheGraspWhileTheArmShakes() {
    for (int i = 0; i < 50; i++) {
      double side = i % 2 == 0 ? 0.02 : -0.02;
      step(side, -side, 0.1 + side, i % 4 < 2 ? 0.1 : -0.1);
    }
    RigidTransform X_EP =
        cell.scene().sitePose("tcp").inverse().times(cell.scene().bodyPose("header"));
    assertEquals(0, X_EP.p().minus(new Vector3(0, 0, TIP)).norm(), 0.001);
    assertEquals(0, DOWN.inverse().times(X_EP.R()).log().norm(), Math.toRadians(1));
  }

  /** From the start's height, above the socket, both cameras see the socket, pins and board. */
  @Test
  void shouldShowSocketAndPinsToBothWristCameras() {
    for (int i = 0; i < 40; i++) {
      step(0, 0, 0.041, 0);
    }
    for (int camera = 0; camera < 2; camera++) {
      Frame frame = cell.cameras().get(camera).latest();
      assertTrue(share(frame, 0, 0.75, PcbSceneTest::socket) > 0.03, "socket, camera " + camera);
      assertTrue(share(frame, 0.6, 1, PcbSceneTest::header) > 0.15, "header, camera " + camera);
      assertTrue(share(frame, 0.6, 0.9, PcbSceneTest::gold) > 0.005, "pins, camera " + camera);
      assertTrue(share(frame, 0, 1, PcbSceneTest::green) > 0.4, "board, camera " + camera);
    }
  }

  @FunctionalInterface
  private interface Colour {
    boolean is(int red, int green, int blue);
  }

  private static boolean socket(int red, int green, int blue) {
    return red < 60 && green < 60 && blue < 60;
  }

  private static boolean header(int red, int green, int blue) {
    return red > 80 && green < 0.5 * red && blue < 0.5 * red;
  }

  private static boolean gold(int red, int green, int blue) {
    return red > 100 && green > 0.6 * red && blue < 0.6 * red;
  }

  private static boolean green(int red, int green, int blue) {
    return green > 1.5 * red && green > 1.5 * blue;
  }

  /** Share of the pixels of that colour, between two heights of the image (0 top, 1 bottom). */
  private static double share(Frame frame, double from, double to, Colour colour) {
    int begin = frame.width() * (int) (from * frame.height());
    int end = frame.width() * (int) (to * frame.height());
    int count = 0;
    for (int i = begin; i < end; i++) {
      int red = frame.rgb()[3 * i] & 255;
      int green = frame.rgb()[3 * i + 1] & 255;
      int blue = frame.rgb()[3 * i + 2] & 255;
      count += colour.is(red, green, blue) ? 1 : 0;
    }
    return (double) count / (end - begin);
  }
}
