package org.serl4j.tasks.arm;

import java.util.List;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.resets.ResetMotion;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ScriptedReset;

/**
 * The way from one episode to the next: up and out of whatever the tool is in, then, once the task
 * has prepared the scene, to the start pose. Counts the movements that had to be repeated.
 */
public final class ResetCycle {
  private static final double CEILING = 0.25; // [m] above the middle of the targets
  private static final double REACH = 0.2; // [m] sideways of it

  private final ScriptedReset reset;
  private final Workspace resetting;
  private int retries;

  /**
   * @param p_OT the middle of the episodes' target positions in the base frame
   */
  public ResetCycle(Workcell workcell, ResetMotion motion, Vector3 p_OT) {
    reset = new ScriptedReset(workcell, motion);
    resetting = room(p_OT);
  }

  /** Room for the lift and the way between two boards, along the base's axes; any orientation. */
  private static Workspace room(Vector3 p_OT) {
    Vector3 anyTurn = new Vector3(Math.PI, Math.PI, Math.PI);
    return new Workspace(
        new RigidTransform(Rotation.IDENTITY, p_OT),
        new Vector3(-REACH, -REACH, 0),
        new Vector3(REACH, REACH, CEILING),
        anyTurn.times(-1),
        anyTurn,
        List.of());
  }

  /** Lifts the tool; the outcome is the caller's to judge. */
  public ResetOutcome lift() {
    return counted(reset.lift(resetting));
  }

  /**
   * Brings the arm to the start pose and hands it over with the task's gains and limits.
   *
   * @throws ResetFailedException if it does not get there
   */
  public void start(RigidTransform X_OS, Compliance compliance, Workspace working) {
    require(counted(reset.start(X_OS, resetting, compliance, working)));
  }

  private ResetOutcome counted(ResetOutcome outcome) {
    retries += outcome.tries() - 1;
    return outcome;
  }

  /**
   * @throws ResetFailedException with the reason, unless it is done
   */
  public static void require(ResetOutcome outcome) {
    if (!outcome.done()) {
      throw new ResetFailedException(
          "reset failed after " + outcome.tries() + " tries: " + outcome.message());
    }
  }

  /** Movements that had to be repeated since this was made. */
  public int retries() {
    return retries;
  }
}
