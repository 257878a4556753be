package org.serl4j.tasks.arm;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.resets.InterruptibleWorkcell;
import org.serl4j.resets.JointReset;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.ResetTest.Trial;

/**
 * Resets of a task from {@link HardState}s, by its routines alone, in virtual time; some are broken
 * off at a random moment first.
 */
public final class ResetTrials {
  /** How far from the wanted one a grasp may be after a reset [m]; the same that counts as slip. */
  private static final double GRASPED = Grasp.SLIP_METRES;

  private static final double NOISE = 0.3;
  private static final int MOST_STEPS = 40;
  private static final int GOAL_STEPS = 100;
  private static final int PRESSING_STEPS = 3;
  private static final double PRESS = 0.02; // [m] in one step
  private static final int BENDING_STEPS = 20; // 2 s
  private static final double MOST_BEND = 0.4; // [rad]

  /** From home, after several bends in a row: within the joints' limits [rad]. */
  private static final double MOST_ASTRAY = 0.6;

  private static final double ABOUT = 0.01; // [m]

  /** A joint reset so often [trials], where it is not the routine in question. */
  private static final int JOINT_RESET_TRIALS = 7;

  /** The part stays this far above its fixture when it is made to slip [m]. */
  private static final double CLEAR_OF_THE_FIXTURE = 0.02;

  private static final double LEAST_SLIP = 0.0025; // [m]
  private static final double MOST_SLIP = 0.0045; // [m]
  private static final double MOST_TILT = Math.toRadians(4);

  private final SimulatedWorkcell simulated;
  private final BrokenOffReset breaking;
  private final Subject subject;
  private final ArmEnvironment environment;

  /** The task that is tried, and what only its simulator knows and can do. */
  public interface Subject {
    /**
     * The task over the workcell whose pace breaks resets off; without a hand at the bench, without
     * a last step, going on at its goal.
     */
    ArmEnvironment environment();

    EndEffectorSpaces endEffector();

    /** The expert for the episode just begun. */
    AimedHand<?> expert(double noise, long seed);

    /** Whether the part is truly in its place. */
    boolean inPlace();

    /** Name of the part's body. */
    String part();

    /** The grasp that the task wants. */
    RigidTransform X_EP();

    /** The axis of E along which a part may slip: a unit vector, drawn. */
    Vector3 slipAxis(RandomGenerator random);

    /** Puts everything right, as a hand does after a reset that failed. */
    void prepare(RandomGenerator random);

    /** How the routines of the last reset went. */
    List<ResetOutcome> lastReset();
  }

  /**
   * @param simulated what {@code workcell} stands before
   * @param subject over {@code workcell}
   */
  public ResetTrials(SimulatedWorkcell simulated, InterruptibleWorkcell workcell, Subject subject) {
    this.simulated = simulated;
    breaking = new BrokenOffReset(simulated, workcell);
    this.subject = subject;
    environment = subject.environment();
    environment.reset(0);
  }

  /** How often joints are reset in trials of a routine; null for any. */
  public static int jointResetEvery(@Nullable String routine) {
    return JointReset.NAME.equals(routine) ? 1 : JOINT_RESET_TRIALS;
  }

  /** The routines with joint resets every so many trials. */
  public static List<ResetRoutine> with(List<ResetRoutine> repairs, int jointResetEvery) {
    return repairs.stream()
        .<ResetRoutine>map(r -> r instanceof JointReset ? new JointReset(jointResetEvery) : r)
        .toList();
  }

  /**
   * The trials as a test.
   *
   * @param routines names of those that a reset runs
   * @param routine that every state calls for; null for any
   */
  public ResetTest test(List<String> routines, @Nullable String routine) {
    return new ResetTest(
        routines, HardStart.turns(HardState.values(), routine, this::trial), simulated);
  }

  /**
   * One reset.
   *
   * @param brokenOff whether another one is broken off before it
   */
  public Trial trial(HardState wanted, boolean brokenOff, RandomGenerator random) {
    HardState state = reach(wanted, random);
    String words = state.words();
    Runnable another = () -> environment.reset(random.nextLong());
    if (brokenOff && breaking.begin(another, state.resetSeconds(), random)) {
      words += ", the reset broken off";
    }
    long seed = random.nextLong();
    try {
      environment.reset(seed);
    } catch (ResetFailedException e) {
      Trial failed = judged(words, String.valueOf(e.getMessage()));
      subject.prepare(random);
      environment.reset(seed);
      return failed;
    }
    return judged(words, "");
  }

