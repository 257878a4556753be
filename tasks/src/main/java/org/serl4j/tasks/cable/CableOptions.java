package org.serl4j.tasks.cable;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.tasks.arm.BoardPlacement;

/**
 * What can be chosen about cable routing.
 *
 * @param X_OB pose of the board in the base frame: where it stands, or around which it is put at
 *     random
 * @param boardRange largest random displacement of the board along x and y [m]; 0 for a fixed board
 * @param boardTurn largest random rotation of the board about z [rad]; 0 for a fixed board
 * @param startRange largest random displacement of the start pose along x and y of the target [m]
 * @param startTurn largest random rotation of the start pose about z [rad]
 * @param maxSteps steps after which an episode is truncated
 * @param endsAtGoal whether reward 1 ends the episode
 */
public record CableOptions(
    RigidTransform X_OB,
    double boardRange,
    double boardTurn,
    double startRange,
    double startTurn,
    int maxSteps,
    boolean endsAtGoal) {

  private static final double BOARD_RANGE = 0.05; // [m]
  private static final double BOARD_TURN = Math.PI / 6;
  private static final int MAX_STEPS = 100;

  public CableOptions {
    requireWithin("boardRange", boardRange, BOARD_RANGE, "m");
    requireWithin("boardTurn", boardTurn, BOARD_TURN, "rad");
    requireWithin("startRange", startRange, CableRouting.RANGE, "m");
    requireWithin("startTurn", startTurn, CableRouting.TURN, "rad");
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
  public static CableOptions fixedBoard() {
    return at(0, 0);
  }

  /** The board too is put elsewhere for every episode: 5 cm and 30 degrees. */
  public static CableOptions randomBoard() {
    return at(BOARD_RANGE, BOARD_TURN);
  }

  private static CableOptions at(double boardRange, double boardTurn) {
    return new CableOptions(
        CableRouting.X_OB,
        boardRange,
        boardTurn,
        CableRouting.RANGE,
        CableRouting.TURN,
        MAX_STEPS,
        true);
  }

  /**
   * The same with the clip where the cable is in it when the end effector stands at {@code X_OT}.
   */
  public CableOptions endingAt(RigidTransform X_OT) {
    return new CableOptions(
        X_OT.times(CableRouting.X_BT.inverse()),
        boardRange,
        boardTurn,
        startRange,
        startTurn,
        maxSteps,
        endsAtGoal);
  }

  /** The same with another episode length. */
  public CableOptions withMaxSteps(int maxSteps) {
    return new CableOptions(
        X_OB, boardRange, boardTurn, startRange, startTurn, maxSteps, endsAtGoal);
  }

  /** The same with episodes that go on when the goal is reached. */
  public CableOptions goingOn() {
    return new CableOptions(X_OB, boardRange, boardTurn, startRange, startTurn, maxSteps, false);
  }

  /** Where boards are put. */
  BoardPlacement board() {
    return new BoardPlacement(X_OB, boardRange, boardTurn);
  }
}
