package org.serl4j.tasks.relocation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.serl4j.tasks.OpenTask.Rehearsal;
import org.serl4j.tasks.arm.AimedHand;
import org.serl4j.tasks.arm.AimedHand.Script;
import org.serl4j.tasks.relocation.RelocationAim.Manner;

/**
 * Scripted ways to relocate the block, and to miss narrowly: what a judge of success must tell
 * apart. The hand is {@link RelocationExpert}'s with another aim, so contacts, lag and noise are
 * the same in both. Places are those of the environment's direction.
 */
public final class RelocationRehearsal {
  /** Of a rehearsal: the block is delivered after 50 to 75. */
  public static final int STEPS = 85;

  private static final double MILLIMETRE = 0.001; // [m]

  private final RelocationEnvironment environment;
  private final Bin start;
  private final Bin goal;

  private RelocationRehearsal(RelocationEnvironment environment) {
    this.environment = environment;
    start = environment.direction().start();
    goal = environment.direction().goal();
  }

  /** All of them. */
  public static List<Rehearsal> all(RelocationEnvironment environment) {
    return new RelocationRehearsal(environment).all();
  }

  /** What each comes to is seen in the step's success. */
  private List<Rehearsal> all() {
    return List.of(
        of("deliver and stay", 5, random -> Script.steady(in(goal, random, 2, 10, Manner.DELIVER))),
        of(
            "deliver from high up",
            3,
            random -> Script.steady(in(goal, random, 15, 45, Manner.DELIVER))),
        of("deliver and take back", 4, this::takeBack),
        of("hold over the goal", 4, random -> Script.steady(in(goal, random, 10, 60, Manner.HOLD))),
        of(
            "stand at the goal, held",
            4,
            random -> Script.steady(in(goal, random, 0, 1, Manner.HOLD))),
        of(
            "let go and stay about it",
            3,
            random -> Script.steady(in(goal, random, 0, 6, Manner.LET_GO))),
        of("hold over the wall", 2, random -> Script.steady(overTheWall(random, Manner.HOLD))),
        of("drop on the wall", 3, random -> Script.steady(overTheWall(random, Manner.DELIVER))),
        of("drop on the rim", 2, random -> Script.steady(overTheRim(random))),
        of(
            "put back into the start",
            4,
            random -> Script.steady(in(start, random, 2, 45, Manner.DELIVER))),
        of(
            "hold over the start",
            2,
            random -> Script.steady(in(start, random, 0, 60, Manner.HOLD))),
        of("push with closed fingers", 2, this::push),
        of(
            "go over with nothing",
            3,
            random -> Script.steady(anywhere(goal, random, Manner.EMPTY))),
        of(
            "go over closed on nothing",
            2,
            random -> Script.steady(anywhere(goal, random, Manner.CLOSED))),
        of("look about with nothing", 4, this::lookAbout),
        of("wander", 2, this::wander));
  }

  private Rehearsal of(
      String name, int share, Function<SplittableRandom, Script<RelocationAim>> author) {
    return AimedHand.rehearsal(
        name, share, (noise, seed) -> RelocationExpert.of(environment, noise, seed), author);
  }

  /** Anywhere in a bin where a block may be put. */
  private static RelocationAim in(
      Bin bin, SplittableRandom random, double lowMm, double highMm, Manner manner) {
    return RelocationAim.of(
        bin,
        MILLIMETRE * random.nextDouble(-50, 50),
        MILLIMETRE * random.nextDouble(60, 140),
        MILLIMETRE * random.nextDouble(lowMm, highMm),
        manner);
  }

  /** Anywhere that the hand may go on a bin's side of the wall, turned as far as it may be. */
  private static RelocationAim anywhere(Bin bin, SplittableRandom random, Manner manner) {
    return RelocationAim.of(
            bin,
            MILLIMETRE * random.nextDouble(-75, 75),
            MILLIMETRE * random.nextDouble(30, 155),
            MILLIMETRE * random.nextDouble(0, 105),
            manner)
        .turned(random.nextDouble(-ObjectRelocation.TURN, ObjectRelocation.TURN));
  }

  /** As low as the keep-out lets the block come. */
  private RelocationAim overTheWall(SplittableRandom random, Manner manner) {
    return RelocationAim.of(
        goal,
        MILLIMETRE * random.nextDouble(-50, 50),
        MILLIMETRE * random.nextDouble(-18, 18),
        MILLIMETRE * random.nextDouble(42, 60),
        manner);
  }

  /** At the goal's far end, or its side. */
  private RelocationAim overTheRim(SplittableRandom random) {
    double side = random.nextBoolean() ? MILLIMETRE : -MILLIMETRE;
    return RelocationAim.of(
        goal,
        side * random.nextDouble(60, 70),
        MILLIMETRE * random.nextDouble(120, 150),
        MILLIMETRE * random.nextDouble(2, 30),
        Manner.DELIVER);
  }

  /** Delivered, left alone for some steps, and taken again. */
  private Script<RelocationAim> takeBack(SplittableRandom random) {
    RelocationAim there = in(goal, random, 2, 10, Manner.DELIVER);
    RelocationAim back =
        random.nextBoolean()
            ? in(goal, random, 5, 60, Manner.HOLD)
            : in(start, random, 2, 30, Manner.DELIVER);
    int stay = random.nextInt(AimedHand.LEAST_STAY, AimedHand.MOST_STAY + 1);
    int[] delivered = {0};
    return (step, depth) -> {
      delivered[0] += environment.block().delivered(goal) ? 1 : 0;
      return delivered[0] > stay ? back : there;
    };
  }

  /** Down beside the block, and about the start's bin. */
  private Script<RelocationAim> push(SplittableRandom random) {
    return Script.wander(() -> in(start, random, 0, 3, Manner.CLOSED));
  }

  /** About the goal, from one of its ends to the other. */
  private Script<RelocationAim> lookAbout(SplittableRandom random) {
    Manner manner = random.nextBoolean() ? Manner.EMPTY : Manner.CLOSED;
    return Script.wander(() -> anywhere(goal, random, manner));
  }

  private Script<RelocationAim> wander(SplittableRandom random) {
    Manner[] manners = {Manner.EMPTY, Manner.CLOSED, Manner.HOLD, Manner.LET_GO};
    RelocationAim[] now = {anywhere(start, random, Manner.EMPTY)};
    return (step, depth) -> {
      if (step % AimedHand.NEW_AIM_STEPS == AimedHand.NEW_AIM_STEPS - 1) {
        Bin bin = random.nextBoolean() ? start : goal;
        now[0] = anywhere(bin, random, manners[random.nextInt(manners.length)]);
      }
      return now[0];
    };
  }
}
