package org.serl4j.tasks.relocation;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.InterruptibleWorkcell;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.ResetTest.Trial;
import org.serl4j.tasks.arm.BrokenOffReset;
import org.serl4j.tasks.arm.HardStart;

/**
 * Resets of object relocation from {@link HardBlock}s, by its routines alone, in virtual time; half
 * of them are broken off at a random moment first.
 */
public final class RelocationResetTrials {
  private static final double NOISE = 0.3;
  private static final int MOST_STEPS = 60;
  private static final int EPISODE_STEPS = 100;
  private static final double HELD_HEIGHT = 0.05; // [m] of E above the grasp's height

  private static final double SETTLING_SECONDS = 0.5;

  private final Direction direction;
  private final SimulatedWorkcell simulated;
  private final BrokenOffReset breaking;
  private final GripperRule rule;
  private final RelocationEnvironment environment;
  private final BlockReset reset;

  private RelocationResetTrials(
      Direction direction, SimulatedWorkcell simulated, GripperRule rule) {
    this.direction = direction;
    this.simulated = simulated;
    this.rule = rule;
    InterruptibleWorkcell workcell = new InterruptibleWorkcell(simulated);
    breaking = new BrokenOffReset(simulated, workcell);
    environment =
        new RelocationEnvironment(
            direction,
            simulated,
            rule,
            RelocationOptions.defaults().goingOn().withMaxSteps(Integer.MAX_VALUE));
    reset = new BlockReset(workcell, BlockReset.sight(environment.bench()));
    environment.reset(0);
  }

  /**
   * The test over a simulated workcell with the scene of {@link ObjectRelocation}.
   *
   * @param routine that every state calls for; null for any
   */
  public static ResetTest over(
      Direction direction,
      SimulatedWorkcell simulated,
      GripperRule rule,
      @Nullable String routine) {
    RelocationResetTrials trials = new RelocationResetTrials(direction, simulated, rule);
    return new ResetTest(
        BlockReset.ROUTINES,
        HardStart.turns(HardBlock.values(), routine, trials::trial),
        simulated);
  }

  /** Names of the routines that a reset may run, in their order. */
  public static List<String> routines() {
    return BlockReset.ROUTINES;
  }

  private Trial trial(HardBlock wanted, boolean brokenOff, RandomGenerator random) {
    reach(wanted, random);
    String words = wanted.words();
    Runnable another = () -> bringBack(random);
    if (brokenOff && breaking.begin(another, wanted.resetSeconds(), random)) {
      words += ", the reset broken off";
    }
    String problem = "";
    try {
      bringBack(random);
    } catch (ResetFailedException e) {
      problem = e.getMessage() + "; the block is at " + environment.bench().blockPose();
    }
    Trial judged = judged(words, problem);
    if (!judged.done()) {
      environment.reset(random.nextLong());
    }
    environment.beginHere();
    return judged;
  }

  private void bringBack(RandomGenerator random) {
    reset.bringBack(direction.start(), direction.start().draw(random), false);
    reset.start(direction.start());
  }

  private Trial judged(String state, String failure) {
    RigidTransform X_SE =
        ObjectRelocation.X_OS(direction.start()).inverse().times(simulated.arm().state().X_OE());
    String problem = failure;
    if (problem.isEmpty() && simulated.arm().fault().isPresent()) {
      problem = "the arm stands still by a fault";
    } else if (problem.isEmpty() && !direction.start().holds(environment.bench().blockPose().p())) {
      problem = "the block is at " + environment.bench().blockPose().p();
    } else if (problem.isEmpty() && !rule.isOpen(simulated.gripper().widthM())) {
      problem = "the gripper is not open";
    }
    return new Trial(
        state, reset.last(), problem, X_SE.p().norm(), X_SE.R().log().norm(), Double.NaN);
  }

  private void reach(HardBlock wanted, RandomGenerator random) {
    RelocationExpert expert = RelocationExpert.of(environment, NOISE, random.nextLong());
    Bin goal = direction.goal();
    switch (wanted) {
      case PLAYED -> play(expert, random.nextInt(MOST_STEPS));
      case FAULTED -> {
        play(expert, random.nextInt(MOST_STEPS));
        breaking.abandon();
      }
      case HELD -> {
        expert.aim(RelocationAim.of(goal, 0, Bin.CENTRE, HELD_HEIGHT, RelocationAim.Manner.HOLD));
        play(expert, MOST_STEPS);
      }
      case DELIVERED -> {
        for (int i = 0; i < EPISODE_STEPS && !environment.block().delivered(goal); i++) {
          environment.step(expert.get());
        }
      }
      case AT_THE_WALL -> put(goal.at(random.nextDouble(-0.06, 0.06), 0.025, 0.021), 0, random);
      case AT_THE_RIM -> put(goal.at(0.065, 0.15, 0.021), 0, random);
      case ON_ITS_SIDE ->
          put(goal.at(random.nextDouble(-0.05, 0.05), 0.09, 0.019), Math.PI / 2, random);
    }
  }

  private void play(RelocationExpert expert, int steps) {
    for (int i = 0; i < steps; i++) {
      environment.step(expert.get());
    }
  }

  /** Turned about its own axis as it comes, and tipped over. */
  private void put(Vector3 p_OP, double tip, RandomGenerator random) {
    Rotation turned = Rotation.exp(new Vector3(0, 0, random.nextDouble(-0.5, 0.5)));
    Rotation tipped = Rotation.exp(new Vector3(tip, 0, 0));
    simulated
        .scene()
        .setBodyPose(ObjectRelocation.BLOCK, new RigidTransform(turned.times(tipped), p_OP));
    breaking.pass(SETTLING_SECONDS);
  }
}
