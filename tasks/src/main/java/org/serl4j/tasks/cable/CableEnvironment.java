package org.serl4j.tasks.cable;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.PartSight;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.resets.StartRegion;
import org.serl4j.tasks.arm.ArmEnvironment;
import org.serl4j.tasks.arm.ResetCycle;
import org.serl4j.tasks.arm.StepCycle;
import org.serl4j.tasks.perturbation.Tampering;

/**
 * {@link CableRouting} as an environment. In simulation reward and success are the same fact, the
 * true one of {@link ClipFit}: no pose says whether a cable is in its clip. On a bench nobody knows
 * that truth: reward and success are never there, until a learned reward or a person judges.
 *
 * <p>The reset is scripted and verified ({@link ResetCycle}): it pulls the cable out of the clip,
 * the way it went in, has the task's routines bring back a cable that was left there, travels to
 * the start and looks whether the fingers still hold something. In simulation a hand takes the
 * routines' place and leaves a scene that the seed alone decides; trials of resets do without it.
 */
public final class CableEnvironment extends ArmEnvironment {
  private final @Nullable CableBench bench;
  private final Gripper gripper;
  private final List<ResetRoutine> repairs;
  private final boolean hand;
  private final ResetCycle reset;
  private final StartRegion start;

  private RigidTransform X_OT;
  private boolean routedBefore;
  private int successes;

  /**
   * What happened since the environment was opened.
   *
   * @param episodes episodes begun
   * @param successes episodes in which the cable was routed; known in simulation only
   * @param regrasps episodes after which the cable had slipped in the grasp and was put back
   * @param resetRetries movements of resets that had to be repeated
   */
  public record Report(int episodes, int successes, int regrasps, int resetRetries) {
    /** What a bench knows of it, in one line. */
    public String lineOfBench() {
      return "%d episodes, %d reset retries".formatted(episodes, resetRetries);
    }

    /** All of it in one line. */
    public String line() {
      return "%d episodes, %d with the cable in the clip, %d regrasps, %d reset retries"
          .formatted(episodes, successes, regrasps, resetRetries);
    }
  }

  /**
   * @param bench what the simulator knows and can do; null on a real bench
   * @param repairs what a reset does between lifting and starting
   * @param hand whether the bench's hand prepares every episode in their place, so that it depends
   *     on its seed alone
   */
  CableEnvironment(
      Workcell workcell,
      CableOptions options,
      @Nullable CableBench bench,
      List<ResetRoutine> repairs,
      boolean hand) {
    super(
        CableRouting.NAME,
        workcell,
        new StepCycle(CableRouting.NAME, workcell, CableRouting.END_EFFECTOR),
        options.maxSteps(),
        options.endsAtGoal());
    this.bench = bench;
    this.repairs = List.copyOf(repairs);
    this.hand = hand && bench != null;
    gripper = workcell.gripper();
    PartSight sight = bench == null ? PartSight.NONE : () -> Optional.of(bench.seenPose());
    X_OT = (bench == null ? options.X_OB() : bench.boardPose()).times(CableRouting.X_BT);
    reset = new ResetCycle(workcell, CableRouting.RESET_MOTION, X_OT.p(), sight);
    start = new StartRegion(CableRouting.START_HEIGHT, options.startRange(), options.startTurn());
  }

  /** The task over a simulated workcell with the scene of {@link CableRouting}. */
  public CableEnvironment(SimulatedWorkcell workcell, CableOptions options) {
    this(workcell, options, new CableBench(workcell.scene(), options), CableRouting.REPAIRS, true);
  }

  /**
   * The task over a workcell whose clip stands where {@link CableOptions#X_OB()} says, with the
   * cable in the grasp or in the clip.
   */
  public static CableEnvironment onBench(Workcell workcell, CableOptions options) {
    if (options.boardRange() > 0 || options.boardTurn() > 0) {
      throw new IllegalArgumentException(
          "a real board does not move by itself: leave boardRange and boardTurn at 0");
    }
    return new CableEnvironment(workcell, options, null, CableRouting.REPAIRS_ON_BENCH, false);
  }

  /** Pose {@code X_OT} of the end effector with the cable in the clip, now; privileged. */
  public RigidTransform target() {
    return X_OT;
  }

  private static RigidTransform targetOnBoard(CableBench board) {
    return board.boardPose().times(CableRouting.X_BT);
  }

  /** The unseen hand, in simulation. */
  public Optional<Tampering> tampering() {
    return Optional.ofNullable(bench).map(CableBench::tampering);
  }

  public Report report() {
    return new Report(episodes(), successes, bench == null ? 0 : bench.regrasps(), reset.retries());
  }

  @Nullable CableBench bench() {
    return bench;
  }

  @Override
  public Observation reset(long seed) {
    rest();
    SplittableRandom random = new SplittableRandom(seed);
    routedBefore = false;
    if (bench == null) {
      RigidTransform X_OS = start.draw(X_OT, random);
      bringBack(X_OS);
      return begin(X_OS);
    }
    ResetOutcome lifted = reset.lift(X_OT);
    if (hand) {
      // a cable that does not come out is a retry in the report: the hand takes it out
      if (episodes() > 0) {
        bench.inspectGrasp(arm().state().X_OE());
      }
      bench.prepare(random, () -> arm().state().X_OE());
    } else {
      ResetCycle.require(lifted);
      repair();
      bench.placeBoard(random);
    }
    X_OT = targetOnBoard(bench);
    RigidTransform X_OS = start.draw(X_OT, random);
    goToStart(X_OS);
    return begin(X_OS);
  }

  /** On a bench that sees nothing: all that can be verified is the arm's and the fingers'. */
  private void bringBack(RigidTransform X_OS) {
    int tries = 0;
    do {
      if (tries == CableRouting.RESET_MOTION.tries()) {
        throw new ResetFailedException(
            "reset failed: the cable was lost on the way to the start pose %d times (fingers %.1f mm apart): lay it into the clip"
                .formatted(tries, 1000 * gripper.widthM()));
      }
      ResetCycle.require(reset.lift(X_OT));
      repair();
      goToStart(X_OS);
      tries++;
    } while (!CableRouting.HELD_ON_BENCH.problem(gripper.measured()).isEmpty());
  }

  private void repair() {
    reset.repair(repairs, episodes(), X_OT, CableRouting.COMPLIANCE);
  }

  private void goToStart(RigidTransform X_OS) {
    reset.start(X_OS, CableRouting.COMPLIANCE, CableRouting.WORKING.about(X_OT));
  }

  /** How the routines of the last reset went, up to the first that failed. */
  List<ResetOutcome> lastReset() {
    return reset.last();
  }

  @Override
  protected Verdict judge(StepCycle.Sequel sequel) {
    if (bench == null) {
      return new Verdict(false, false, "");
    }
    if (hand) {
      // somebody may have shoved the board; without the hand nobody tells, as on a real bench
      X_OT = targetOnBoard(bench);
    }
    boolean routed = sequel.sound() && bench.fit().routed();
    if (routed && !routedBefore) {
      routedBefore = true;
      successes++;
    }
    return new Verdict(routed, routed, "");
  }
}
