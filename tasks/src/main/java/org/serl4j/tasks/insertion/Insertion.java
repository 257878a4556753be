package org.serl4j.tasks.insertion;

import java.util.List;
import java.util.function.UnaryOperator;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.resets.ResetMotion;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.resets.ScriptedReset;
import org.serl4j.resets.StartRegion;
import org.serl4j.rewards.PoseThreshold;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.arm.PartAttendant;

/**
 * What one insertion differs in from another.
 *
 * @param name the task's name
 * @param scene its MJCF file, relative to the package of all tasks
 * @param geometry bodies, frames and depths
 * @param endEffector how far an action reaches
 * @param compliance the arm's gains and clips: these times each other bound the contact force
 * @param working where E may be sent, about the target pose T; z of T points down
 * @param threshold of the pose that earns the reward
 * @param start where episodes start: the largest displacement and turn
 * @param resetMotion how a reset moves
 * @param repairs what a reset does between lifting and starting, where no hand does it
 */
public record Insertion(
    String name,
    String scene,
    InsertionGeometry geometry,
    EndEffectorSpaces endEffector,
    Compliance compliance,
    Workspace working,
    PoseThreshold threshold,
    StartRegion start,
    ResetMotion resetMotion,
    List<ResetRoutine> repairs) {
  private static final double SLIP_METRES = 0.0003;
  private static final double SLIP_RADIANS = Math.toRadians(0.5);

  public Insertion {
    repairs = List.copyOf(repairs);
  }

  /** The same with other repairs. */
  Insertion withRepairs(List<ResetRoutine> others) {
    return new Insertion(
        name,
        scene,
        geometry,
        endEffector,
        compliance,
        working,
        threshold,
        start,
        resetMotion,
        others);
  }

  /** Names of all routines of a reset, in their order. */
  public List<String> routines() {
    return ScriptedReset.names(repairs);
  }

  /**
   * What a person beside the bench attends to. Looks closely: on a real bench a clamp keeps the
   * part to tenths of a millimetre.
   */
  public PartAttendant.Held attended() {
    return new PartAttendant.Held(
        geometry.part(),
        geometry.fixture(),
        geometry.X_EP(),
        UnaryOperator.identity(),
        SLIP_METRES,
        SLIP_RADIANS);
  }

  /**
   * Displacement of the part in the grasp up to which a pose within the threshold means a part in
   * the hole, and a part in the hole can be within the threshold [m].
   */
  public double graspTolerance() {
    double deepEnough = geometry.targetDepth() - threshold.z() - geometry.insertedDepth();
    double closeEnough = threshold.z() + geometry.holeDepth() - geometry.targetDepth();
    return Math.min(deepEnough, closeEnough);
  }
}
