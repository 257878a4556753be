package org.serl4j.resets;

import java.util.Optional;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/**
 * Takes the part as the task wants it held, if it is not: a part that slipped is set down in its
 * place on the fixture, where it stands by itself, and taken up anew from there; so is one that was
 * left there. A part in its grasp costs no time.
 *
 * <p>Frames: P the part, T the end effector with the part in its place.
 *
 * @param part what the gripper measures when it holds the part
 * @param X_EP the grasp that the task wants
 * @param slip largest displacement in the grasp [m]
 * @param tilt largest turn in the grasp [rad]
 * @param seat how much deeper than at T the part stands when nothing holds it [m]
 * @param clearance of the tool over the part and of the part over the fixture, on the way [m]
 */
public record Regrasp(
    HeldPart part, RigidTransform X_EP, double slip, double tilt, double seat, double clearance)
    implements ResetRoutine {
  public static final String NAME = "regrasp";

  private static final double DEADLINE_SECONDS = 90;

  /** Before a part goes into its place the arm stands as exactly as this. */
  private static final double AIM_METRES = 0.0007;

  private static final double AIM_RADIANS = 0.01;

  /** A tool that stands farther from where the part is in its place has not brought it in. */
  private static final double SEATED_METRES = 0.003;

  private static final double SEATED_RADIANS = 0.1;

  /** A part that stands farther than this from its place was lost. */
  private static final double LOST_METRES = 0.006;

  private static final double LOST_RADIANS = 0.2;

  private static final double DESCENT_SECONDS = 2;

  /** A tool axis that leans more than this is put upright first [rad]. */
  private static final double TILTED = 0.1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double deadlineSeconds() {
    return DEADLINE_SECONDS;
  }

  @Override
  public String attempt(ResetMoves moves, ResetSite site) {
    moves.awaitFingers();
    if (held(moves).isEmpty()) {
      return "";
    }
    moves.engage(site.room());
    String problem = moves.withdraw(site.room(), site.out(), clearance);
    if (problem.isEmpty()) {
      boolean between = part.problem(moves.gripper()).isEmpty();
      problem = between ? setDown(moves, site) : moves.open();
    }
    if (problem.isEmpty()) {
      problem = takeUp(moves, site);
    }
    return problem;
  }

  /** What is wrong with the grasp, as far as anybody sees; empty if nothing. */
  private String held(ResetMoves moves) {
    String problem = part.problem(moves.gripper());
    Optional<RigidTransform> X_OP = moves.X_OP();
    if (!problem.isEmpty() || X_OP.isEmpty()) {
      return problem;
    }
    // X_P0P = X_EP^-1 X_OE^-1 X_OP
    RigidTransform X_P0P = X_EP.inverse().times(moves.X_OE().inverse()).times(X_OP.get());
    double slipped = X_P0P.p().norm();
    double turned = X_P0P.R().log().norm();
    return slipped <= slip && turned <= tilt
        ? ""
        : "the %s slipped by %.1f mm and %.2f rad in the grasp (allowed %.1f mm, %.2f rad): put it right"
            .formatted(part.name(), 1000 * slipped, turned, 1000 * slip, tilt);
  }

  /** The part's pose when it stands in its place by itself. */
  private RigidTransform X_OP_seat(ResetSite site) {
    return site.X_OT().times(X_EP).times(down(seat));
  }

  /** Along -z of P, which points to its top. */
  private static RigidTransform down(double metres) {
    return new RigidTransform(Rotation.IDENTITY, new Vector3(0, 0, -metres));
  }

  /** Brings the part between the fingers into its place and lets go of it. */
  private String setDown(ResetMoves moves, ResetSite site) {
    String problem = upright(moves, site);
    if (!problem.isEmpty()) {
      return problem;
    }
    RigidTransform X_OP_seat = X_OP_seat(site);
    RigidTransform X_PE =
        moves.X_OP().map(X_OP -> X_OP.inverse().times(moves.X_OE())).orElse(X_EP.inverse());
    RigidTransform X_OE_above = X_OP_seat.times(down(-clearance)).times(X_PE);
    problem = moves.go(X_OE_above);
    if (problem.isEmpty()) {
      problem = moves.settle(X_OE_above, AIM_METRES, AIM_RADIANS);
    }
    if (!problem.isEmpty()) {
      return problem;
    }
    // soft: the place guides the part
    moves.engage(site.room(), site.compliance());
    RigidTransform X_OE_seat = X_OP_seat.times(X_PE);
    moves.travel(X_OE_seat, DESCENT_SECONDS);
    problem = moves.settle(X_OE_seat, SEATED_METRES, SEATED_RADIANS);
    // a part that did not go in would fall over
    return problem.isEmpty() ? moves.open() : problem;
  }

  /**
   * Turns a tilted tool as it is with the part in its place. A round part shows no turn about its
   * own axis, so a tool that was tilted with it would stay tilted, and press beside it.
   */
  private static String upright(ResetMoves moves, ResetSite site) {
    RigidTransform X_OE = moves.X_OE();
    Vector3 z = new Vector3(0, 0, 1);
    double cosine = X_OE.R().times(z).dot(site.X_OT().R().times(z));
    return cosine > Math.cos(TILTED) ? "" : moves.go(new RigidTransform(site.X_OT().R(), X_OE.p()));
  }

  /** Takes the part up from its place. */
  private String takeUp(ResetMoves moves, ResetSite site) {
    RigidTransform X_OP_seat = X_OP_seat(site);
    RigidTransform X_OP = moves.X_OP().orElse(X_OP_seat);
    RigidTransform off = X_OP_seat.inverse().times(X_OP);
    if (off.p().norm() > LOST_METRES || off.R().log().norm() > LOST_RADIANS) {
      return "the %s is neither in the gripper nor in its place: put it into the gripper"
          .formatted(part.name());
    }
    RigidTransform X_OE = X_OP.times(X_EP.inverse());
    moves.engage(site.room());
    String problem = moves.withdraw(site.room(), site.out(), clearance);
    if (problem.isEmpty()) {
      problem = moves.go(ResetMoves.before(X_OE, site.out(), clearance));
    }
    if (problem.isEmpty()) {
      problem = moves.go(X_OE);
    }
    if (problem.isEmpty()) {
      problem = moves.grasp(part);
      if (!problem.isEmpty() && moves.X_OP().isEmpty()) {
        return missing(moves, site);
      }
    }
    if (problem.isEmpty()) {
      problem = moves.withdraw(site.room(), site.out(), clearance);
    }
    return problem.isEmpty() ? held(moves) : problem;
  }

  /** Nobody sees the part, and it was not in its place: makes room for a person to put it there. */
  private String missing(ResetMoves moves, ResetSite site) {
    double width = moves.gripper().widthM();
    String problem = moves.open();
    if (problem.isEmpty()) {
      problem = moves.withdraw(site.room(), site.out(), clearance);
    }
    return problem.isEmpty()
        ? "the gripper found no %s in its place (fingers %.1f mm apart): put it there, the next try takes it up"
            .formatted(part.name(), 1000 * width)
        : problem;
  }
}