  private Trial judged(String state, String failure) {
    RigidTransform error = environment.startError();
    double slip = slip().p().norm();
    String problem = failure;
    if (problem.isEmpty() && simulated.arm().fault().isPresent()) {
      problem = "the arm stands still by a fault";
    } else if (problem.isEmpty() && slip > GRASPED) {
      problem = "the part is %.1f mm from its grasp".formatted(1000 * slip);
    } else if (problem.isEmpty()
        && simulated.gripper().measured().activity() != GripperState.Activity.HOLDING) {
      problem = "the gripper holds nothing";
    }
    return new Trial(
        state, subject.lastReset(), problem, error.p().norm(), error.R().log().norm(), slip);
  }

  private HardState reach(HardState wanted, RandomGenerator random) {
    AimedHand<?> expert = subject.expert(NOISE, random.nextLong());
    switch (wanted) {
      case PLAYED -> play(expert, random.nextInt(MOST_STEPS));
      case FAULTED -> {
        play(expert, random.nextInt(MOST_STEPS));
        breaking.abandon();
      }
      case BENT -> bendElbow(random);
      case SLIPPED -> {
        int steps = random.nextInt(MOST_STEPS);
        for (int i = 0; i < steps && expert.depth() < -CLEAR_OF_THE_FIXTURE - MOST_SLIP; i++) {
          environment.step(expert.get());
        }
        slip(random);
      }
      case PRESSED, LEFT -> {
        for (int i = 0; i < GOAL_STEPS && !subject.inPlace(); i++) {
          environment.step(expert.get());
        }
        if (!subject.inPlace()) {
          return HardState.PLAYED;
        }
        push(1, PRESSING_STEPS);
        if (wanted == HardState.LEFT) {
          simulated.gripper().open();
          push(-1, random.nextInt(PRESSING_STEPS + 1));
        }
      }
    }
    return wanted;
  }

  private void play(AimedHand<?> expert, int steps) {
    for (int i = 0; i < steps; i++) {
      environment.step(expert.get());
    }
  }

  private void push(double down, int steps) {
    for (int i = 0; i < steps; i++) {
      environment.step(subject.endEffector().action(new Vector3(0, 0, PRESS * down), Vector3.ZERO));
    }
  }

  /** The joints go astray, as far as they can while E stays about where it is, over the board. */
  private void bendElbow(RandomGenerator random) {
    ArmState state = simulated.arm().state();
    double[] q = state.q().clone();
    double[] home = simulated.arm().home();
    for (int i = 0; i < q.length; i++) {
      double bent = q[i] + random.nextDouble(-MOST_BEND, MOST_BEND);
      q[i] = Math.max(home[i] - MOST_ASTRAY, Math.min(home[i] + MOST_ASTRAY, bent));
    }
    Vector3 about = new Vector3(ABOUT, ABOUT, ABOUT);
    Vector3 anyTurn = new Vector3(Math.PI, Math.PI, Math.PI);
    simulated
        .arm()
        .confine(
            new Workspace(
                new RigidTransform(Rotation.IDENTITY, state.X_OE().p()),
                about.times(-1),
                about,
                anyTurn.times(-1),
                anyTurn,
                List.of()));
    for (int i = 0; i < BENDING_STEPS; i++) {
      simulated.arm().moveJoints(q);
      breaking.pass(0.1);
    }
  }

  /** The part slips along the pads and turns about their normal. */
  private void slip(RandomGenerator random) {
    Vector3 axis = subject.slipAxis(random);
    Vector3 along = axis.times(random.nextDouble(LEAST_SLIP, MOST_SLIP));
    Rotation tilt = Rotation.exp(new Vector3(0, random.nextDouble(-MOST_TILT, MOST_TILT), 0));
    RigidTransform X_EP = subject.X_EP();
    RigidTransform slipped = new RigidTransform(tilt.times(X_EP.R()), X_EP.p().plus(along));
    simulated.scene().setBodyPose(subject.part(), simulated.arm().state().X_OE().times(slipped));
  }

  /** How the part lies in the grasp, seen from where it should. */
  private RigidTransform slip() {
    return new Grasp(subject.X_EP())
        .slip(simulated.arm().state().X_OE(), simulated.scene().bodyPose(subject.part()));
  }
}
