package org.serl4j.controller.arm.ros1;

import java.util.Optional;
import java.util.function.Consumer;
import org.serl4j.controller.BenchWorkcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.camera.Cameras;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;

/**
 * A bench with a Franka arm over ROS 1 and cameras at this machine or on topics, on the wall clock.
 * The arm waits while a camera shows nothing new.
 */
public final class FrankaWorkcell extends BenchWorkcell {
  private final FrankaArm arm;

  private FrankaWorkcell(Cell cell, Consumer<ArmFault> onStop) {
    arm = FrankaArm.connect(cell, onStop, this::nowNs, FrankaNode::wallNs);
    look(() -> Cameras.startAll(cell.cameras(), this::nowNs, CAMERAS_MS, Optional.of(arm.node())));
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

  @Override
  protected Optional<Throwable> failure() {
    return arm.failure();
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
  protected void closeArm() {
    arm.close();
  }
}
