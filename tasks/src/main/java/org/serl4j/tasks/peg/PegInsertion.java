package org.serl4j.tasks.peg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
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
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.controller.teleoperation.Motion;
import org.serl4j.controller.teleoperation.OperatorFrame;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;
import org.serl4j.resets.HoldingPace;
import org.serl4j.resets.ResetMotion;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ScriptedReset;
import org.serl4j.resets.StartRegion;
import org.serl4j.rewards.PoseError;
import org.serl4j.rewards.PoseThreshold;

/**
 * Put the peg into the hole, by sight and touch.
 *
 * <h2>Description</h2>
 *
 * A torque-controlled arm holds a square peg (20 x 20 x 60 mm) between its fingers. The board has a
 * square hole (21 x 21 mm, 30 mm deep, chamfered edge). Two cameras on the wrist look past the peg
 * from opposite sides. Neither the state nor the reward tells where the hole is: only the images
 * do. SERL's task (Luo et al., arXiv 2401.16013, section V), with its numbers.
 *
 * <h2>Action Space</h2>
 *
 * Six numbers in [-1, 1], 10 times a second, in the end-effector frame E (z out of the gripper),
 * from the measured pose:
 *
 * <table>
 * <caption>Action</caption>
 * <tr><th>slice</th><th>elements</th><th>an action of 1 asks for</th></tr>
 * <tr><td>xyz</td><td>3</td><td>0.02 m along the axis of E</td></tr>
 * <tr><td>rotation</td><td>3</td><td>0.1 rad of rotation vector about the axis of E</td></tr>
 * </table>
 *
 * The desired pose is clipped to a box about the target pose T: 50 mm along x and y, from 100 mm
 * above it to the target itself, 0.01 rad of roll and pitch, 30 degrees of yaw. The arm follows it
 * with K = 2000 N/m, clipped at 3 mm sideways and 10 mm along z, so the policy cannot push harder
 * than about 6 N sideways and 20 N down. The gripper stays closed.
 *
 * <h2>Observation Space</h2>
 *
 * A state of 19 numbers, in SERL's order (keys by name), and one 128 x 128 RGB image per camera:
 *
 * <table>
 * <caption>State</caption>
 * <tr><th>slice</th><th>elements</th><th>meaning</th></tr>
 * <tr><td>gripper_pose</td><td>1</td><td>distance of the finger pads [m]</td></tr>
 * <tr><td>tcp_force</td><td>3</td><td>force on E, in E [N]</td></tr>
 * <tr><td>tcp_pose_position</td><td>3</td><td>p_RE [m]</td></tr>
 * <tr><td>tcp_pose_rotation</td><td>3</td><td>log(R_RE) [rad]</td></tr>
 * <tr><td>tcp_torque</td><td>3</td><td>torque on E, in E [Nm]</td></tr>
 * <tr><td>tcp_vel_linear</td><td>3</td><td>velocity of E, in E [m/s]</td></tr>
 * <tr><td>tcp_vel_angular</td><td>3</td><td>angular velocity of E, in E [rad/s]</td></tr>
 * </table>
 *
 * The pose is relative to R, the pose at reset, so that what is learned holds wherever the board
 * stands.
 *
 * <h2>Rewards</h2>
 *
 * 1 when E is within 1 cm and 0.2 rad of the target pose on every axis, else 0. Inside that
 * threshold a peg in its nominal grasp is at least 18 mm deep. {@link Step#success()} is a fact of
 * its own: in simulation it also asks that the true peg is at least 15 mm deep in the hole, so that
 * a peg pushed up in the grasp earns its reward but is not counted as a success, and {@link
 * #report()} counts it.
 *
 * <h2>Starting State</h2>
 *
 * E is 100 mm above the target, displaced by up to 50 mm along x and y and turned by up to 30
 * degrees, uniformly. By option the board is put elsewhere each time (50 mm, 30 degrees). The seed
 * decides everything. The reset is scripted and verified ({@link ScriptedReset}); in simulation a
 * hand puts the peg back into the grasp, and counts the times when it had slipped.
 *
 * <h2>Episode End</h2>
 *
 * Terminated on reward 1. Truncated after 100 steps (10 s); by a fault of the arm; by a camera that
 * does not come back while the arm holds still for it, with a note that says why.
 *
 * <h2>Arguments</h2>
 *
 * {@link PegOptions}.
 *
 * <h2>References</h2>
 *
 * SERL: serl_robot_infra, peg_env (facts in the paper's appendix). One deliberate difference: a
 * translation in E is a pure translation (SERL's adjoint adds a rotation that grows with the
 * distance from the base).
 *
 * <p>Not thread-safe: one thread drives it. Owns and closes the workcell.
 */
public final class PegInsertion implements Environment {
  public static final String NAME = "peg-insertion";

  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A step that comes this late starts a new beat instead of hurrying after the old one. */
  private static final long LATE_NS = STEP_NS / 2;

