package org.serl4j.tasks.peg;

import org.serl4j.controller.geometry.RigidTransform;

/**
 * What can be chosen about the peg task.
 *
 * @param X_OB pose of the board in the base frame: where it stands, or around which it is put at
 *     random
 * @param boardRange largest random displacement of the board along x and y [m]; 0 for a fixed board
 * @param boardTurn largest random rotation of the board about z [rad]; 0 for a fixed board
 * @param startRange largest random displacement of the start pose along x and y of the target [m]
 * @param startTurn largest random rotation of the start pose about z [rad]
 * @param graspRange largest random displacement of the peg in the grasp, along the pads [m]; only
 *     in simulation, below the 2 mm that count as a slip
 * @param maxSteps steps after which an episode is truncated
 */
public record PegOptions(
    RigidTransform X_OB,
    double boardRange,
    double boardTurn,
    double startRange,
    double startTurn,
    double graspRange,
    int maxSteps) {

  /** SERL's random start poses: 5 cm and 30 degrees. */
  private static final double SERL_RANGE = 0.05;

  private static final double SERL_TURN = Math.PI / 6;

  public PegOptions {
    requireWithin("boardRange", boardRange, 0.06, "m");
    requireWithin("boardTurn", boardTurn, Math.PI / 6, "rad");
    requireWithin("startRange", startRange, SERL_RANGE, "m");
    requireWithin("startTurn", startTurn, SERL_TURN, "rad");
    requireWithin("graspRange", graspRange, 0.0019, "m");
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps = " + maxSteps + " must be at least 1");
    }
  }

  private static void requireWithin(String name, double value, double most, String unit) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "%s = %s %s is outside [0, %s] %s".formatted(name, value, unit, most, unit));
    }
  }

  /** SERL's task: the board stays where it is, the start pose is random. */
  public static PegOptions fixedBoard() {
    return new PegOptions(PegGeometry.X_OB_NOMINAL, 0, 0, SERL_RANGE, SERL_TURN, 0, 100);
  }

  /** The board too is put elsewhere for every episode: 5 cm and 30 degrees. */
  public static PegOptions randomBoard() {
    return new PegOptions(
        PegGeometry.X_OB_NOMINAL, 0.05, Math.PI / 6, SERL_RANGE, SERL_TURN, 0, 100);
  }

  /** The same with another displacement of the peg in the grasp. */
  public PegOptions withGraspRange(double graspRange) {
    return new PegOptions(X_OB, boardRange, boardTurn, startRange, startTurn, graspRange, maxSteps);
  }

  /** The same with another episode length. */
  public PegOptions withMaxSteps(int maxSteps) {
    return new PegOptions(X_OB, boardRange, boardTurn, startRange, startTurn, graspRange, maxSteps);
  }
}
