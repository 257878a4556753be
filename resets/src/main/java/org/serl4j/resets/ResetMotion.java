package org.serl4j.resets;

import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/**
 * How a {@link ScriptedReset} moves. SERL's numbers where it gives them (its peg, PCB and cable
 * tasks all reset with the same gains).
 *
 * @param gains while resetting: stiff, so that the pose is reached
 * @param engageSeconds wait after the change of gains [s]; SERL 0.5
 * @param lift straight up before anything else [m]; SERL's peg 0.1, PCB 0.03
 * @param liftSeconds for the lift [s]; SERL 1
 * @param travelSeconds from there to the start pose [s]; SERL 1.5
 * @param settleSeconds longest wait for the pose to be reached after the travel [s]
 * @param releaseSeconds wait after the change to the task's gains [s]
 * @param positionTolerance distance at which the start pose counts as reached [m]
 * @param rotationTolerance angle at which it counts as reached [rad]
 * @param tries how often a movement is tried before the reset gives up, at least 1
 */
public record ResetMotion(
    Compliance gains,
    double engageSeconds,
    double lift,
    double liftSeconds,
    double travelSeconds,
    double settleSeconds,
    double releaseSeconds,
    double positionTolerance,
    double rotationTolerance,
    int tries) {

  /** SERL's precision gains. */
  public static final Compliance PRECISION =
      new Compliance(
          3000, 89, 300, 9, 0.1, 0.1, ReferenceClip.symmetric(0.01, 0.01, 0.01, 0.05, 0.05, 0.05));

  public ResetMotion {
    if (!(positionTolerance > 0) || !(rotationTolerance > 0) || tries < 1) {
      throw new IllegalArgumentException(
          "reset motion: tolerances ("
              + positionTolerance
              + " m, "
              + rotationTolerance
              + " rad) must be above 0 and tries ("
              + tries
              + ") at least 1");
    }
    if (!(liftSeconds > 0) || !(travelSeconds > 0) || !(settleSeconds > 0)) {
      throw new IllegalArgumentException("reset motion: lift, travel and settling need time");
    }
  }

  /** SERL's reset of the peg task. */
  public static ResetMotion serl() {
    return new ResetMotion(PRECISION, 0.5, 0.1, 1.0, 1.5, 1.5, 0.3, 0.003, 0.02, 3);
  }

  /** The same with another lift [m]. */
  public ResetMotion withLift(double lift) {
    return new ResetMotion(
        gains,
        engageSeconds,
        lift,
        liftSeconds,
        travelSeconds,
        settleSeconds,
        releaseSeconds,
        positionTolerance,
        rotationTolerance,
        tries);
  }
}
