package org.serl4j.resets;

/**
 * Brings every joint back to the cell's home: Cartesian control leaves the elbow wherever the
 * episodes have pushed it, a little farther each time, until a joint meets its limit.
 *
 * @param everyEpisodes how often; 0 for never. SERL 200
 */
public record JointReset(int everyEpisodes) implements ResetRoutine {
  public static final String NAME = "joint-reset";

  private static final double DEADLINE_SECONDS = 60;

  /** How near each joint must come [rad]. */
  private static final double TOLERANCE = 0.03;

  public JointReset {
    if (everyEpisodes < 0) {
      throw new IllegalArgumentException(
          "joint reset: everyEpisodes = " + everyEpisodes + " must not be negative");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean due(int episode) {
    return everyEpisodes > 0 && episode > 0 && episode % everyEpisodes == 0;
  }

  @Override
  public double deadlineSeconds() {
    return DEADLINE_SECONDS;
  }

  @Override
  public String attempt(ResetMoves moves, ResetSite site) {
    moves.engage(site.room());
    return moves.goHome(TOLERANCE);
  }
}
