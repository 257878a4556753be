package org.serl4j.tasks.relocation;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.PartSight;
import org.serl4j.resets.Release;
import org.serl4j.tasks.arm.ArmEnvironment;
import org.serl4j.tasks.arm.ResetCycle;
import org.serl4j.tasks.arm.StepCycle;

/**
 * One direction of {@link ObjectRelocation} as an environment. In simulation reward and success are
 * the same fact, the true one of {@link BlockState}. On a bench nobody sees the block: reward and
 * success are never there, until a learned reward or a person judges.
 *
 * <p>In simulation the seed decides everything: a hand puts the block into the start's bin. After
 * {@link #leave} the next episode begins with the block where it was left, which then decides it
 * with the seed. On a bench that hand is a person's, who is asked for before each episode but those
 * that {@link #goOnHere} begins. The reset is scripted and verified ({@link ResetCycle}).
 */
public final class RelocationEnvironment extends ArmEnvironment {
  private final Direction direction;
  private final @Nullable RelocationBench bench;
  private final Gripper gripper;
  private final RigidTransform X_OT;
  private final RigidTransform X_OS;
  private final ResetCycle reset;

  private @Nullable RigidTransform left;
  private @Nullable BlockState block;
  private boolean placed;
  private boolean deliveredBefore;
  private int successes;
  private int lost;

  /**
   * What happened since the environment was opened.
   *
   * @param episodes episodes begun
   * @param successes episodes in which the block was delivered; known in simulation only
   * @param lost episodes that left the block in neither bin; likewise
   * @param resetRetries movements of resets that had to be repeated
   */
  public record Report(int episodes, int successes, int lost, int resetRetries) {
    /** What a bench knows of it, in one line. */
    public String lineOfBench() {
      return "%d episodes, %d reset retries".formatted(episodes, resetRetries);
    }

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
    this(
        direction,
        workcell,
        rule,
        options,
        new RelocationBench(workcell, rule),
        ObjectRelocation.X_OT,
        ObjectRelocation.X_OS(direction.start()));
  }

  /**
   * @param bench what the simulator knows and can do; null on a real bench
   * @param X_OT E at the middle of the wall, at the grasp's height
   * @param X_OS where episodes begin
   */
  private RelocationEnvironment(
      Direction direction,
      Workcell workcell,
      GripperRule rule,
      RelocationOptions options,
      @Nullable RelocationBench bench,
      RigidTransform X_OT,
      RigidTransform X_OS) {
    super(
        direction.task(),
        workcell,
        new StepCycle(direction.task(), workcell, ObjectRelocation.END_EFFECTOR, rule),
        options.maxSteps(),
        options.endsAtGoal());
    this.direction = direction;
    this.bench = bench;
    this.X_OT = X_OT;
    this.X_OS = X_OS;
    gripper = workcell.gripper();
    reset = new ResetCycle(workcell, ObjectRelocation.RESET_MOTION, X_OT.p(), PartSight.NONE);
    block = bench == null ? null : bench.look();
  }

  /**
   * The task over a workcell that sees no block.
   *
   * @param X_OT E at the middle of the wall, at the grasp's height, from where the bins stand as in
   *     {@link ObjectRelocation}
   */
  public static RelocationEnvironment onBench(
      Direction direction,
      Workcell workcell,
      GripperRule rule,
      RelocationOptions options,
      RigidTransform X_OT) {
    RigidTransform X_OS = ObjectRelocation.X_OS(direction.start(), X_OT);
    return new RelocationEnvironment(direction, workcell, rule, options, null, X_OT, X_OS);
  }

  public Direction direction() {
    return direction;
  }

  public Report report() {
    return new Report(episodes(), successes, lost, reset.retries());
  }

  /** The block as the last step left it, in simulation. */
  BlockState block() {
    return Objects.requireNonNull(block, "nobody sees the block on a bench");
  }

  /** The unseen hand and eye, in simulation. */
  RelocationBench bench() {
    return Objects.requireNonNull(bench, "a real bench has no unseen hand");
  }

  GripperState gripper() {
    return gripper.measured();
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

  /** The next reset takes the block to lie in the start's bin, where nobody sees it. */
  void goOnHere() {
    placed = true;
  }

  /** The next reset draws a place for the block again, or asks for it. */
  void forget() {
    left = null;
    placed = false;
  }

  @Override
  public Observation reset(long seed) {
    rest();
    if (bench == null) {
      letGo();
      requirePlaced();
    } else {
      prepare(bench, seed);
    }
    reset.start(X_OS, ObjectRelocation.COMPLIANCE, ObjectRelocation.WORKING.about(X_OT));
    forget();
    return beginHere();
  }

  private void prepare(RelocationBench hand, long seed) {
    RigidTransform X_OP = left;
    if (X_OP == null) {
      // what the tool still holds stays behind: the hand below takes it
      reset.lift();
      X_OP = direction.start().draw(new SplittableRandom(seed));
    }
    if (episodes() > 0 && !block().in(Bin.A) && !block().in(Bin.B)) {
      lost++;
    }
    hand.prepare(X_OP);
  }

  /**
   * Asks a person to put the block into the start's bin, unless it is there. The reset after that
   * takes it to be.
   */
  private void requirePlaced() {
    if (!placed) {
      placed = true;
      throw new ResetFailedException(
          "put the block into the bin %s, at least 12 mm from the wall"
              .formatted(direction.start().words()));
    }
  }

  /**
   * Lets go of what the tool holds and rises.
   *
   * @throws ResetFailedException if the fingers do not open, or the arm does not rise
   */
  private void letGo() {
    reset.begin();
    reset.repair(
        List.of(new Release(BlockReset.RISE)), episodes(), X_OT, ObjectRelocation.COMPLIANCE);
  }

  /** Begins an episode where arm and block are, at the start. */
  Observation beginHere() {
    deliveredBefore = false;
    Observation first = begin(X_OS);
    block = bench == null ? null : bench.look();
    return first;
  }

  @Override
  protected Verdict judge(StepCycle.Sequel sequel) {
    if (bench == null) {
      return new Verdict(false, false, "");
    }
    BlockState seen = bench.look();
    block = seen;
    boolean delivered = sequel.sound() && seen.delivered(direction.goal());
    if (delivered && !deliveredBefore) {
      deliveredBefore = true;
      successes++;
    }
    return new Verdict(delivered, delivered, "");
  }
}
