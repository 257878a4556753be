package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serl4j.hardware.CameraConfig.Crop;

/** Against real peers: an HTTP and an RTSP camera on loopback, decoded by FFmpeg. */
@Timeout(60)
class StreamCameraTest {
  private static final long PATIENCE_MS = 20_000;
  private static final CameraLimits STRICT = new CameraLimits(500, 700, 30);

  private static final Path SOCKETS = Path.of("/proc/self/fd");

  /** A busy machine that runs the tests may hold the server up; these do not mind. */
  private static final CameraLimits CALM = new CameraLimits(10_000, 0, 0);

  @Test
  void shouldHandOutEachNewFrameInOrder() throws IOException {
    try (MjpegServer server = new MjpegServer(0);
        GrabbedCamera camera = open(server.url(), CALM)) {
      Frame previous = camera.awaitFrameAfter(-1, PATIENCE_MS);
      for (int i = 0; i < 40; i++) {
        Frame next = camera.awaitFrameAfter(previous.sequence(), PATIENCE_MS);
        long frames = next.sequence() - previous.sequence();
        assertEquals(
            MjpegServer.counter(previous) + frames,
            MjpegServer.counter(next),
            "the picture's counter and the sequence number advance together");
        assertTrue(next.captureNs() > previous.captureNs());
        previous = next;
      }
      assertEquals(0, camera.counters().failures());
    }
  }

  @Test
  void shouldHandOutEachNewFrameOfAnRtspStreamInOrder() throws IOException {
    try (RtspServer server = new RtspServer();
        GrabbedCamera camera = open(server.url(), CALM)) {
      Frame previous = camera.awaitFrameAfter(-1, PATIENCE_MS);
      for (int i = 0; i < 20; i++) {
        Frame next = camera.awaitFrameAfter(previous.sequence(), PATIENCE_MS);
        assertEquals(
            MjpegServer.counter(previous) + next.sequence() - previous.sequence(),
            MjpegServer.counter(next));
        previous = next;
      }
    }
  }

  @Test
  void shouldHandOutTheNewestFrameAfterAWhileWithoutReading() throws IOException {
    try (MjpegServer server = new MjpegServer(0);
        GrabbedCamera camera = open(server.url(), CALM)) {
      long first = camera.awaitFrameAfter(-1, PATIENCE_MS).sequence();
      await("30 more frames", () -> camera.counters().frames() > first + 30);
      long arrived = camera.counters().frames();
      assertTrue(camera.latest().sequence() >= arrived - 1);
      assertTrue(camera.counters().unread() >= 29);
    }
  }

  @Test
  void shouldRefuseAFrozenPictureAndRecoverWhenItMovesAgain() throws IOException {
    try (MjpegServer server = new MjpegServer(0);
        GrabbedCamera camera = open(server.url(), STRICT)) {
      camera.awaitFrameAfter(-1, PATIENCE_MS);
      server.mode(MjpegServer.Mode.FROZEN);
      await("the freeze to be seen", () -> complaint(camera).contains("has not changed for"));
      CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
      assertTrue(e.recovering());

      server.mode(MjpegServer.Mode.RUNNING);
      camera.awaitFrameAfter(-1, PATIENCE_MS);
    }
  }

  @Test
  void shouldBeStaleWhenTheCameraFallsSilentAndRecoverWhenItSpeaksAgain() throws IOException {
    try (MjpegServer server = new MjpegServer(0);
        GrabbedCamera camera = open(server.url(), STRICT)) {
      camera.awaitFrameAfter(-1, PATIENCE_MS);
      server.mode(MjpegServer.Mode.SILENT);
      long failures = camera.counters().failures();
      await("the read to time out", () -> camera.counters().failures() > failures);
      await("the last frame to be stale", () -> !complaint(camera).isEmpty());

      server.mode(MjpegServer.Mode.RUNNING);
      camera.awaitFrameAfter(-1, PATIENCE_MS);
      assertTrue(camera.counters().reopens() > 0);
    }
  }

