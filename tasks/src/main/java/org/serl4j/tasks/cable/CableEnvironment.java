package org.serl4j.tasks.cable;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.serl4j.agent.Observation;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
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
 * {@link CableRouting} as an environment, in simulation. Reward and success are the same fact here,
 * the true one of {@link ClipFit}: no pose says whether a cable is in its clip. Where nothing knows
 * that truth, a learned reward takes its place.
 *
 * <p>The seed decides everything. The reset is scripted and verified ({@link ResetCycle}): it pulls
 * the cable out of the clip, a hand puts cable, clip and board in their places, the arm travels to
 * the start. Trials of resets do without the hand: the task's routines bring back what there is.
 */
public final class CableEnvironment extends ArmEnvironment {
  private final CableBench bench;
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
   * @param successes episodes in which the cable was routed
   * @param regrasps episodes after which the cable had slipped in the grasp and was put back
   * @param resetRetries movements of resets that had to be repeated
   */
  public record Report(int episodes, int successes, int regrasps, int resetRetries) {
    /** All of it in one line. */
    public String line() {
      return "%d episodes, %d with the cable in the clip, %d regrasps, %d reset retries"
          .formatted(episodes, successes, regrasps, resetRetries);
    }
  }

  /**
   * @param bench what the simulator knows and can do
   * @param repairs what a reset does between lifting and starting
   * @param hand whether the bench's hand prepares every episode in their place, so that it depends
   *     on its seed alone
   */
  CableEnvironment(
      Workcell workcell,
      CableOptions options,
      CableBench bench,
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
    this.hand = hand;
    PartSight sight = () -> Optional.of(bench.seenPose());
    X_OT = targetOnBoard();
    reset = new ResetCycle(workcell, CableRouting.RESET_MOTION, X_OT.p(), sight);
    start = new StartRegion(CableRouting.START_HEIGHT, options.startRange(), options.startTurn());
  }

  /** The task over a simulated workcell with the scene of {@link CableRouting}. */
  public CableEnvironment(SimulatedWorkcell workcell, CableOptions options) {
    this(workcell, options, new CableBench(workcell.scene(), options), CableRouting.REPAIRS, true);
  }

  /** Pose {@code X_OT} of the end effector with the cable in the clip, now; privileged. */
  public RigidTransform target() {
    return X_OT;
  }

  private RigidTransform targetOnBoard() {
    return bench.boardPose().times(CableRouting.X_BT);
  }

  /** The unseen hand of this scene. */
  public Tampering tampering() {
    return bench.tampering();
  }

  public Report report() {
    return new Report(episodes(), successes, bench.regrasps(), reset.retries());
  }

  CableBench bench() {
    return bench;
  }

  @Override
  public Observation reset(long seed) {
    rest();
    SplittableRandom random = new SplittableRandom(seed);
    ResetOutcome lifted = reset.lift();
    if (hand) {
      // a cable that does not come out is a retry in the report: the hand takes it out
      if (episodes() > 0) {
        bench.inspectGrasp(arm().state().X_OE());
      }
      bench.prepare(random, () -> arm().state().X_OE());
    } else {
      ResetCycle.require(lifted);
      reset.repair(repairs, episodes(), X_OT, CableRouting.COMPLIANCE);
      bench.placeBoard(random);
    }
    X_OT = targetOnBoard();
    RigidTransform X_OS = start.draw(X_OT, random);
    reset.start(X_OS, CableRouting.COMPLIANCE, CableRouting.WORKING.about(X_OT));
    routedBefore = false;
    return begin(X_OS);
  }

  /** How the routines of the last reset went, up to the first that failed. */
  List<ResetOutcome> lastReset() {
    return reset.last();
  }

  @Override
  protected Verdict judge(StepCycle.Sequel sequel) {
    if (hand) {
      // somebody may have shoved the board; without the hand nobody tells, as on a real bench
      X_OT = targetOnBoard();
    }
    boolean routed = sequel.sound() && bench.fit().routed();
    if (routed && !routedBefore) {
      routedBefore = true;
      successes++;
    }
    return new Verdict(routed, routed, "");
  }
}
