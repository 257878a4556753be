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
   * @param note what it does otherwise than its configuration asks; empty if nothing
   */
  record Seen(String name, Timing timing, @Nullable Frame newest, String complaint, String note) {}

  /**
   * Watches for so long [s].
   *
   * @param devices looked at as often as the arm
   */
  static Watch of(Workcell cell, double seconds, List<DeviceWatch> devices) {
    Pace pace = cell.pace();
    ArmWatch arm = new ArmWatch(cell.arm());
    List<CameraWatch> cameras = cell.cameras().stream().map(CameraWatch::new).toList();
    long beginNs = pace.nowNs();
    long endNs = beginNs + (long) (1e9 * seconds);
    int look = 0;
    for (long next = beginNs; next < endNs; next = Math.max(next + LOOK_NS, pace.nowNs())) {
      pace.advanceTo(next);
      arm.look(pace.nowNs());
      devices.forEach(DeviceWatch::look);
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
      return new Seen(camera.name(), stamps.timing(), newest, complaint, camera.note());
    }
  }
}
