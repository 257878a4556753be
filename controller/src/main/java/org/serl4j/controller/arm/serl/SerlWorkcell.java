package org.serl4j.controller.arm.serl;

import java.nio.file.Path;
import java.util.Optional;
import org.serl4j.controller.BenchWorkcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Cameras;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.ArmLink;
import org.serl4j.hardware.Cell;

/**
 * A bench whose arm and gripper a SERL server drives. That server has no cameras, as SERL's has
 * none: they are the cell's own, at this machine. On the wall clock.
 */
public final class SerlWorkcell extends BenchWorkcell {
  private final SerlArm arm;

  private SerlWorkcell(Cell cell, Optional<AccessToken> token) {
    arm = SerlArm.connect(cell, token, this::nowNs);
    look(() -> Cameras.startAll(cell.cameras(), this::nowNs, CAMERAS_MS));
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