  @Test
  void shouldOpenAgainWhenTheCameraWasSwitchedOffAndOn() throws IOException {
    MjpegServer first = new MjpegServer(0);
    int port = first.port();
    try (GrabbedCamera camera = open(first.url(), STRICT)) {
      long seen = camera.awaitFrameAfter(-1, PATIENCE_MS).sequence();
      first.close();
      await("two failures", () -> camera.counters().failures() >= 2);
      await("the last frame to be stale", () -> !complaint(camera).isEmpty());
      try (MjpegServer second = new MjpegServer(port)) {
        Frame frame = camera.awaitFrameAfter(seen, PATIENCE_MS);
        assertTrue(frame.sequence() > seen, second.url());
        assertTrue(camera.counters().reopens() > 0);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void shouldNotShowAPictureThatWasCutInTheMiddle() throws IOException {
    try (MjpegServer server = new MjpegServer(0);
        GrabbedCamera camera = open(server.url(), new CameraLimits(10_000, 0, 100))) {
      camera.awaitFrameAfter(-1, PATIENCE_MS);
      server.mode(MjpegServer.Mode.TORN);
      await("one in a running stream, one in a new one", () -> camera.counters().failures() >= 2);
      Frame last = camera.latest();
      assertEquals(server.sent() - 1, MjpegServer.counter(last), "the last whole picture");

      server.mode(MjpegServer.Mode.RUNNING);
      camera.awaitFrameAfter(last.sequence(), PATIENCE_MS);
    }
  }

  @Test
  void shouldKeepNeitherThreadsNorSocketsOfItsFaults() throws IOException {
    assumeTrue(Files.isDirectory(SOCKETS), "needs Linux's /proc");
    CameraLimits limits = new CameraLimits(200, 0, 100);
    cutOften(limits, 1); // what is loaded once is loaded
    long before = sockets();
    cutOften(limits, 3);
    await("no more sockets than before", () -> sockets() <= before);
    await("the end of its thread", () -> !isAlive("camera-wrist_1"));
  }

  private static void cutOften(CameraLimits limits, int times) throws IOException {
    try (MjpegServer server = new MjpegServer(0);
        GrabbedCamera camera = open(server.url(), limits)) {
      long seen = camera.awaitFrameAfter(-1, PATIENCE_MS).sequence();
      for (int i = 0; i < times; i++) {
        long failures = camera.counters().failures();
        server.mode(MjpegServer.Mode.HUNG_UP);
        await("the failure", () -> camera.counters().failures() > failures);
        server.mode(MjpegServer.Mode.RUNNING);
        seen = camera.awaitFrameAfter(seen, PATIENCE_MS).sequence();
      }
    }
  }

  private static long sockets() {
    try (Stream<Path> open = Files.list(SOCKETS)) {
      return open.filter(StreamCameraTest::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static boolean isAlive(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(alive -> alive.getName().equals(thread));
  }

  @Test
  void shouldNameTheCauseWhenNobodyListens() throws IOException {
    int port = freePort();
    try (GrabbedCamera camera =
        open("http://operator:secret@127.0.0.1:" + port + "/", new CameraLimits(500, 700, 0))) {
      await("the camera to be given up", () -> camera.counters().failures() > 0);
      CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
      assertEquals(
          "camera wrist_1 (http://***@127.0.0.1:"
              + port
              + "/): Connection refused; given up after 1 failures in a row:"
              + " check the camera's power, network and address",
          e.getMessage());
      assertFalse(e.recovering());
    }
  }

  @Test
  void shouldNotWaitForEverForAPeerThatAcceptsAndSaysNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        GrabbedCamera camera =
            open("http://127.0.0.1:" + mute.getLocalPort() + "/", new CameraLimits(500, 0, 0))) {
      await("the time-out", () -> camera.counters().failures() > 0);
      CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
      assertTrue(e.toString().contains("timed out"), e.toString());
    }
  }

  private static GrabbedCamera open(String url, CameraLimits limits) {
    FramePreprocessor path =
        new FramePreprocessor(
            MjpegServer.SIZE,
            MjpegServer.SIZE,
            new Crop(0, 0, MjpegServer.SIZE, MjpegServer.SIZE),
            32,
            32);
    long startNs = System.nanoTime();
    return new GrabbedCamera(
            "wrist_1",
            FfmpegSource.stream(url, limits.staleMs() + 100),
            path,
            limits,
            () -> System.nanoTime() - startNs)
        .start();
  }

  /** Empty while the camera is well. */
  private static String complaint(Camera camera) {
    try {
      camera.latest();
      return "";
    } catch (CameraUnavailableException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadlineNs, "waited in vain for " + what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
