package org.serl4j.resets;

import java.util.Optional;
import org.serl4j.controller.geometry.RigidTransform;

/**
 * Takes a part from wherever it is seen and sets it down at its place, and looks whether it lies
 * there. A part that lies there already costs no time, unless it is moved on purpose.
 *
 * @param part what the gripper measures when it holds the part
 * @param place where it belongs
 * @param clearance of the tool over part and place, on the way [m]
 * @param always whether a part in its place is moved too: to where the place is set down now
 */
public record Fetch(HeldPart part, Place place, double clearance, boolean always)
    implements ResetRoutine {
  public static final String NAME = "fetch";

  private static final double DEADLINE_SECONDS = 90;

  /** Where a part belongs, and how it is held. Frames: P the part, D the end effector there. */
  public interface Place {
    /** Whether a part in that pose lies in its place. */
    boolean holds(RigidTransform X_OP);

    /** Pose of the end effector to take up a part that lies in that pose, anywhere. */
    RigidTransform X_OE_grasp(RigidTransform X_OP);

    /** Pose of the end effector to set the part down in its place. */
    RigidTransform X_OD();
  }

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
    Optional<RigidTransform> X_OP = moves.X_OP();
    if (X_OP.isEmpty()) {
      return "nobody sees the %s: put it into its place".formatted(part.name());
    }
    boolean inPlace = place.holds(X_OP.get());
    if (inPlace && !always) {
      return "";
    }
    moves.engage(site.room());
    String problem = moves.open();
    if (problem.isEmpty()) {
      problem = moves.rise(site.room(), clearance);
    }
    if (problem.isEmpty()) {
      problem = takeUp(moves, site, place.X_OE_grasp(moves.X_OP().orElse(X_OP.get())));
    }
    if (problem.isEmpty()) {
      problem = setDown(moves, site);
    }
    return problem.isEmpty() ? misplaced(moves) : problem;
  }

  private String takeUp(ResetMoves moves, ResetSite site, RigidTransform X_OE) {
    String problem = moves.go(ResetMoves.above(X_OE, clearance));
    if (problem.isEmpty()) {
      problem = moves.go(X_OE);
    }
    if (problem.isEmpty()) {
      problem = moves.grasp(part);
    }
    return problem.isEmpty() ? moves.rise(site.room(), clearance) : problem;
  }

  private String setDown(ResetMoves moves, ResetSite site) {
    RigidTransform X_OD = place.X_OD();
    String problem = moves.go(ResetMoves.above(X_OD, clearance));
    if (problem.isEmpty()) {
      problem = moves.go(X_OD);
    }
    if (problem.isEmpty()) {
      problem = moves.open();
    }
    return problem.isEmpty() ? moves.rise(site.room(), clearance) : problem;
  }

  private String misplaced(ResetMoves moves) {
    Optional<RigidTransform> X_OP = moves.X_OP();
    return X_OP.isPresent() && place.holds(X_OP.get())
        ? ""
        : "the %s does not lie in its place: put it there".formatted(part.name());
  }
}
