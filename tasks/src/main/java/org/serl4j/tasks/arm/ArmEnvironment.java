package org.serl4j.tasks.arm;

import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.teleoperation.Motion;

/**
 * An environment over a {@link StepCycle}: what a step is, when an episode ends, and what is told
 * of it. A task adds its reset and its judgement.
 *
 * <p>Terminated when the goal is reached, unless by option it goes on. Truncated after the task's
 * steps; by a fault of the arm; by a camera that does not come back while the arm holds still for
 * it, with a note that says why.
 *
 * <p>Not thread-safe: one thread drives it. Owns and closes the workcell.
 */
public abstract class ArmEnvironment implements Environment {
  private final String task;
  private final Workcell workcell;
  private final StepCycle cycle;
  private final int maxSteps;
  private final boolean endsAtGoal;

  private boolean running;
  private int steps;
  private int episodes;
  private RigidTransform X_OS = RigidTransform.IDENTITY;

  /**
   * What a step came to.
   *
   * @param reached whether the goal is reached as the task's reward sees it: reward 1, else 0
   * @param success whether it truly is
   * @param note what is worth telling, in one line, or empty
   */
  public record Verdict(boolean reached, boolean success, String note) {}

  /**
   * @param maxSteps steps after which an episode is truncated
   * @param endsAtGoal whether reward 1 ends the episode
   */
  protected ArmEnvironment(
      String task, Workcell workcell, StepCycle cycle, int maxSteps, boolean endsAtGoal) {
    this.task = task;
    this.workcell = workcell;
    this.cycle = cycle;
    this.maxSteps = maxSteps;
    this.endsAtGoal = endsAtGoal;
  }

  @Override
  public final String task() {
    return task;
  }

  @Override
  public final Spaces spaces() {
    return cycle.spaces();
  }

  @Override
  public final double stepSeconds() {
    return cycle.stepSeconds();
  }

  @Override
  public final int maxEpisodeSteps() {
    return maxSteps;
  }

  @Override
  public final double robotSeconds() {
    return cycle.robotSeconds();
  }

  /** The arm, for hands that act beside the environment. */
  public final Arm arm() {
    return workcell.arm();
  }

  /** How well the steps kept their beat, in one line. */
  public final String punctuality() {
    return cycle.punctuality();
  }

  /** Episodes begun. */
  protected final int episodes() {
    return episodes;
  }

  /** No episode runs from here until {@link #begin}. */
  protected final void rest() {
    running = false;
  }

  /** Begins an episode where a reset has brought the arm. */
  protected final Observation begin(RigidTransform X_OS) {
    Observation first = cycle.begin(X_OS);
    this.X_OS = X_OS;
    steps = 0;
    episodes++;
    running = true;
    return first;
  }

  /** {@code X_SE}: where the arm stands, seen from where the last episode was to begin. */
  public final RigidTransform startError() {
    return X_OS.inverse().times(arm().state().X_OE());
  }

  /** Judges what came of a step, also of one that a fault or a dark camera has cut. */
  protected abstract Verdict judge(StepCycle.Sequel sequel);

  /**
   * The action that pushes and turns the end effector as a person means it, now.
   *
   * @param motion in the base frame O
   * @param choice ignored where the gripper stays as it is
   */
  public final float[] steer(Motion motion, GripperAction choice) {
    return cycle.steer(motion, choice);
  }

  @Override
  public final Step step(float[] action) {
    if (!running) {
      throw new IllegalStateException(
          "step before reset, or after the end of the episode: call reset first");
    }
    float[] executed = cycle.clipped(action);
    StepCycle.Sequel sequel = cycle.run(executed);
    steps++;

    Verdict verdict = judge(sequel);
    boolean terminated = verdict.reached && endsAtGoal;
    boolean truncated = !terminated && (!sequel.sound() || steps >= maxSteps);
    running = !terminated && !truncated;
    return new Step(
        sequel.observation(),
        executed,
        verdict.reached ? 1 : 0,
        terminated,
        truncated,
        verdict.success,
        sequel.gripperPenalty(),
        note(sequel, verdict, truncated));
  }

  private String note(StepCycle.Sequel sequel, Verdict verdict, boolean truncated) {
    if (!sequel.sound()) {
      return sequel.problem();
    } else if (!verdict.note.isEmpty()) {
      return verdict.note;
    }
    return truncated ? "time limit of " + maxSteps + " steps" : "";
  }

  @Override
  public final void close() {
    running = false;
    workcell.close();
  }
}
