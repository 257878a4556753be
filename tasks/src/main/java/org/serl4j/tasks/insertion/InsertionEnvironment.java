package org.serl4j.tasks.insertion;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.PartSight;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.StartRegion;
import org.serl4j.rewards.PoseError;
import org.serl4j.tasks.arm.ArmEnvironment;
import org.serl4j.tasks.arm.ResetCycle;
import org.serl4j.tasks.arm.StepCycle;
import org.serl4j.tasks.perturbation.Tampering;

/**
 * An {@link Insertion} as an environment. The task's own class says what is special about it; this
 * holds for all:
 *
 * <p>The reward is 1 when E is within the threshold of the target pose on every axis, else 0, and
 * ends the episode, unless by option it goes on. {@link Step#success()} is a fact of its own: in
 * simulation it also asks that the true part is in the hole, so that a part pushed up in the grasp
 * earns its reward but is not counted as a success, and {@link #report()} counts it.
 *
 * <p>The reset is scripted and verified ({@link ResetCycle}): lift out, the insertion's repairs, to
 * a random start pose. In simulation a hand takes the repairs' place: it puts the part back into
 * the grasp, counts the times when it had slipped, and leaves a scene that the seed alone decides.
 */
public final class InsertionEnvironment extends ArmEnvironment {
  /** Of sums and differences of decimal fractions, [m] or [rad]. */
  private static final double ROUNDING = 1e-9;

  private final Insertion insertion;
  private final @Nullable InsertionBench bench;
  private final boolean hand;
  private final ResetCycle reset;
  private final StartRegion start;

  private RigidTransform X_OT;
  private boolean reachedBefore;
  private int poseSuccesses;
  private int falseSuccesses;

  /**
   * What happened since the environment was opened.
   *
   * @param episodes episodes begun
   * @param poseSuccesses episodes that came within the pose threshold
   * @param falseSuccesses those of them whose part was not in the hole then; known in simulation
   *     only
   * @param regrasps episodes after which the part had slipped in the grasp and was put back
   * @param resetRetries movements of resets that had to be repeated
   * @param part the part's name
   */
  public record Report(
      int episodes,
      int poseSuccesses,
      int falseSuccesses,
      int regrasps,
      int resetRetries,
      String part) {

    /** All of it in one line. */
    public String line() {
      return "%d episodes, %d within the pose threshold (%d without the %s in the hole), %d regrasps, %d reset retries"
          .formatted(episodes, poseSuccesses, falseSuccesses, part, regrasps, resetRetries);
    }
  }

  /**
   * @param bench what the simulator knows and can do; null on a real bench
   * @param hand whether the bench's hand prepares every episode, so that it depends on its seed
   *     alone; if not, the task's routines bring back what there is, as on a real bench
   */
  InsertionEnvironment(
      Insertion insertion,
      Workcell workcell,
      InsertionOptions options,
      @Nullable InsertionBench bench,
      boolean hand) {
    super(
        insertion.name(),
        workcell,
        new StepCycle(insertion.name(), workcell, insertion.endEffector()),
        options.maxSteps(),
        options.endsAtGoal());
    requireAtMost("startRange", options.startRange(), insertion.start().range(), "m");
    requireAtMost("startTurn", options.startTurn(), insertion.start().turn(), "rad");
    requireAtMost("graspRange", options.graspRange(), insertion.graspTolerance(), "m");
    this.insertion = insertion;
    this.bench = bench;
    this.hand = hand && bench != null;
    start = new StartRegion(insertion.start().height(), options.startRange(), options.startTurn());
    X_OT = options.X_OB().times(insertion.geometry().X_BT());
    PartSight sight = bench == null ? PartSight.NONE : () -> Optional.of(bench.partPose());
    reset = new ResetCycle(workcell, insertion.resetMotion(), X_OT.p(), sight);
  }

  private static void requireAtMost(String name, double value, double most, String unit) {
    if (value > most + ROUNDING) {
      throw new IllegalArgumentException(
          "%s = %s %s is more than the task allows: %.4f %s"
              .formatted(name, value, unit, most, unit));
    }
  }

