package org.serl4j.tasks.cable;

import java.util.SplittableRandom;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.controller.teleoperation.Motion;
import org.serl4j.resets.PartSight;
import org.serl4j.resets.StartRegion;
import org.serl4j.tasks.arm.ResetCycle;
import org.serl4j.tasks.arm.StepCycle;

/**
 * {@link CableRouting} as an environment, in simulation. Reward and success are the same fact here,
 * the true one of {@link ClipFit}: no pose says whether a cable is in its clip. Where nothing knows
 * that truth, a learned reward takes its place.
 *
 * <p>Truncated after the options' steps; by a fault of the arm; by a camera that does not come back
 * while the arm holds still for it, with a note that says why.
 *
 * <p>The seed decides everything. The reset is scripted and verified ({@link ResetCycle}): it pulls
 * the cable out of the clip, a hand puts cable, clip and board in their places, the arm travels to
 * the start.
 *
 * <p>Not thread-safe: one thread drives it. Owns and closes the workcell.
 */
public final class CableEnvironment implements Environment {
  private final SimulatedWorkcell workcell;
  private final Arm arm;
  private final CableOptions options;
  private final CableBench bench;
  private final StepCycle cycle;
  private final ResetCycle reset;
  private final StartRegion start;

  private RigidTransform X_OT = CableRouting.X_OB.times(CableRouting.X_BT);
  private boolean running;
  private boolean routedBefore;
  private int steps;
  private int episodes;
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

  /** The task over a simulated workcell with the scene of {@link CableRouting}. */
  public CableEnvironment(SimulatedWorkcell workcell, CableOptions options) {
    this.workcell = workcell;
    this.options = options;
    arm = workcell.arm();
    bench = new CableBench(workcell.scene(), options);
    cycle = new StepCycle(CableRouting.NAME, workcell, CableRouting.END_EFFECTOR);
    reset = new ResetCycle(workcell, CableRouting.RESET_MOTION, X_OT.p(), PartSight.NONE);
    start = new StartRegion(CableRouting.START_HEIGHT, options.startRange(), options.startTurn());
  }

  @Override
  public String task() {
    return CableRouting.NAME;
  }

  @Override
  public Spaces spaces() {
    return cycle.spaces();
  }

  @Override
  public double stepSeconds() {
    return cycle.stepSeconds();
  }

  @Override
  public int maxEpisodeSteps() {
    return options.maxSteps();
  }

  @Override
  public double robotSeconds() {
    return cycle.robotSeconds();
  }

  /** Pose {@code X_OT} of the end effector with the cable in the clip, in this episode. */
  public RigidTransform target() {
    return X_OT;
  }

  public Report report() {
    return new Report(episodes, successes, bench.regrasps(), reset.retries());
  }

  CableBench bench() {
    return bench;
  }

  Arm arm() {
    return arm;
  }

  @Override
  public Observation reset(long seed) {
    running = false;
    SplittableRandom random = new SplittableRandom(seed);
    // a cable that does not come out is a retry in the report: the hand below takes it out
    reset.lift();
    if (episodes > 0) {
      bench.inspectGrasp(arm.state().X_OE());
    }
    bench.prepare(random, () -> arm.state().X_OE());
    X_OT = bench.boardPose().times(CableRouting.X_BT);
    RigidTransform X_OS = start.draw(X_OT, random);
    reset.start(X_OS, CableRouting.COMPLIANCE, CableRouting.WORKING.about(X_OT));
    Observation first = cycle.begin(X_OS);
    routedBefore = false;
    steps = 0;
    episodes++;
    running = true;
    return first;
  }

  /**
   * The action that pushes and turns the end effector as a person means it, now.
   *
   * @param motion in the base frame O
   */
  public float[] steer(Motion motion) {
    return cycle.steer(motion);
  }

  @Override
  public Step step(float[] action) {
    if (!running) {
      throw new IllegalStateException(
          "step before reset, or after the end of the episode: call reset first");
    }
    float[] executed = cycle.clipped(action);
    StepCycle.Sequel sequel = cycle.run(executed);
    steps++;

    boolean routed = sequel.sound() && bench.fit().routed();
    boolean terminated = routed && options.endsAtGoal();
    boolean truncated = !terminated && (!sequel.sound() || steps >= options.maxSteps());
    running = !terminated && !truncated;
    if (routed && !routedBefore) {
      routedBefore = true;
      successes++;
    }
    return new Step(
        sequel.observation(),
        executed,
        routed ? 1 : 0,
        terminated,
        truncated,
        routed,
        0, // the gripper stays closed
        note(sequel, truncated));
  }

  private String note(StepCycle.Sequel sequel, boolean truncated) {
    if (!sequel.sound()) {
      return sequel.problem();
    }
    return truncated ? "time limit of " + options.maxSteps() + " steps" : "";
  }

  @Override
  public void close() {
    running = false;
    workcell.close();
  }
}
