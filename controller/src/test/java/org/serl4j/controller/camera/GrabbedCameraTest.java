package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.serl4j.hardware.CameraConfig.Crop;

/** One grabbing thread's turns, stepped by hand on virtual time. */
class GrabbedCameraTest {
  private static final int SIZE = 4;
  private static final CameraLimits LIMITS = new CameraLimits(500, 0, 2);

  private long nowNs;

  /** A source that does what the test says next. */
  private static final class ScriptedSource implements FrameSource {
    final Deque<Object> script = new ArrayDeque<>();
    final boolean live;
    boolean isOpen;
    int openings;
    @Nullable String refuses;
    int width = SIZE;

    ScriptedSource(boolean live) {
      this.live = live;
    }

    @Override
    public String description() {
      return "script";
    }

    @Override
    public String remedy() {
      return "write a better script";
    }

    @Override
    public boolean isLive() {
      return live;
    }

    @Override
    public void open() throws IOException {
      if (refuses != null) {
        throw new IOException(refuses);
      }
      isOpen = true;
      openings++;
    }

    @Override
    public @Nullable Image grab() throws IOException {
      Object next = script.poll();
      if (next == null) {
        return null;
      }
      if (next instanceof IOException broken) {
        throw broken;
      }
      int grey = ((Number) next).intValue();
      ByteBuffer pixels = ByteBuffer.allocateDirect(width * SIZE * 3);
      while (pixels.hasRemaining()) {
        pixels.put((byte) grey);
      }
      return new Image(pixels.flip(), width, SIZE, width * 3, ms(100L * grey));
    }

    @Override
    public void close() {
      isOpen = false;
    }
  }

  @Test
  void shouldKeepOnlyTheNewestFrameAndCountTheUnread() {
    ScriptedSource source = new ScriptedSource(true);
    source.script.add(1);
    source.script.add(2);
    source.script.add(3);
    GrabbedCamera camera = camera(source, LIMITS);
    camera.step();
    for (int turn = 0; turn < 3; turn++) {
      nowNs += ms(33);
      camera.step();
    }
    Frame frame = camera.latest();

    assertEquals(3, frame.rgb()[0]);
    assertEquals(2, frame.sequence());
    assertEquals(ms(99), frame.captureNs());
    assertEquals(new CameraCounters(3, 2, 0, 0), camera.counters());
  }

  @Test
  void shouldNameCameraCauseAndRemedyWhenItCannotOpen() {
    ScriptedSource source = new ScriptedSource(true);
    source.refuses = "Connection refused";
    GrabbedCamera camera = camera(source, LIMITS);
    camera.step();

    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
    assertEquals(
        "camera wrist_1 (script): Connection refused; failure 1, opening again up to 2 times:"
            + " write a better script",
        e.getMessage());
    assertTrue(e.recovering());
  }

  @Test
  void shouldOpenAgainAfterTheBackoffAndGoOnCountingFrames() {
    ScriptedSource source = new ScriptedSource(true);
    source.script.add(1);
    source.script.add(new IOException("unplugged"));
    source.script.add(2);
    GrabbedCamera camera = camera(source, LIMITS);
    camera.step();
    camera.step();
    camera.step();
    assertFalse(source.isOpen);

    assertEquals(CameraHealth.FIRST_BACKOFF_NS, camera.step(), "waits before it opens again");
    assertEquals(1, source.openings);
    nowNs += CameraHealth.FIRST_BACKOFF_NS;
    camera.step();
    camera.step();

    assertEquals(2, source.openings);
    assertEquals(1, camera.latest().sequence());
    assertEquals(new CameraCounters(2, 1, 1, 1), camera.counters());
  }

  @Test
  void shouldGiveUpWhenItCannotOpenAgain() {
    ScriptedSource source = new ScriptedSource(true);
    source.refuses = "No route to host";
    GrabbedCamera camera = camera(source, LIMITS);
    for (int turn = 0; turn < 20; turn++) {
      nowNs = Math.max(nowNs, camera.step() == Long.MAX_VALUE ? nowNs : nowNs + ms(1000));
    }
    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
    assertFalse(e.recovering());
    assertEquals(3, camera.counters().failures());
  }

  @Test
  void shouldOpenAFrozenCameraAgain() {
    ScriptedSource source = new ScriptedSource(true);
    GrabbedCamera camera = camera(source, new CameraLimits(500, 1000, 2));
    for (int turn = 0; turn < 40 && camera.counters().failures() == 0; turn++) {
      source.script.add(7);
      camera.step();
      nowNs += ms(33);
    }
    assertFalse(source.isOpen);
    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
    assertEquals(
        "camera wrist_1 (script): frames arrive but the picture has not changed for 1023 ms"
            + " (limit 1000 ms); failure 1, opening again up to 2 times: write a better script",
        e.getMessage());
  }

  @Test
  void shouldGiveUpAtOnceWhenTheFramesHaveAnotherSizeThanTheCellFileSays() {
    ScriptedSource source = new ScriptedSource(true);
    source.width = SIZE + 1;
    source.script.add(1);
    GrabbedCamera camera = camera(source, LIMITS);
    camera.step();
    camera.step();
    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
    assertEquals(
        "camera wrist_1 (script): it gives 5 x 4 px but the cell file says 4 x 4 px:"
            + " correct width, height and crop there: write a better script",
        e.getMessage());
    assertFalse(e.recovering());
    assertFalse(source.isOpen);
  }

  @Test
  void shouldPlayARecordingAtItsOwnRateAndEndStale() {
    ScriptedSource source = new ScriptedSource(false);
    source.script.add(1);
    source.script.add(2);
    source.script.add(3);
    GrabbedCamera camera = camera(source, LIMITS);
    nowNs = ms(1000);
    camera.step();
    camera.step();
    assertEquals(ms(1000), camera.step(), "the first frame is due at once");
    assertEquals(1, camera.latest().rgb()[0]);

    camera.step();
    nowNs = ms(1099);
    assertEquals(ms(1100), camera.step(), "the second is due 100 ms later");
    assertEquals(1, camera.latest().rgb()[0]);
    nowNs = ms(1100);
    camera.step();
    assertEquals(2, camera.latest().rgb()[0]);
    assertEquals(ms(1100), camera.latest().captureNs());

    camera.step();
    nowNs = ms(1200);
    camera.step();
    camera.step();
    assertEquals(3, camera.latest().rgb()[0]);
    nowNs = ms(1701);
    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
    assertEquals(
        "camera wrist_1 (script): the recording ended after 3 frames: write a better script",
        e.getMessage());
    assertFalse(e.recovering());
  }

  @Test
  void shouldSayThatItIsClosed() {
    GrabbedCamera camera = camera(new ScriptedSource(true), LIMITS);
    camera.close();
    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, camera::latest);
    assertFalse(e.recovering());
  }

  private GrabbedCamera camera(FrameSource source, CameraLimits limits) {
    FramePreprocessor whole =
        new FramePreprocessor(SIZE, SIZE, new Crop(0, 0, SIZE, SIZE), SIZE, SIZE);
    return new GrabbedCamera("wrist_1", source, whole, limits, () -> nowNs);
  }

  private static long ms(long ms) {
    return ms * 1_000_000;
  }
}
