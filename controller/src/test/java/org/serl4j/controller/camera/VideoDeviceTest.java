package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finding V4L2 devices among udev's links, as two cameras of one model make them. */
class VideoDeviceTest {
  private static final String LEFT = "usb-Maker_Cam_LEFT77-video-index";
  private static final String RIGHT = "usb-Maker_Cam_RIGHT8-video-index";

  @TempDir private Path folder = Path.of("");
  private Path links = folder;

  @BeforeEach
  void plugIn() throws IOException {
    folder = folder.toRealPath();
    links = Files.createDirectory(folder.resolve("by-id"));
    plugIn(LEFT, 0);
    plugIn(RIGHT, 2);
  }

  /** Two nodes: pictures and metadata. */
  private void plugIn(String name, int number) throws IOException {
    for (int index = 0; index < 2; index++) {
      Path node = folder.resolve("video" + (number + index));
      Files.writeString(node, "");
      Files.createSymbolicLink(
          links.resolve(name + index), Path.of("..").resolve(node.getFileName()));
    }
  }

  private void pullOut(String name) throws IOException {
    for (int index = 0; index < 2; index++) {
      Files.delete(links.resolve(name + index).toRealPath());
      Files.delete(links.resolve(name + index));
    }
  }

  private Path locate(String serial) throws IOException {
    return new DeviceBySerial(links, serial).locate();
  }

  private String refusal(String serial) {
    return NativeVision.firstLine(assertThrows(IOException.class, () -> locate(serial)));
  }

  @Test
  void shouldFindACamerasPicturesByItsSerialNumber() throws IOException {
    assertEquals(folder.resolve("video0"), locate("LEFT77"));
    assertEquals(folder.resolve("video2"), locate("RIGHT8"));
    assertEquals(folder.resolve("video3"), locate("RIGHT8-video-index1"));
  }

  @Test
  void shouldFollowACameraThatIsPluggedInAgain() throws IOException {
    DeviceBySerial right = new DeviceBySerial(links, "RIGHT8");
    assertEquals(folder.resolve("video2"), right.locate());
    pullOut(RIGHT);
    assertEquals(
        "no camera with serial number 'RIGHT8' is plugged in"
            + " (there are usb-Maker_Cam_LEFT77-video-index0, usb-Maker_Cam_LEFT77-video-index1)",
        refusal("RIGHT8"));
    plugIn(RIGHT, 6);
    assertEquals(folder.resolve("video6"), right.locate());
  }

  @Test
  void shouldListTheCamerasWhenTheNumberIsNotThereOrFitsSeveral() throws IOException {
    assertEquals(
        "'Maker_Cam' is part of several cameras' names (usb-Maker_Cam_LEFT77-video-index0,"
            + " usb-Maker_Cam_RIGHT8-video-index0): write more of one",
        refusal("Maker_Cam"));
    pullOut(LEFT);
    pullOut(RIGHT);
    String none = "no camera with serial number 'LEFT77' is plugged in (no camera at all)";
    assertEquals(none, refusal("LEFT77"));
    Files.delete(links); // as before the first camera was ever plugged in
    assertEquals(none, refusal("LEFT77"));
  }

  @Test
  void shouldNotOpenWhatIsNoDevice() {
    OpenCvSource source = new OpenCvSource(new DeviceBySerial(links, "LEFT77"), 640, 480, 30, 0);
    assertEquals("v4l2:LEFT77", source.description());
    IOException e = assertThrows(IOException.class, source::open);
    assertEquals("it is not a video device", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 15600, ''",
    "5000, 1, 5000, ''",
    "5000, 1, 5100, ''", // rounded to a step of the device
    "5000, 1, 15600, exposureUs 5000 became 15600 us: write what the device can do",
    "5000, 3, 5000, exposureUs 5000 has no effect: the device keeps its automatic exposure",
    "5000, -1, 5000, ''", // cameras without automatic exposure
    "5000, -1, -100, exposureUs 5000 has no effect: the device has no exposure control"
  })
  void shouldNoteAnExposureThatTheDeviceDidNotTake(
      double wantedUs, double mode, double actualUs, String note) {
    assertEquals(note, OpenCvSource.exposureNote(wantedUs, mode, actualUs));
  }
}
