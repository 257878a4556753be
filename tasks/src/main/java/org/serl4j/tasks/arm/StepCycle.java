package org.serl4j.tasks.arm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.Spaces;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.CameraRig;
import org.serl4j.controller.camera.CameraUnavailableException;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.gripper.GripperControl;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.teleoperation.Motion;
import org.serl4j.controller.teleoperation.OperatorFrame;
import org.serl4j.resets.HoldingPace;

/**
 * The way of one step, 10 times a second: a clipped action becomes a pose for the arm, time passes
 * to the next beat, the cameras and the arm tell what became of it. What that is worth, and where
 * an episode begins and ends, is the task's own business.
 *
 * <p>Where the task learns its gripper, its command goes first, as in SERL, and nothing waits for
 * it. The arm follows and its setpoint is repeated while a camera is being reopened. A fault of the
 * plant is a fact of the step, not an exception.
 */
public final class StepCycle {
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long CAMERA_PATIENCE_MS = 10_000;

  private final Workcell workcell;
  private final EndEffectorSpaces endEffector;
  private final Arm arm;
  private final HoldingPace pace;
  private final CameraRig cameras;
  private final Spaces spaces;
  private final @Nullable GripperRule rule;
  private final Beat beat = new Beat(STEP_NS);

  private @Nullable GripperControl fingers;
  private RigidTransform X_OR = RigidTransform.IDENTITY;
  private List<byte[]> images = List.of();
  private String cameraProblem = "";

  /**
   * What is there after a step.
   *
   * @param observation for the policy; with the last images where a camera stayed dark
   * @param X_OE pose of the end effector
   * @param gripperPenalty what the gripper's critic pays for the step, at most 0
   * @param problem why the episode cannot go on: a fault of the arm, a dark camera; empty if it can
   */
  public record Sequel(
      Observation observation, RigidTransform X_OE, double gripperPenalty, String problem) {
    /** Whether the episode can go on. */
    public boolean sound() {
      return problem.isEmpty();
    }
  }

  /**
   * Asks each camera for a first image.
   *
   * @param task the task's name, for messages
   * @throws IllegalArgumentException if the workcell has no camera
   */
  public StepCycle(String task, Workcell workcell, EndEffectorSpaces endEffector) {
    this(task, workcell, endEffector, null);
  }

  /**
   * The same for a task that learns its gripper.
   *
   * @param rule from its choices to commands; null if {@code endEffector} has none
   */
  public StepCycle(
      String task, Workcell workcell, EndEffectorSpaces endEffector, @Nullable GripperRule rule) {
    if (endEffector.gripper() != (rule != null)) {
      throw new IllegalArgumentException(
          task + ": a rule for the gripper goes with an action that has one");
    }
    this.rule = rule;
    this.workcell = workcell;
    this.endEffector = endEffector;
    arm = workcell.arm();
    pace = new HoldingPace(workcell.pace(), arm);
    cameras = new CameraRig(workcell.cameras(), pace, CAMERA_PATIENCE_MS);
    List<String> names = workcell.cameras().stream().map(Camera::name).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          task + " needs cameras: name at least one under 'cameras' in the cell's file");
    }
    // the arm is not commanded before the first reset, so ask on the bare pace
    Frame first =
        new CameraRig(workcell.cameras(), workcell.pace(), CAMERA_PATIENCE_MS).latest().get(0);
    spaces = endEffector.over(names, first.width());
  }

  public Spaces spaces() {
    return spaces;
  }

  public double stepSeconds() {
    return STEP_NS * 1e-9;
  }

  /** The workcell's clock [s]. */
  public double robotSeconds() {
    return pace.nowNs() * 1e-9;
  }

  /** How well the steps kept their beat; always, in virtual time. */
  public String punctuality() {
    return beat.punctuality().line();
  }

  /**
   * Begins an episode where the arm stands: the observed pose counts from here, and the first beat.
   *
   * @param X_OS what the arm holds meanwhile
   * @throws ResetFailedException if a camera does not come back
   */
  public Observation begin(RigidTransform X_OS) {
    pace.hold(X_OS);
    if (!look()) {
      throw new ResetFailedException("reset failed: " + cameraProblem);
    }
    ArmState state = arm.state();
    X_OR = state.X_OE();
    // a new one, so that the last episode's commands count no more
    fingers = rule == null ? null : new GripperControl(workcell.gripper(), rule, pace::nowNs);
    beat.begin(pace.nowNs());
    return observation(state);
  }

  /**
   * The action within [-1, 1].
   *
   * @param action not modified
   * @throws IllegalArgumentException if it has another length or a number that is not finite
   */
  public float[] clipped(float[] action) {
    return spaces.action().clipped(action);
  }

  /** Does the action and waits for what comes of it. */
  public Sequel run(float[] clipped) {
    double penalty =
        fingers == null ? 0 : fingers.step(EndEffectorSpaces.choice(clipped)).penalty();
    RigidTransform X_OD = endEffector.target(arm.state().X_OE(), clipped);
    arm.moveTo(X_OD);
    pace.hold(X_OD);
    pace.advanceTo(beat.next(pace.nowNs()));
    beat.ended(pace.nowNs());
    boolean seen = look();
    ArmState state = arm.state();
    Optional<ArmFault> fault = arm.fault();
    String problem =
        fault.map(f -> "the arm stopped: " + f.message()).orElse(seen ? "" : cameraProblem);
    return new Sequel(observation(state), state.X_OE(), penalty, problem);
  }

  /**
   * The action that pushes and turns the end effector as a person means it, now.
   *
   * @param motion in the base frame O
   * @param choice ignored where the gripper stays as it is
   */
  public float[] steer(Motion motion, GripperAction choice) {
    OperatorFrame frame = new OperatorFrame(Rotation.IDENTITY, arm.state().X_OE().R());
    float[] action = EndEffectorSpaces.action(frame.toEndEffector(motion).limited());
    return rule == null ? action : EndEffectorSpaces.with(action, choice);
  }

  /** Takes an image of each camera, and waits for them while the arm holds; false if in vain. */
  private boolean look() {
    try {
      List<byte[]> taken = new ArrayList<>();
      for (Frame frame : cameras.latest()) {
        if (frame.width() != spaces.imageSize() || frame.height() != spaces.imageSize()) {
          throw new IllegalStateException(
              "a camera gave an image of %d x %d px instead of %d x %d"
                  .formatted(
                      frame.width(), frame.height(), spaces.imageSize(), spaces.imageSize()));
        }
        taken.add(frame.rgb());
      }
      images = taken;
      return true;
    } catch (CameraUnavailableException e) {
      cameraProblem = String.valueOf(e.getMessage());
      return false;
    }
  }

  private Observation observation(ArmState state) {
    return new Observation(
        EndEffectorSpaces.state(state, workcell.gripper().widthM(), X_OR), images);
  }
}
