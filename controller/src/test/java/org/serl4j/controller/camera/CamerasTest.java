package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.CameraConfig.Crop;

@Timeout(60)
class CamerasTest {
  private static final int OUTPUT_SIZE = 32;

  private final LongSupplier clock = System::nanoTime;

  @Test
  void shouldStartEveryCameraOfTheCellAndWaitForItsFirstFrame() throws IOException {
    try (MjpegServer server = new MjpegServer(0)) {
      List<GrabbedCamera> cameras =
          Cameras.startAll(
              List.of(config("left", server.url()), config("right", server.url())), clock, 30_000);
      for (GrabbedCamera camera : cameras) {
        assertEquals(OUTPUT_SIZE, camera.latest().width());
        camera.close();
      }
      assertEquals("right", cameras.get(1).name());
    }
  }

  @Test
  void shouldNameTheCameraThatDoesNotStartInOneLine() {
    CameraUnavailableException e =
        assertThrows(
            CameraUnavailableException.class,
            () -> Cameras.startAll(List.of(config("left", "/dev/video987")), clock, 20_000));
    assertTrue(
        e.toString().contains("camera left (/dev/video987): there is no such device ("),
        e.toString());
    assertEquals(1, e.toString().lines().count());
    assertFalse(e.recovering());
  }

  @Test
  void shouldLeaveTheSimulatedCamerasToTheSimulatedWorkcell() {
    CameraConfig simulated = config("wrist_1", "mujoco:wrist_1");
    assertTrue(Cameras.isSimulated(simulated));
    assertFalse(Cameras.isSimulated(config("wrist_1", "0")));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Cameras.start(simulated, clock));
    assertEquals(
        "camera wrist_1: source 'mujoco:wrist_1' is drawn by the simulated workcell:"
            + " give a device, a stream or a file",
        e.getMessage());
  }

  @Test
  void shouldSayThatATopicNeedsANode() {
    CameraConfig topic = config("wrist_1", "ros:/camera/color/image_raw");
    assertTrue(Cameras.isTopic(topic));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Cameras.start(topic, clock));
    assertEquals(
        "camera wrist_1: source 'ros:/camera/color/image_raw' is a ROS topic, and this arm has no"
            + " ROS node: give a device, a stream or a file, or arm.kind ros1",
        e.getMessage());
  }

  private static CameraConfig config(String name, String source) {
    int size = MjpegServer.SIZE;
    return new CameraConfig(
        name, source, size, size, new Crop(0, 0, size, size), OUTPUT_SIZE, 30, 0, 20_000, 0, 0);
  }
}
