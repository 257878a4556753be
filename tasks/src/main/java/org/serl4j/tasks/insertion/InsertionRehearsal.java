package org.serl4j.tasks.insertion;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.serl4j.tasks.OpenTask.Rehearsal;
import org.serl4j.tasks.arm.AimedHand;
import org.serl4j.tasks.arm.AimedHand.Script;

/**
 * Scripted ways to insert the part, and to miss narrowly: what a judge of success must tell apart.
 * The hand is {@link InsertionExpert}'s with another aim, so contacts, lag and noise are the same
 * in both.
 */
public final class InsertionRehearsal {
  /** How far between the border of success and the hole's floor a part is just in. */
  private static final double JUST_IN_LEAST = 0.08;

  private static final double JUST_IN_MOST = 0.58;

  /** Shares of the border's depth at which a part is nearly in. */
  private static final double NEARLY_IN_LEAST = 0.72;

  private static final double NEARLY_IN_MOST = 0.94;
  private static final double MILLIMETRE = 0.001; // [m]
  private static final double DEGREE = Math.PI / 180;

  private final InsertionEnvironment environment;
  private final InsertionGeometry geometry;
  private final InsertionAim hole;

  private InsertionRehearsal(InsertionEnvironment environment) {
    this.environment = environment;
    this.geometry = environment.insertion().geometry();
    this.hole = InsertionAim.hole(geometry);
  }

  /** All of them for a simulated environment. */
  public static List<Rehearsal> all(InsertionEnvironment environment) {
    return new InsertionRehearsal(environment).all();
  }

  private List<Rehearsal> all() {
    double press = -geometry.holeDepth();
    double holeMm = geometry.holeDepth() / MILLIMETRE;
    // a nominal grasp succeeds from here on
    double border = geometry.targetDepth() - environment.insertion().threshold().z();
    double borderMm = Math.max(border, geometry.insertedDepth()) / MILLIMETRE;
    double leastMm = borderMm + JUST_IN_LEAST * (holeMm - borderMm);
    double mostMm = borderMm + JUST_IN_MOST * (holeMm - borderMm);
    double nearlyMm = NEARLY_IN_LEAST * borderMm;
    return List.of(
        of("insert and stay", 5, random -> Script.steady(hole)),
        of("insert and withdraw", 4, random -> withdraw(random, -nearlyMm)),
        of("just in", 3, random -> Script.steady(onAxis(random, -mostMm, -leastMm))),
        of(
            "nearly in",
            3,
            random -> Script.steady(onAxis(random, -NEARLY_IN_MOST * borderMm, -nearlyMm))),
        of("half in", 4, random -> Script.steady(onAxis(random, -nearlyMm, -1))),
        of("press beside", 4, random -> Script.steady(beside(random, 3, 25, press))),
        of("press at the edge", 2, random -> Script.steady(beside(random, 1.5, 4, press))),
        of("press twisted", 2, random -> Script.steady(twisted(random, press))),
        of("hover above the hole", 3, random -> Script.steady(onAxis(random, 0.5, 8))),
        of("hover beside", 1, random -> Script.steady(besideAt(random, 0.5, 15))),
        of("stop short", 2, random -> Script.steady(besideAt(random, 8, 70))),
        of("wander", 2, InsertionRehearsal::wander));
  }

  private Rehearsal of(
      String name, int share, Function<SplittableRandom, Script<InsertionAim>> author) {
    return AimedHand.rehearsal(
        name, share, (noise, seed) -> InsertionExpert.of(environment, noise, seed), author);
  }

  private static InsertionAim onAxis(SplittableRandom random, double lowMm, double highMm) {
    return InsertionAim.onAxis(MILLIMETRE * random.nextDouble(lowMm, highMm));
  }

  /** Anywhere on a ring about the hole, turned as it comes. */
  private static InsertionAim beside(
      SplittableRandom random, double nearMm, double farMm, double z) {
    double angle = random.nextDouble(2 * Math.PI);
    double radius = MILLIMETRE * random.nextDouble(nearMm, farMm);
    double yaw = DEGREE * random.nextDouble(-15, 15);
    return new InsertionAim(radius * Math.cos(angle), radius * Math.sin(angle), z, yaw);
  }

  private static InsertionAim besideAt(SplittableRandom random, double lowMm, double highMm) {
    return beside(random, 0, 25, MILLIMETRE * random.nextDouble(lowMm, highMm));
  }

  private static InsertionAim twisted(SplittableRandom random, double press) {
    double yaw = DEGREE * random.nextDouble(5, 20) * (random.nextBoolean() ? 1 : -1);
    return new InsertionAim(0, 0, press, yaw);
  }

  /** In, for some steps, and out again to anywhere below the hover. */
  private Script<InsertionAim> withdraw(SplittableRandom random, double deepestMm) {
    return Script.inAndOut(
        random, hole, drawn -> onAxis(drawn, deepestMm, 20), geometry.insertedDepth());
  }

  private static Script<InsertionAim> wander(SplittableRandom random) {
    return Script.wander(() -> besideAt(random, -5, 60));
  }
}
