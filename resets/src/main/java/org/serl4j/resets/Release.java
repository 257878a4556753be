package org.serl4j.resets;

/**
 * Lets go of whatever the gripper may hold, where it is, and takes the tool up and away from it, so
 * that it comes to rest by itself. Open fingers that hold nothing are only taken up.
 *
 * @param rise of the tool [m]
 */
public record Release(double rise) implements ResetRoutine {
  public static final String NAME = "release";

  private static final double DEADLINE_SECONDS = 30;

  public Release {
    if (!(rise > 0)) {
      throw new IllegalArgumentException("release: rise = " + rise + " m must be above 0");
    }
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
    moves.engage(site.room());
    String problem = moves.open();
    return problem.isEmpty() ? moves.rise(site.room(), rise) : problem;
  }
}