  /** The task over a simulated workcell with the insertion's scene. */
  public static InsertionEnvironment simulated(
      Insertion insertion, SimulatedWorkcell workcell, InsertionOptions options) {
    return new InsertionEnvironment(
        insertion,
        workcell,
        options,
        new InsertionBench(insertion.geometry(), workcell.scene(), options),
        true);
  }

  /**
   * The task over a workcell whose board stands where {@link InsertionOptions#X_OB()} says, with
   * the part in the grasp.
   */
  public static InsertionEnvironment onBench(
      Insertion insertion, Workcell workcell, InsertionOptions options) {
    if (options.boardRange() > 0 || options.boardTurn() > 0 || options.graspRange() > 0) {
      throw new IllegalArgumentException(
          "a real board and %s do not move by themselves: leave boardRange, boardTurn and graspRange at 0"
              .formatted(insertion.geometry().part()));
    }
    return new InsertionEnvironment(insertion, workcell, options, null, false);
  }

  private RigidTransform targetOnBoard(InsertionBench board) {
    return board.boardPose().times(insertion.geometry().X_BT());
  }

  /** Pose {@code X_OT} of the end effector with the part inserted, now; privileged. */
  public RigidTransform target() {
    return X_OT;
  }

  public Report report() {
    return new Report(
        episodes(),
        poseSuccesses,
        falseSuccesses,
        bench == null ? 0 : bench.regrasps(),
        reset.retries(),
        insertion.geometry().part());
  }

  /** The unseen hand, in simulation. */
  public Optional<Tampering> tampering() {
    return Optional.ofNullable(bench).map(there -> there.tampering(insertion.graspTolerance()));
  }

  Insertion insertion() {
    return insertion;
  }

  @Nullable InsertionBench bench() {
    return bench;
  }

  @Override
  public Observation reset(long seed) {
    rest();
    SplittableRandom random = new SplittableRandom(seed);
    ResetOutcome lifted = reset.lift(X_OT);
    if (hand && bench != null) {
      if (episodes() > 0) {
        bench.inspectGrasp(arm().state().X_OE());
      }
      bench.prepare(random, () -> arm().state().X_OE());
    } else {
      ResetCycle.require(lifted);
      reset.repair(insertion.repairs(), episodes(), X_OT, insertion.compliance());
      if (bench != null) {
        bench.placeBoard(random);
      }
    }
    if (bench != null) {
      X_OT = targetOnBoard(bench);
    }
    RigidTransform X_OS = start.draw(X_OT, random);
    reset.start(X_OS, insertion.compliance(), insertion.working().about(X_OT));
    reachedBefore = false;
    return begin(X_OS);
  }

  /** How the routines of the last reset went, up to the first that failed. */
  List<ResetOutcome> lastReset() {
    return reset.last();
  }

  @Override
  protected Verdict judge(StepCycle.Sequel sequel) {
    if (hand && bench != null) {
      // somebody may have shoved the board; without the hand nobody tells, as on a real bench
      X_OT = targetOnBoard(bench);
    }
    boolean reached = sequel.sound() && insertion.threshold().reached(error(sequel.X_OE()));
    boolean success = reached && (bench == null || bench.inserted());
    if (reached && !reachedBefore) {
      reachedBefore = true;
      poseSuccesses++;
      falseSuccesses += success ? 0 : 1;
    }
    return new Verdict(reached, success, reached && !success ? deception() : "");
  }

  private String deception() {
    return bench == null
        ? ""
        : "the pose says inserted, but the tip is %.1f mm deep".formatted(1000 * bench.depth());
  }

  /** {@code X_TE = X_OT^-1 X_OE}. */
  private PoseError error(RigidTransform X_OE) {
    RigidTransform X_TE = X_OT.inverse().times(X_OE);
    Vector3 r = X_TE.R().log();
    return new PoseError(X_TE.p().x(), X_TE.p().y(), X_TE.p().z(), r.x(), r.y(), r.z());
  }
}
