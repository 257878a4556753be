package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.Pace;

class CameraRigTest {
  private static final long NEVER = Long.MAX_VALUE;

  private final VirtualPace pace = new VirtualPace();

  private static final class VirtualPace implements Pace {
    private long nowNs;

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public void advanceTo(long deadlineNs) {
      nowNs = Math.max(nowNs, deadlineNs);
    }
  }

  /** Unavailable until a time. */
  private final class BlinkingCamera implements Camera {
    private final String name;
    private final long backNs;
    private final boolean recovering;

    BlinkingCamera(String name, long backNs, boolean recovering) {
      this.name = name;
      this.backNs = backNs;
      this.recovering = recovering;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Frame latest() {
      if (pace.nowNs() < backNs) {
        throw new CameraUnavailableException("camera " + name + ": dark", recovering);
      }
      return new Frame(new byte[3], 1, 1, pace.nowNs(), 0);
    }

    @Override
    public void close() {}
  }

  @Test
  void shouldNotWaitWhenEveryCameraIsWell() {
    assertEquals(2, rig(camera("a", 0), camera("b", 0)).latest().size());
    assertEquals(0, pace.nowNs());
  }

  @Test
  void shouldPauseUntilTheCameraIsBackAndThenTakeAllFramesAfresh() {
    List<Frame> frames = rig(camera("a", 0), camera("b", ms(130))).latest();
    assertEquals(List.of(ms(140), ms(140)), frames.stream().map(Frame::captureNs).toList());
  }

  @Test
  void shouldThrowAtTheEndOfItsPatience() {
    CameraRig rig = rig(camera("a", NEVER));
    CameraUnavailableException e = assertThrows(CameraUnavailableException.class, rig::latest);
    assertEquals("camera a: dark", e.getMessage());
    assertEquals(ms(500), pace.nowNs());
  }

  @Test
  void shouldThrowAtOnceWhenTheCameraWillNotComeBack() {
    CameraRig rig = rig(new BlinkingCamera("a", NEVER, false));
    assertThrows(CameraUnavailableException.class, rig::latest);
    assertEquals(0, pace.nowNs());
  }

  private CameraRig rig(Camera... cameras) {
    return new CameraRig(List.of(cameras), pace, 500);
  }

  private BlinkingCamera camera(String name, long backNs) {
    return new BlinkingCamera(name, backNs, true);
  }

  private static long ms(long ms) {
    return ms * 1_000_000;
  }
}
