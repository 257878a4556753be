package org.serl4j.tasks.insertion;

import java.util.List;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.CameraUnavailableException;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.gripper.Gripper;

/** A workcell whose first camera goes dark for a while when told to. */
final class BlinkingWorkcell implements Workcell {
  private final Workcell workcell;
  private long darkUntilNs;

  BlinkingWorkcell(Workcell workcell) {
    this.workcell = workcell;
  }

  /** The camera is being reopened until {@code untilNs} on the workcell's clock. */
  void darken(long untilNs) {
    darkUntilNs = untilNs;
  }

  @Override
  public Pace pace() {
    return workcell.pace();
  }

  @Override
  public Arm arm() {
    return workcell.arm();
  }

  @Override
  public Gripper gripper() {
    return workcell.gripper();
  }

  @Override
  public List<Camera> cameras() {
    Camera first = workcell.cameras().get(0);
    Camera blinking =
        new Camera() {
          @Override
          public String name() {
            return first.name();
          }

          @Override
          public Frame latest() {
            if (pace().nowNs() < darkUntilNs) {
              throw new CameraUnavailableException("camera wrist_1 is being reopened", true);
            }
            return first.latest();
          }

          @Override
          public void close() {}
        };
    return List.of(blinking, workcell.cameras().get(1));
  }

  @Override
  public void close() {
    workcell.close();
  }
}