  private static final long CAMERA_PATIENCE_MS = 10_000;
  private static final double START_HEIGHT = 0.1; // [m]
  private static final double RESET_CEILING = 0.25; // [m] above the target
  private static final double RESET_REACH = 0.2; // [m] sideways of the target
  private static final PoseThreshold THRESHOLD = new PoseThreshold(0.01, 0.2);

  /** SERL's gains for the peg. */
  static final Compliance COMPLIANCE =
      new Compliance(
          2000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(0.003, 0.003, 0.01, 0.02, 0.02, 0.02));

  private final Workcell workcell;
  private final Arm arm;
  private final PegOptions options;
  private final @Nullable PegBench bench;
  private final HoldingPace pace;
  private final CameraRig cameras;
  private final ScriptedReset reset;
  private final StartRegion start;
  private final Spaces spaces;

  private RigidTransform X_OT;
  private RigidTransform X_OR;
  private List<byte[]> images = List.of();
  private String cameraProblem = "";
  private boolean running;
  private int steps;
  private long beatNs;
  private int episodes;
  private int poseSuccesses;
  private int falseSuccesses;
  private int resetRetries;

  /**
   * What happened since the environment was opened.
   *
   * @param episodes episodes begun
   * @param poseSuccesses episodes that ended within the pose threshold
   * @param falseSuccesses those of them whose peg was not in the hole; known in simulation only
   * @param regrasps episodes after which the peg had slipped in the grasp and was put back
   * @param resetRetries movements of resets that had to be repeated
   */
  public record Report(
      int episodes, int poseSuccesses, int falseSuccesses, int regrasps, int resetRetries) {

    /** All of it in one line. */
    public String line() {
      return "%d episodes, %d within the pose threshold (%d without the peg in the hole), %d regrasps, %d reset retries"
          .formatted(episodes, poseSuccesses, falseSuccesses, regrasps, resetRetries);
    }
  }

