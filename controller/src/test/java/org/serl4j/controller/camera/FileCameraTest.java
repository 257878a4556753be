package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.hardware.CameraConfig.Crop;

/** A video file, written by FFmpeg and read back by the camera. */
@Timeout(60)
class FileCameraTest {
  private static final int FRAMES = 12;
  private static final int RATE_HZ = 20;

  private final Path folder;

  FileCameraTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldReadEveryFrameOnceInOrderWithItsTimeInTheRecording() throws IOException {
    FfmpegSource source = FfmpegSource.file(video());
    source.open();
    FramePreprocessor whole = whole();
    for (int i = 0; i < FRAMES; i++) {
      FrameSource.Image image = source.grab();
      assertNotNull(image);
      byte[] rgb =
          whole.process(image.bgr(), image.strideBytes(), FramePreprocessor.ColourOrder.BGR);
      assertEquals(
          i, MjpegServer.counter(new Frame(rgb, MjpegServer.SIZE, MjpegServer.SIZE, 0, i)));
      assertEquals(1000 * i / RATE_HZ, TimeUnit.NANOSECONDS.toMillis(image.mediaNs()), "time [ms]");
    }
    assertNull(source.grab());
    source.close();
  }

  @Test
  void shouldPlayTheFileOnTheWallClockAndEndWithItsCause() throws IOException {
    Path file = video();
    long startNs = System.nanoTime();
    try (GrabbedCamera camera =
        new GrabbedCamera(
                "front",
                FfmpegSource.file(file),
                whole(),
                new CameraLimits(10_000, 0, 0),
                () -> System.nanoTime() - startNs)
            .start()) {
      Frame first = camera.awaitFrameAfter(-1, 20_000);
      Frame last = camera.awaitFrameAfter(FRAMES - 2, 20_000);
      assertEquals(0, MjpegServer.counter(first) - first.sequence());
      assertEquals(FRAMES - 1, MjpegServer.counter(last));
      long leastNs = TimeUnit.SECONDS.toNanos(last.sequence() - first.sequence() - 1) / RATE_HZ;
      assertTrue(last.captureNs() - first.captureNs() >= leastNs, "not faster than recorded");

      CameraUnavailableException e =
          assertThrows(
              CameraUnavailableException.class, () -> camera.awaitFrameAfter(FRAMES, 20_000));
      assertTrue(e.toString().contains("front"), e.toString());
    }
  }

  @Test
  void shouldNameTheFileThatIsNotThere() {
    Path missing = folder.resolve("missing.mp4");
    IOException e = assertThrows(IOException.class, () -> FfmpegSource.file(missing).open());
    assertEquals("there is no readable file of this name", e.getMessage());
  }

  @Test
  void shouldNameTheCauseWhenTheFileIsNoVideo() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.mp4"), "not a video");
    FfmpegSource source = FfmpegSource.file(text);
    IOException e = assertThrows(IOException.class, source::open);
    assertEquals("Invalid data found when processing input", e.getMessage());
    source.close();
  }

  @Test
  void shouldSayInOneLineThatThereIsNoSuchDevice() {
    OpenCvSource source =
        new OpenCvSource(new DeviceByPath(Path.of("/dev/video987")), 640, 480, 30, 0);
    IOException e = assertThrows(IOException.class, source::open);
    assertTrue(
        e.toString().contains("there is no such device (") && e.toString().lines().count() == 1,
        e.toString());
    source.close();
  }

  @Test
  void shouldNotTakeAnOrdinaryFileForADevice() throws IOException {
    Path file = Files.write(folder.resolve("video0"), new byte[10]);
    OpenCvSource source = new OpenCvSource(new DeviceByPath(file), 640, 480, 30, 0);
    IOException e = assertThrows(IOException.class, source::open);
    assertEquals("it is not a video device", e.getMessage());
    source.close();
  }

  private static FramePreprocessor whole() {
    int size = MjpegServer.SIZE;
    return new FramePreprocessor(size, size, new Crop(0, 0, size, size), size, size);
  }

  private Path video() throws IOException {
    Path file = folder.resolve("counter.mp4");
    NativeVision.loadFfmpeg();
    try (FFmpegFrameRecorder recorder =
            new FFmpegFrameRecorder(file.toString(), MjpegServer.SIZE, MjpegServer.SIZE);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setFormat("mp4");
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(RATE_HZ);
      recorder.setVideoBitrate(2_000_000);
      recorder.start();
      for (int i = 0; i < FRAMES; i++) {
        recorder.record(converter.convert(MjpegServer.picture(i)));
      }
    }
    return file;
  }
}
