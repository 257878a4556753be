package org.serl4j.controller.mujoco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class MujocoCameraTest {
  private static final int SIZE = 128;

  /** Mean row and column of the dark mark. */
  private static double[] darkCentre(Frame frame) {
    double row = 0;
    double column = 0;
    int count = 0;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int i = 3 * (y * SIZE + x);
        int brightest = 0;
        for (int c = 0; c < 3; c++) {
          brightest = Math.max(brightest, frame.rgb()[i + c] & 255);
        }
        if (brightest < 25) {
          row += y;
          column += x;
          count++;
        }
      }
    }
    assertTrue(count > 100, "the dark mark covers " + count + " pixels");
    return new double[] {row / count, column / count};
  }

  private static void placeMark(SimulatedWorkcell cell, double x, double y) {
    cell.scene()
        .setBodyPose("mark", new RigidTransform(Rotation.IDENTITY, new Vector3(x, y, 0.03)));
  }

  /**
   * wrist_1 stands at +x of the hand and looks inwards, image right along +y_E = -y_O, image up
   * along +x_O; wrist_2 the same turned by half a turn. A flipped or mirrored picture fails.
   */
  @Test
  void shouldShowTheSceneTheRightWayRound() throws IOException {
    try (SimulatedWorkcell cell = SimulatedBench.open(true, "wrist_1", "wrist_2")) {
      for (int i = 0; i < 2; i++) {
        Camera camera = cell.cameras().get(i);
        double sign = i == 0 ? 1 : -1;
        placeMark(cell, 0.5, 0);
        double[] centre = darkCentre(camera.latest());
        placeMark(cell, 0.5 + sign * 0.02, 0);
        double[] outwards = darkCentre(camera.latest());
        placeMark(cell, 0.5, -sign * 0.02);
        double[] sideways = darkCentre(camera.latest());

        assertTrue(outwards[0] < centre[0] - 5, camera.name() + " is upside down");
        assertEquals(centre[1], outwards[1], 1.5);
        assertTrue(sideways[1] > centre[1] + 5, camera.name() + " is mirrored");
        assertEquals(SIZE / 2.0, centre[1] + 0.5, 1.5);
      }
    }
  }

  @Test
  void shouldDrawOnceForEachState() throws IOException {
    try (SimulatedWorkcell cell = SimulatedBench.open(true, "wrist_1")) {
      Camera camera = cell.cameras().get(0);
      Frame first = camera.latest();
      assertSame(first, camera.latest());
      SimulatedBench.run(cell, 100);
      Frame second = camera.latest();
      assertEquals(first.sequence() + 1, second.sequence());
      assertEquals(100 * SimulatedBench.MS, second.captureNs());
    }
  }

  @Test
  void shouldDrawTheSameBytesForTheSameState() throws IOException {
    byte[] first;
    try (SimulatedWorkcell cell = SimulatedBench.open(true, "wrist_1", "wrist_2")) {
      SimulatedBench.run(cell, 200);
      first = cell.cameras().get(1).latest().rgb();
    }
    try (SimulatedWorkcell cell = SimulatedBench.open(true, "wrist_1", "wrist_2")) {
      SimulatedBench.run(cell, 200);
      byte[] unused = cell.cameras().get(0).latest().rgb();
      assertArrayEquals(first, cell.cameras().get(1).latest().rgb());
    }
  }

  @Test
  void shouldTakeAPictureOfAnotherCamera() throws IOException {
    try (SimulatedWorkcell cell = SimulatedBench.open(true)) {
      Frame picture = cell.picture("wrist_2", 64, 48);
      assertEquals(64, picture.width());
      assertEquals(48, picture.height());
      assertNotEquals(picture.rgb()[0], picture.rgb()[3 * (48 * 64 / 2 + 32)]);
    }
  }

  @Test
  void shouldKeepDrawingAgainstTheWallClock() throws IOException {
    try (SimulatedWorkcell cell = SimulatedBench.open(false, "wrist_1")) {
      Camera camera = cell.cameras().get(0);
      Frame first = camera.latest();
      long deadlineNs = cell.pace().nowNs() + 10_000 * SimulatedBench.MS;
      while (camera.latest().captureNs() == first.captureNs() && cell.pace().nowNs() < deadlineNs) {
        cell.pace().advanceTo(cell.pace().nowNs() + 10 * SimulatedBench.MS);
      }
      assertTrue(camera.latest().captureNs() > first.captureNs());
    }
  }

  @Test
  void shouldNameThePackageWhenThereIsNoGl() {
    assertEquals(
        "simulated cameras cannot render (libEGL does not load): install software GL with"
            + " `apt-get install --no-install-recommends libegl1 libegl-mesa0 libgl1"
            + " libgl1-mesa-dri`",
        HeadlessGl.doesNotRender("libEGL does not load"));
  }
}
