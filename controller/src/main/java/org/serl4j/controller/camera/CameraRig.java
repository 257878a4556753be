package org.serl4j.controller.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.serl4j.controller.Pace;

/**
 * The cameras of a workcell, asked together once a step. A camera that is being reopened pauses the
 * step: time runs on, the arm holds its last target, and the cameras are asked again until a
 * deadline.
 */
public final class CameraRig {
  /** How often a paused rig asks again. */
  private static final long ASK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final List<Camera> cameras;
  private final Pace pace;
  private final long patienceNs;

  /**
   * @param patienceMs longest pause for the cameras in one step [ms]
   */
  public CameraRig(List<Camera> cameras, Pace pace, long patienceMs) {
    this.cameras = List.copyOf(cameras);
    this.pace = pace;
    this.patienceNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
  }

  /**
   * One good frame of each camera, in the order of the cameras; all were good at the same moment.
   *
   * @throws CameraUnavailableException if a camera does not recover in time, or at all
   */
  public List<Frame> latest() {
    long deadlineNs = pace.nowNs() + patienceNs;
    while (true) {
      try {
        List<Frame> frames = new ArrayList<>(cameras.size());
        for (Camera camera : cameras) {
          frames.add(camera.latest());
        }
        return frames;
      } catch (CameraUnavailableException e) {
        long nowNs = pace.nowNs();
        if (!e.recovering() || nowNs >= deadlineNs) {
          throw e;
        }
        pace.advanceTo(Math.min(nowNs + ASK_AGAIN_NS, deadlineNs));
      }
    }
  }
}
