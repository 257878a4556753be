package org.serl4j.console.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Cell;

/**
 * The first motion of a cell: a level square of 10 mm from where the arm stands, at 10 mm/s, and
 * back. Poses are repeated ten times a second, as a policy's are.
 */
final class Square {
  private static final double SIDE = 0.010; // [m]
  private static final int STEPS_A_SIDE = 10;
  private static final long STEP_NS = 100_000_000;
  private static final int SETTLE_STEPS = 8;

  /** How far from a corner the arm may stand after it has settled [m]. */
  private static final double ALLOWED = 0.003;

  private static final List<Vector3> CORNERS =
      List.of(
          new Vector3(SIDE, 0, 0),
          new Vector3(SIDE, SIDE, 0),
          new Vector3(0, SIDE, 0),
          Vector3.ZERO);

  private final Arm arm;
  private final Pace pace;
  private final RigidTransform X_OS;

  private Square(Workcell workcell) {
    arm = workcell.arm();
    pace = workcell.pace();
    X_OS = arm.state().X_OE();
  }

  /** Moves, unless a fault stands or a corner is outside the safety box. */
  static Finding draw(Workcell workcell, Cell cell) {
    Square square = new Square(workcell);
    SafetyEnvelope envelope = new SafetyEnvelope(List.of(Workspace.of(cell.safety())));
    for (Vector3 corner : CORNERS) {
      RigidTransform X_OC = square.at(corner);
      if (!envelope.clip(X_OC).equals(X_OC)) {
        return Finding.failed(
            "move", "nothing moved: the square of 10 mm leaves the safety box from here");
      }
    }
    return square.draw();
  }

  private Finding draw() {
    double worst = 0;
    Vector3 from = Vector3.ZERO;
    for (Vector3 corner : CORNERS) {
      for (int step = 1; step <= STEPS_A_SIDE + SETTLE_STEPS; step++) {
        Optional<ArmFault> fault = arm.fault();
        if (fault.isPresent()) {
          return Finding.failed("move", "stopped: " + fault.get().message());
        }
        double share = Math.min(1, (double) step / STEPS_A_SIDE);
        arm.moveTo(at(from.plus(corner.minus(from).times(share))));
        pace.advanceTo(pace.nowNs() + STEP_NS);
      }
      worst = Math.max(worst, arm.state().X_OE().p().minus(at(corner).p()).norm());
      from = corner;
    }
    String words =
        String.format(
            Locale.ROOT,
            "a level square of 10 mm at 10 mm/s and back: at most %.1f mm from a corner",
            1000 * worst);
    return worst <= ALLOWED
        ? Finding.ok("move", words)
        : Finding.failed(
            "move",
            words
                + ", %.0f mm are allowed: look at payload and stiffness".formatted(1000 * ALLOWED));
  }

  private RigidTransform at(Vector3 p_SC) {
    return new RigidTransform(X_OS.R(), X_OS.p().plus(p_SC));
  }
}
