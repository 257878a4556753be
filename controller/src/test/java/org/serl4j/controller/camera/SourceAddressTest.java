package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.controller.camera.SourceAddress.Device;
import org.serl4j.controller.camera.SourceAddress.Serial;
import org.serl4j.controller.camera.SourceAddress.Simulated;
import org.serl4j.controller.camera.SourceAddress.Stream;
import org.serl4j.controller.camera.SourceAddress.Topic;
import org.serl4j.controller.camera.SourceAddress.VideoFile;

class SourceAddressTest {
  @Test
  void shouldTellTheKindsOfSourceApart() {
    assertEquals(new Simulated("wrist_1"), SourceAddress.parse("mujoco:wrist_1"));
    assertEquals(
        new Stream("rtsp://10.0.0.7:554/a?b=c"), SourceAddress.parse("rtsp://10.0.0.7:554/a?b=c"));
    assertEquals(new Stream("HTTP://cam/mjpg"), SourceAddress.parse("HTTP://cam/mjpg"));
    assertEquals(new Serial("8A5F3B1F"), SourceAddress.parse("v4l2:8A5F3B1F"));
    assertEquals(new Topic("/camera/color"), SourceAddress.parse("ros:/camera/color"));
    assertEquals(new Device(Path.of("/dev/video2")), SourceAddress.parse("2"));
    assertEquals(new Device(Path.of("/dev/video0")), SourceAddress.parse("/dev/video0"));
    assertEquals(
        new Device(Path.of("/dev/v4l/by-id/usb-cam-index0")),
        SourceAddress.parse("/dev/v4l/by-id/usb-cam-index0"));
    assertEquals(new VideoFile(Path.of("runs/a.mp4")), SourceAddress.parse("runs/a.mp4"));
    assertEquals(new VideoFile(Path.of("/data/a.mp4")), SourceAddress.parse("file:///data/a.mp4"));
    assertEquals(new VideoFile(Path.of("a.mp4")), SourceAddress.parse("file:a.mp4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "mujoco:",
        "ftp://host/a",
        "http:host",
        "file:",
        "concat:a|b",
        "ros:",
        "ros:/",
        "ros:/a b"
      })
  void shouldRefuseWhatIsNoSource(String source) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SourceAddress.parse(source));
    assertEquals(
        "camera source '"
            + source
            + "' is not known: give mujoco:NAME, http://..., rtsp://..., ros:/TOPIC, v4l2:SERIAL,"
            + " /dev/videoN or its number, or a video file",
        e.getMessage());
  }

  @Test
  void shouldSayHowElseARealSenseCameraIsRead() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> SourceAddress.parse("realsense:134523060123"));
    assertEquals(
        "camera source 'realsense:134523060123' is not read directly: give v4l2:SERIAL, or"
            + " ros:/camera/color/image_raw of its ROS driver (docs/hardware.md)",
        e.getMessage());
  }
}