  PegInsertion(Workcell workcell, PegOptions options, @Nullable PegBench bench) {
    this.workcell = workcell;
    this.options = options;
    this.bench = bench;
    arm = workcell.arm();
    pace = new HoldingPace(workcell.pace(), arm);
    cameras = new CameraRig(workcell.cameras(), pace, CAMERA_PATIENCE_MS);
    reset = new ScriptedReset(workcell, ResetMotion.serl());
    start = new StartRegion(START_HEIGHT, options.startRange(), options.startTurn());
    X_OT = options.X_OB().times(PegGeometry.X_BT);
    X_OR = X_OT;
    List<String> names = workcell.cameras().stream().map(Camera::name).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          NAME + " needs cameras: name at least one under 'cameras' in the cell's file");
    }
    // the arm is not commanded before the first reset, so ask on the bare pace
    Frame first =
        new CameraRig(workcell.cameras(), workcell.pace(), CAMERA_PATIENCE_MS).latest().get(0);
    spaces = PegSpaces.spaces(names, first.width());
  }

  /** The task over a simulated workcell. */
  public static PegInsertion simulated(SimulatedWorkcell workcell, PegOptions options) {
    return new PegInsertion(workcell, options, new PegBench(workcell.scene(), options));
  }

  /**
   * The task over a workcell whose board stands where {@link PegOptions#X_OB()} says, with the peg
   * in the grasp.
   */
  public static PegInsertion onBench(Workcell workcell, PegOptions options) {
    if (options.boardRange() > 0 || options.boardTurn() > 0 || options.graspRange() > 0) {
      throw new IllegalArgumentException(
          "a real board and peg do not move by themselves: leave boardRange, boardTurn and"
              + " graspRange at 0");
    }
    return new PegInsertion(workcell, options, null);
  }

  @Override
  public String task() {
    return NAME;
  }

  @Override
  public Spaces spaces() {
    return spaces;
  }

  @Override
  public double stepSeconds() {
    return STEP_NS * 1e-9;
  }

  @Override
  public int maxEpisodeSteps() {
    return options.maxSteps();
  }

  @Override
  public double robotSeconds() {
    return pace.nowNs() * 1e-9;
  }

  /** Pose {@code X_OT} of the end effector with the peg inserted, in this episode; privileged. */
  public RigidTransform target() {
    return X_OT;
  }

  public Report report() {
    return new Report(
        episodes,
        poseSuccesses,
        falseSuccesses,
        bench == null ? 0 : bench.regrasps(),
        resetRetries);
  }

  @Nullable PegBench bench() {
    return bench;
  }

  Arm arm() {
    return arm;
  }

  @Override
  public Observation reset(long seed) {
    running = false;
    SplittableRandom random = new SplittableRandom(seed);
    Workspace resetting = resettingWorkspace();
    ResetOutcome lifted = reset.lift(resetting);
    resetRetries += lifted.tries() - 1;
    if (bench != null) {
      if (episodes > 0) {
        bench.inspectGrasp(arm.state().X_OE());
      }
      bench.prepare(random, () -> arm.state().X_OE());
      X_OT = bench.boardPose().times(PegGeometry.X_BT);
    } else {
      require(lifted);
    }
    RigidTransform X_OS = start.draw(X_OT, random);
    ResetOutcome started = reset.start(X_OS, resetting, COMPLIANCE, workingWorkspace());
    resetRetries += started.tries() - 1;
    require(started);
    pace.hold(X_OS);
    if (!look()) {
      throw new ResetFailedException("reset failed: " + cameraProblem);
    }
    ArmState state = arm.state();
    X_OR = state.X_OE();
    steps = 0;
    episodes++;
    beatNs = pace.nowNs();
    running = true;
    return observation(state);
  }

  private static void require(ResetOutcome outcome) {
    if (!outcome.done()) {
      throw new ResetFailedException(
          "reset failed after " + outcome.tries() + " tries: " + outcome.message());
    }
  }

  /**
   * The action that pushes and turns the end effector as a person means it, now.
   *
   * @param motion in the base frame O
   */
  public float[] steer(Motion motion) {
    OperatorFrame frame = new OperatorFrame(Rotation.IDENTITY, arm.state().X_OE().R());
    return PegSpaces.action(frame.toEndEffector(motion).limited());
  }

  @Override
  public Step step(float[] action) {
    if (!running) {
      throw new IllegalStateException(
          "step before reset, or after the end of the episode: call reset first");
    }
    float[] executed = clipped(action);
    RigidTransform X_OD = PegSpaces.target(arm.state().X_OE(), executed);
    arm.moveTo(X_OD);
    pace.hold(X_OD);
    long nowNs = pace.nowNs();
    beatNs = nowNs - beatNs < LATE_NS ? beatNs + STEP_NS : nowNs + STEP_NS;
    pace.advanceTo(beatNs);
    boolean seen = look();
    ArmState state = arm.state();
    Optional<ArmFault> fault = arm.fault();
    steps++;

    boolean reached = seen && fault.isEmpty() && THRESHOLD.reached(error(state.X_OE()));
    boolean success = reached && (bench == null || bench.inserted());
    boolean truncated = !reached && (!seen || fault.isPresent() || steps >= options.maxSteps());
    running = !reached && !truncated;
    poseSuccesses += reached ? 1 : 0;
    falseSuccesses += reached && !success ? 1 : 0;
    return new Step(
        observation(state),
        executed,
        PoseThreshold.reward(reached),
        reached,
        truncated,
        success,
        0, // the gripper stays closed
        note(fault, seen, reached, success, truncated));
  }

  private String note(
      Optional<ArmFault> fault, boolean seen, boolean reached, boolean success, boolean truncated) {
    if (fault.isPresent()) {
      return "the arm stopped: " + fault.get().message();
    } else if (!seen) {
      return cameraProblem;
    } else if (reached && !success && bench != null) {
      return "the pose says inserted, but the tip is %.1f mm deep".formatted(1000 * bench.depth());
    }
    return truncated ? "time limit of " + options.maxSteps() + " steps" : "";
  }

  private static float[] clipped(float[] action) {
    if (action.length != PegSpaces.actionSize()) {
      throw new IllegalArgumentException(
          "the action has "
              + action.length
              + " elements, the task takes "
              + PegSpaces.actionSize());
    }
    float[] clipped = action.clone();
    for (int i = 0; i < clipped.length; i++) {
      if (!Float.isFinite(clipped[i])) {
        throw new IllegalArgumentException(
            "element " + i + " of the action is " + clipped[i] + ": the policy has diverged");
      }
      clipped[i] = Math.max(-1, Math.min(1, clipped[i]));
    }
    return clipped;
  }

  /** {@code X_TE = X_OT^-1 X_OE}. */
  private PoseError error(RigidTransform X_OE) {
    RigidTransform X_TE = X_OT.inverse().times(X_OE);
    Vector3 r = X_TE.R().log();
    return new PoseError(X_TE.p().x(), X_TE.p().y(), X_TE.p().z(), r.x(), r.y(), r.z());
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
    return new Observation(PegSpaces.state(state, workcell.gripper().widthM(), X_OR), images);
  }

  /** SERL's box about the target: z of T points down, so the room above is at negative z. */
  private Workspace workingWorkspace() {
    return new Workspace(
        X_OT,
        new Vector3(-0.05, -0.05, -START_HEIGHT),
        new Vector3(0.05, 0.05, 0),
        new Vector3(-0.01, -0.01, -Math.PI / 6),
        new Vector3(0.01, 0.01, Math.PI / 6),
        List.of());
  }

  /** Room for the lift and the way between two boards, along the base's axes; any orientation. */
  private Workspace resettingWorkspace() {
    Vector3 p_OT = options.X_OB().times(PegGeometry.X_BT).p();
    Vector3 anyTurn = new Vector3(Math.PI, Math.PI, Math.PI);
    return new Workspace(
        new RigidTransform(Rotation.IDENTITY, p_OT),
        new Vector3(-RESET_REACH, -RESET_REACH, 0),
        new Vector3(RESET_REACH, RESET_REACH, RESET_CEILING),
        anyTurn.times(-1),
        anyTurn,
        List.of());
  }

  @Override
  public void close() {
    running = false;
    workcell.close();
  }
}
