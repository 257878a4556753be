package org.serl4j.tasks.insertion;

import org.serl4j.controller.geometry.RigidTransform;

/**
 * What can be chosen about an insertion.
 *
 * @param X_OB pose of the board in the base frame: where it stands, or around which it is put at
 *     random
 * @param boardRange largest random displacement of the board along x and y [m]; 0 for a fixed board
 * @param boardTurn largest random rotation of the board about z [rad]; 0 for a fixed board
 * @param startRange largest random displacement of the start pose along x and y of the target [m]
 * @param startTurn largest random rotation of the start pose about z [rad]
 * @param graspRange largest random displacement of the part in the grasp, along the pads [m]; only
 *     in simulation, below the 2 mm that count as a slip
 * @param maxSteps steps after which an episode is truncated
 * @param endsAtGoal whether reward 1 ends the episode
 */
public record InsertionOptions(
    RigidTransform X_OB,
    double boardRange,
    double boardTurn,
    double startRange,
    double startTurn,
    double graspRange,
    int maxSteps,
    boolean endsAtGoal) {

  private static final double BOARD_RANGE = 0.05; // [m]
  private static final double BOARD_TURN = Math.PI / 6;
  private static final int MAX_STEPS = 100;

  public InsertionOptions {
    requireWithin("boardRange", boardRange, 0.06, "m");
    requireWithin("boardTurn", boardTurn, Math.PI / 6, "rad");
    requireWithin("startRange", startRange, 0.05, "m");
    requireWithin("startTurn", startTurn, Math.PI / 6, "rad");
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
  public static InsertionOptions fixedBoard(Insertion insertion) {
    return of(insertion, 0, 0);
  }

  /** The board too is put elsewhere for every episode: 5 cm and 30 degrees. */
  public static InsertionOptions randomBoard(Insertion insertion) {
    return of(insertion, BOARD_RANGE, BOARD_TURN);
  }

  private static InsertionOptions of(Insertion insertion, double boardRange, double boardTurn) {
    return new InsertionOptions(
        insertion.geometry().X_OB(),
        boardRange,
        boardTurn,
        insertion.start().range(),
        insertion.start().turn(),
        0,
        MAX_STEPS,
        true);
  }

  /**
   * The same with the board where the part is seated when the end effector stands at {@code X_OT}.
   */
  public InsertionOptions endingAt(RigidTransform X_OT, Insertion insertion) {
    return new InsertionOptions(
        X_OT.times(insertion.geometry().X_BT().inverse()),
        boardRange,
        boardTurn,
        startRange,
        startTurn,
        graspRange,
        maxSteps,
        endsAtGoal);
  }

  /** The same with another displacement of the part in the grasp. */
  public InsertionOptions withGraspRange(double graspRange) {
    return new InsertionOptions(
        X_OB, boardRange, boardTurn, startRange, startTurn, graspRange, maxSteps, endsAtGoal);
  }

  /** The same with another episode length. */
  public InsertionOptions withMaxSteps(int maxSteps) {
    return new InsertionOptions(
        X_OB, boardRange, boardTurn, startRange, startTurn, graspRange, maxSteps, endsAtGoal);
  }

  /** The same with episodes that go on when the goal is reached. */
  public InsertionOptions goingOn() {
    return new InsertionOptions(
        X_OB, boardRange, boardTurn, startRange, startTurn, graspRange, maxSteps, false);
  }
}
