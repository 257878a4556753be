package org.serl4j.resets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * SERL's reset without its weak points: faults are cleared, stiff gains, straight up out of
 * whatever the tool is in, then the task's own {@link ResetRoutine routines}, then to the start
 * pose along a straight line in position and the shortest way (slerp) in orientation, and the pose
 * is verified before the task's gains return. Tries are bounded; a failure is a value with its
 * reason.
 *
 * <p><b>Interruption.</b> Every wait is the workcell's pace, so an exception out of {@link
 * org.serl4j.controller.Pace#advanceTo}, or an interrupt of the thread (a {@link
 * MotionInterruptedException}, at most 50 ms later), ends a reset at once. Nothing is undone: the
 * arm keeps its last setpoint until its watchdog makes it hold where it is. A reset keeps no state
 * but what stands on the bench, and begins by clearing a fault from where the arm is; so the next
 * one, of this object or another, goes on from there.
 */
public final class ScriptedReset {
  /** Names of the two routines that every reset begins and ends with. */
  public static final String LIFT = "lift-clear";

  public static final String START = "start-pose";

  private final ResetMoves moves;
  private final ResetMotion motion;

  /** A reset that sees no part. */
  public ScriptedReset(Workcell workcell, ResetMotion motion) {
    this(workcell, motion, PartSight.NONE);
  }

  public ScriptedReset(Workcell workcell, ResetMotion motion, PartSight sight) {
    moves = new ResetMoves(workcell, motion, sight);
    this.motion = motion;
  }

  /** Names of all routines of a reset with these between its first and its last, in their order. */
  public static List<String> names(List<ResetRoutine> between) {
    List<String> names = new ArrayList<>();
    names.add(LIFT);
    between.forEach(routine -> names.add(routine.name()));
    names.add(START);
    return names;
  }

  /**
   * Clears a fault and lifts the tool straight up, at most to the workspace's ceiling.
   *
   * @param workspace limits while resetting, along the base's axes
   */
  public ResetOutcome lift(Workspace workspace) {
    return lift(workspace, ResetMoves.UP);
  }

  /**
   * The same out of a fixture that does not open upwards.
   *
   * @param out unit vector in the base frame: the way out of the fixture
   */
  public ResetOutcome lift(Workspace workspace, Vector3 out) {
    return bounded(
        LIFT,
        Double.POSITIVE_INFINITY,
        () -> {
          moves.engage(workspace);
          moves.awaitFingers(); // half closed they would drag along what they are about to hold
          return moves.withdraw(workspace, out, motion.lift());
        });
  }

  /** Runs a routine of the task. */
  public ResetOutcome run(ResetRoutine routine, ResetSite site) {
    return bounded(routine.name(), routine.deadlineSeconds(), () -> routine.attempt(moves, site));
  }

  /**
   * Brings the arm to a start pose, verifies it and hands it over with the task's gains and limits.
   *
   * @param X_OS the start pose; within {@code resetting}
   * @param resetting limits on the way
   * @param compliance the task's gains
   * @param working the task's limits
   */
  public ResetOutcome start(
      RigidTransform X_OS, Workspace resetting, Compliance compliance, Workspace working) {
    return bounded(
        START,
        Double.POSITIVE_INFINITY,
        () -> {
          moves.engage(resetting);
          String problem = moves.go(X_OS);
          if (problem.isEmpty()) {
            moves.release(compliance, working);
          }
          return problem;
        });
  }

  private ResetOutcome bounded(String name, double deadlineSeconds, Supplier<String> attempt) {
    double began = moves.nowSeconds();
    for (int tries = 1; ; tries++) {
      String problem = attempt.get();
      double seconds = moves.nowSeconds() - began;
      if (problem.isEmpty() || tries == motion.tries() || seconds >= deadlineSeconds) {
        return new ResetOutcome(name, problem.isEmpty(), tries, seconds, problem);
      }
    }
  }
}
