package org.serl4j.tasks.cable;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.serl4j.tasks.OpenTask.Rehearsal;
import org.serl4j.tasks.arm.AimedHand;
import org.serl4j.tasks.arm.AimedHand.Script;

/**
 * Scripted ways to route the cable, and to miss narrowly: what a judge of success must tell apart.
 * The hand is {@link CableExpert}'s with another aim, so contacts, lag and noise are the same in
 * both.
 */
public final class CableRehearsal {
  private static final double MILLIMETRE = 0.001; // [m]
  private static final double DEGREE = Math.PI / 180;

  /** As low as the hand goes, into the clip or beside it [mm]. */
  private static final double PRESS = CableAim.clip().height() / MILLIMETRE;

  private final CableEnvironment environment;

  private CableRehearsal(CableEnvironment environment) {
    this.environment = environment;
  }

  /** All of them. */
  public static List<Rehearsal> all(CableEnvironment environment) {
    return new CableRehearsal(environment).all();
  }

  /**
   * Heights are of the held piece's centreline over the rim: the jaws bend the cable. Off the
   * middle or askew it may slip in all the same (what it comes to is seen in the step's success);
   * such successes look least like the others, and have the largest shares.
   */
  private List<Rehearsal> all() {
    return List.of(
        of("route and stay", 5, random -> Script.steady(CableAim.clip())),
        of("route and pull out", 4, CableRehearsal::pullOut),
        of("just in", 3, random -> Script.steady(onAxis(random, -9.5, -7.5))),
        of("against the barbs", 4, random -> Script.steady(onAxis(random, -4.5, -1))),
        of("on the rim", 4, random -> Script.steady(onAxis(random, -1, 1.5))),
        of("press off the middle", 7, random -> Script.steady(beside(random, 2, 7, PRESS))),
        of("press on a jaw", 3, random -> Script.steady(beside(random, 7, 11, PRESS))),
        of("press beside", 3, random -> Script.steady(beside(random, 11, 35, PRESS))),
        of("press askew", 8, random -> Script.steady(askew(random))),
        of("hover above the clip", 3, random -> Script.steady(onAxis(random, 1.5, 12))),
        of(
            "hover beside",
            1,
            random -> Script.steady(beside(random, 0, 25, random.nextDouble(1, 20)))),
        of(
            "stop short",
            2,
            random -> Script.steady(beside(random, 0, 40, random.nextDouble(10, 70)))),
        of("wander", 2, CableRehearsal::wander));
  }

  private Rehearsal of(
      String name, int share, Function<SplittableRandom, Script<CableAim>> author) {
    return AimedHand.rehearsal(
        name, share, (noise, seed) -> CableExpert.of(environment, noise, seed), author);
  }

  private static CableAim onAxis(SplittableRandom random, double lowMm, double highMm) {
    return CableAim.onAxis(MILLIMETRE * random.nextDouble(lowMm, highMm));
  }

  /** To either side of the slot, turned as it comes. */
  private static CableAim beside(
      SplittableRandom random, double nearMm, double farMm, double heightMm) {
    double side = random.nextBoolean() ? MILLIMETRE : -MILLIMETRE;
    return new CableAim(
        MILLIMETRE * random.nextDouble(-15, 15),
        side * random.nextDouble(nearMm, farMm),
        MILLIMETRE * heightMm,
        DEGREE * random.nextDouble(-15, 15));
  }

  /** Across the clip, pressed onto the jaws' edges. */
  private static CableAim askew(SplittableRandom random) {
    double yaw = DEGREE * random.nextDouble(10, 28) * (random.nextBoolean() ? 1 : -1);
    return new CableAim(0, 0, MILLIMETRE * PRESS, yaw);
  }

  /** In, for some steps, and out again. */
  private static Script<CableAim> pullOut(SplittableRandom random) {
    return Script.inAndOut(
        random, CableAim.clip(), drawn -> onAxis(drawn, 0, 20), ClipFit.ROUTED_DEPTH);
  }

  private static Script<CableAim> wander(SplittableRandom random) {
    return Script.wander(() -> beside(random, 0, 40, random.nextDouble(-5, 60)));
  }
}
