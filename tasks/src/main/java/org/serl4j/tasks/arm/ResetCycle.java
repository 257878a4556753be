package org.serl4j.tasks.arm;

import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.resets.PartSight;
import org.serl4j.resets.ResetMotion;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.resets.ResetSite;
import org.serl4j.resets.ScriptedReset;

/**
 * The way from one episode to the next: up and out of whatever the tool is in, then, once the scene
 * is prepared by a hand or by the task's own routines, to the start pose. Keeps how each routine of
 * the last reset went, and counts what had to be repeated.
 */
public final class ResetCycle {
  private static final double CEILING = 0.25; // [m] above the middle of the targets
  private static final double REACH = 0.2; // [m] sideways of it

  /** A part that slipped up in the grasp is set down from below the target [m]. */
  private static final double REPAIR_DEPTH = 0.008;

  private final ScriptedReset reset;
  private final Vector3 p_OT;
  private final List<ResetOutcome> last = new ArrayList<>();
  private int retries;

  /**
   * @param p_OT the middle of the episodes' target positions in the base frame
   * @param sight how the held part is seen
   */
  public ResetCycle(Workcell workcell, ResetMotion motion, Vector3 p_OT, PartSight sight) {
    reset = new ScriptedReset(workcell, motion, sight);
    this.p_OT = p_OT;
  }

  /**
   * Room for the lift and the way between two boards, along the base's axes; any orientation.
   *
   * @param depth below the target [m]
   */
  private Workspace room(double depth) {
    Vector3 anyTurn = new Vector3(Math.PI, Math.PI, Math.PI);
    return new Workspace(
        new RigidTransform(Rotation.IDENTITY, p_OT),
        new Vector3(-REACH, -REACH, -depth),
        new Vector3(REACH, REACH, CEILING),
        anyTurn.times(-1),
        anyTurn,
        List.of());
  }

  /** Begins a reset whose first routine is the task's own. */
  public void begin() {
    last.clear();
  }

  /** Begins a reset: lifts the tool. The outcome is the caller's to judge. */
  public ResetOutcome lift() {
    begin();
    return noted(reset.lift(room(0)));
  }

  /**
   * The same out of a fixture that need not open upwards.
   *
   * @param X_OT the target pose: the way out is against its z axis
   */
  public ResetOutcome lift(RigidTransform X_OT) {
    begin();
    return noted(reset.lift(room(0), ResetSite.out(X_OT)));
  }

  /**
   * Runs those of the task's routines that are due.
   *
   * @param episodes episodes so far
   * @param X_OT the target pose
   * @throws ResetFailedException by the first that fails
   */
  public void repair(
      List<ResetRoutine> repairs, int episodes, RigidTransform X_OT, Compliance compliance) {
    ResetSite site = new ResetSite(X_OT, room(REPAIR_DEPTH), compliance);
    for (ResetRoutine repair : repairs) {
      if (repair.due(episodes)) {
        require(noted(reset.run(repair, site)));
      }
    }
  }

  /**
   * Brings the arm to the start pose and hands it over with the task's gains and limits.
   *
   * @throws ResetFailedException if it does not get there
   */
  public void start(RigidTransform X_OS, Compliance compliance, Workspace working) {
    require(noted(reset.start(X_OS, room(0), compliance, working)));
  }

  private ResetOutcome noted(ResetOutcome outcome) {
    last.add(outcome);
    retries += outcome.tries() - 1;
    return outcome;
  }

  /**
   * @throws ResetFailedException with the reason, unless it is done
   */
  public static void require(ResetOutcome outcome) {
    if (!outcome.done()) {
      throw new ResetFailedException("reset failed: " + outcome.line());
    }
  }

  /** How the routines of the last reset went, up to the first that failed. */
  public List<ResetOutcome> last() {
    return List.copyOf(last);
  }

  /** Movements that had to be repeated since this was made. */
  public int retries() {
    return retries;
  }
}
