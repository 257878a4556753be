package org.serl4j.console.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.CameraUnavailableException;
import org.serl4j.controller.camera.Frame;

/**
 * Looks at a workcell for a while, as a control loop would, and commands nothing.
 *
 * @param states of the arm, each as it was first seen
 * @param arm how evenly they came
 * @param cameras in the workcell's order
 */
record Watch(List<ArmState> states, Timing arm, List<Seen> cameras) {
  private static final long LOOK_NS = 1_000_000;
  private static final int LOOKS_A_FRAME = 5; // a camera is asked every fifth look

  Watch {
    states = List.copyOf(states);
    cameras = List.copyOf(cameras);
  }

  /**
   * What one camera gave.
   *
   * @param complaint why it had no frame when it last had none; empty if it always had one
   */
  record Seen(String name, Timing timing, @Nullable Frame newest, String complaint) {}

  /** Watches for so long [s]. */
  static Watch of(Workcell cell, double seconds) {
    Pace pace = cell.pace();
    ArmWatch arm = new ArmWatch(cell.arm());
    List<CameraWatch> cameras = cell.cameras().stream().map(CameraWatch::new).toList();
    long beginNs = pace.nowNs();
    long endNs = beginNs + (long) (1e9 * seconds);
    int look = 0;
    for (long next = beginNs; next < endNs; next = Math.max(next + LOOK_NS, pace.nowNs())) {
      pace.advanceTo(next);
      arm.look(pace.nowNs());
      if (look++ % LOOKS_A_FRAME == 0) {
        for (CameraWatch camera : cameras) {
          camera.look();
          camera.aged(pace.nowNs());
        }
      }
    }
    return new Watch(
        arm.states, arm.stamps.timing(), cameras.stream().map(CameraWatch::seen).toList());
  }

  /** Time stamps, and how old the newest ever was. */
  private static final class Stamps {
    private final List<Long> timesNs = new ArrayList<>();
    private long worstAgeNs;

    /** Whether this is a new one. */
    boolean add(long timeNs) {
      boolean isNew = timesNs.isEmpty() || timeNs != timesNs.get(timesNs.size() - 1);
      if (isNew) {
        timesNs.add(timeNs);
      }
      return isNew;
    }

    void aged(long nowNs) {
      if (!timesNs.isEmpty()) {
        worstAgeNs = Math.max(worstAgeNs, nowNs - timesNs.get(timesNs.size() - 1));
      }
    }

    Timing timing() {
      return Timing.of(timesNs.stream().mapToLong(Long::longValue).toArray(), worstAgeNs);
    }
  }

  private static final class ArmWatch {
    private final Arm arm;
    private final Stamps stamps = new Stamps();
    private final List<ArmState> states = new ArrayList<>();

    ArmWatch(Arm arm) {
      this.arm = arm;
    }

    void look(long nowNs) {
      ArmState state = arm.state();
      if (stamps.add(state.timeNs())) {
        states.add(state);
      }
      stamps.aged(nowNs);
    }
  }

  private static final class CameraWatch {
    private final Camera camera;
    private final Stamps stamps = new Stamps();
    private @Nullable Frame newest;
    private String complaint = "";

    CameraWatch(Camera camera) {
      this.camera = camera;
    }

    void look() {
      try {
        Frame frame = camera.latest();
        stamps.add(frame.captureNs());
        newest = frame;
      } catch (CameraUnavailableException e) {
        complaint = String.valueOf(e.getMessage());
      }
    }

    void aged(long nowNs) {
      stamps.aged(nowNs);
    }

    Seen seen() {
      return new Seen(camera.name(), stamps.timing(), newest, complaint);
    }
  }
}
