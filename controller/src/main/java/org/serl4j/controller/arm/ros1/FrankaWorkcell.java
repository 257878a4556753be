package org.serl4j.controller.arm.ros1;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.serl4j.controller.Pace;
import org.serl4j.controller.WallClock;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.Cameras;
import org.serl4j.controller.camera.GrabbedCamera;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;

/**
 * A bench with a Franka arm over ROS 1 and cameras at this machine or on topics, on the wall clock.
 * The arm waits while a camera shows nothing new.
 */
public final class FrankaWorkcell implements Workcell {
  private static final long CAMERAS_MS = 15_000;

  private final WallClock clock = new WallClock(this::requireRunning);
  private final FrankaArm arm;
  private final List<GrabbedCamera> cameras;

  private FrankaWorkcell(Cell cell, Consumer<ArmFault> onStop) {
    clock.start();
    arm = FrankaArm.connect(cell, onStop, clock::nowNs);
    try {
      cameras = Cameras.startAll(cell.cameras(), clock::nowNs, CAMERAS_MS, Optional.of(arm.node()));
    } catch (RuntimeException e) {
      arm.close();
      throw e;
    }
    arm.watch(this::darkness);
  }

  /**
   * Joins the ROS graph and opens the cameras. Nothing moves.
   *
   * @param onStop gets each stop of the arm, on a thread of the arm's, such as {@link
   *     org.serl4j.controller.arm.StopFiles}
   * @throws IllegalArgumentException if the cell is of another kind, or a camera's source is no
   *     such thing
   * @throws IllegalStateException if the robot does not answer: one line with the remedy
   */
  public static FrankaWorkcell open(Cell cell, Consumer<ArmFault> onStop) {
    if (cell.arm().kind() != ArmKind.ROS1) {
      throw new IllegalArgumentException(
          "cell '" + cell.name() + "' has an arm of kind " + cell.arm().kind() + ", not ros1");
    }
    return new FrankaWorkcell(cell, onStop);
  }

  private Optional<String> darkness() {
    for (GrabbedCamera camera : cameras) {
      Optional<String> complaint = camera.complaint();
      if (complaint.isPresent()) {
        return complaint;
      }
    }
    return Optional.empty();
  }

  private void requireRunning() {
    Optional<Throwable> failure = arm.failure();
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "a thread of the arm stopped: " + failure.get().getMessage(), failure.get());
    }
  }

  @Override
  public Pace pace() {
    return clock;
  }

  @Override
  public Arm arm() {
    return arm;
  }

  @Override
  public Gripper gripper() {
    return arm.gripper();
  }

  @Override
  public List<Camera> cameras() {
    return List.copyOf(cameras);
  }

  @Override
  public void close() {
    cameras.forEach(GrabbedCamera::close);
    arm.close();
  }
}
