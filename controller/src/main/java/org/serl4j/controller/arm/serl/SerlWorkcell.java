package org.serl4j.controller.arm.serl;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.serl4j.controller.Pace;
import org.serl4j.controller.WallClock;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.Cameras;
import org.serl4j.controller.camera.GrabbedCamera;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.ArmLink;
import org.serl4j.hardware.Cell;

/**
 * A bench whose arm and gripper a SERL server drives. That server has no cameras, as SERL's has
 * none: they are the cell's own, at this machine. On the wall clock.
 */
public final class SerlWorkcell implements Workcell {
  private static final long CAMERAS_MS = 15_000;

  private final WallClock clock = new WallClock(this::requireRunning);
  private final SerlArm arm;
  private final List<GrabbedCamera> cameras;

  private SerlWorkcell(Cell cell, Optional<AccessToken> token) {
    clock.start();
    arm = SerlArm.connect(cell, token, clock::nowNs);
    try {
      cameras = Cameras.startAll(cell.cameras(), clock::nowNs, CAMERAS_MS);
    } catch (RuntimeException e) {
      arm.close();
      throw e;
    }
  }

  /**
   * Connects to the cell's server and opens its cameras. Nothing moves.
   *
   * @throws IllegalArgumentException if the cell is of another kind, or its token file or a
   *     camera's source is no such thing
   * @throws IllegalStateException if the server does not answer: one line with the remedy
   */
  public static SerlWorkcell open(Cell cell) {
    if (cell.arm().kind() != ArmKind.SERL) {
      throw new IllegalArgumentException(
          "cell '" + cell.name() + "' has an arm of kind " + cell.arm().kind() + ", not serl");
    }
    ArmLink link = cell.arm().link().orElseThrow();
    Optional<AccessToken> token =
        link.tokenFile().isEmpty()
            ? Optional.empty()
            : Optional.of(AccessToken.read(Path.of(link.tokenFile())));
    return new SerlWorkcell(cell, token);
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
