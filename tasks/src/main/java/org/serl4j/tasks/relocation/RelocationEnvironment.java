package org.serl4j.tasks.relocation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.PartSight;
import org.serl4j.tasks.arm.ArmEnvironment;
import org.serl4j.tasks.arm.ResetCycle;
import org.serl4j.tasks.arm.StepCycle;

/**
 * One direction of {@link ObjectRelocation} as an environment, in simulation. Reward and success
 * are the same fact here, the true one of {@link BlockState}. Where nothing knows that truth, a
 * learned reward takes its place.
 *
 * <p>The seed decides everything: a hand puts the block into the start's bin. After {@link #leave}
 * the next episode begins with the block where it was left, which then decides it with the seed.
 * The reset is scripted and verified ({@link ResetCycle}).
 */
public final class RelocationEnvironment extends ArmEnvironment {
  private final Direction direction;
  private final RelocationBench bench;
  private final ResetCycle reset;

  private @Nullable RigidTransform left;
  private BlockState block;
  private boolean deliveredBefore;
  private int successes;
  private int lost;

  /**
   * What happened since the environment was opened.
   *
   * @param episodes episodes begun
   * @param successes episodes in which the block was delivered
   * @param lost episodes that left the block in neither bin
   * @param resetRetries movements of resets that had to be repeated
   */
  public record Report(int episodes, int successes, int lost, int resetRetries) {
    /** All of it in one line. */
    public String line() {
      return "%d episodes, %d with the block delivered, %d with it in neither bin at the end, %d reset retries"
          .formatted(episodes, successes, lost, resetRetries);
    }
  }

  /** The task over a simulated workcell with the scene of {@link ObjectRelocation}. */
  public RelocationEnvironment(
      Direction direction,
      SimulatedWorkcell workcell,
      GripperRule rule,
      RelocationOptions options) {
    super(
        direction.task(),
        workcell,
        new StepCycle(direction.task(), workcell, ObjectRelocation.END_EFFECTOR, rule),
        options.maxSteps(),
        options.endsAtGoal());
    this.direction = direction;
    bench = new RelocationBench(workcell, rule);
    reset =
        new ResetCycle(
            workcell, ObjectRelocation.RESET_MOTION, ObjectRelocation.X_OT.p(), PartSight.NONE);
    block = bench.look();
  }

  public Direction direction() {
    return direction;
  }

  public Report report() {
    return new Report(episodes(), successes, lost, reset.retries());
  }

  /** The block as the last step left it. */
  BlockState block() {
    return block;
  }

  RelocationBench bench() {
    return bench;
  }

  GripperState gripper() {
    return bench.gripper();
  }

  /**
   * The next reset leaves the block where it is instead of drawing a place for it; the tool has let
   * go of it.
   *
   * @param X_OP the block's pose, in the start's bin
   */
  void leave(RigidTransform X_OP) {
    left = X_OP;
  }

  /** The next reset draws a place for the block again. */
  void forget() {
    left = null;
  }

  @Override
  public Observation reset(long seed) {
    rest();
    RigidTransform X_OP = left;
    if (X_OP == null) {
      // what the tool still holds stays behind: the hand below takes it
      reset.lift();
      X_OP = direction.start().draw(new SplittableRandom(seed));
    }
    if (episodes() > 0 && !block.in(Bin.A) && !block.in(Bin.B)) {
      lost++;
    }
    bench.prepare(X_OP);
    RigidTransform X_OS = ObjectRelocation.X_OS(direction.start());
    reset.start(X_OS, ObjectRelocation.COMPLIANCE, ObjectRelocation.WORKING);
    left = null;
    return beginHere();
  }

  /** Begins an episode where arm and block are, at the start. */
  Observation beginHere() {
    deliveredBefore = false;
    Observation first = begin(ObjectRelocation.X_OS(direction.start()));
    block = bench.look();
    return first;
  }

  @Override
  protected Verdict judge(StepCycle.Sequel sequel) {
    block = bench.look();
    boolean delivered = sequel.sound() && block.delivered(direction.goal());
    if (delivered && !deliveredBefore) {
      deliveredBefore = true;
      successes++;
    }
    return new Verdict(delivered, delivered, "");
  }
}
