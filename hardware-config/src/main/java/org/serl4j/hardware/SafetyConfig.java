package org.serl4j.hardware;

import java.util.List;

/**
 * The envelope that holds for every task in this cell. Positions are in the base frame O.
 *
 * @param box where the end effector may be sent
 * @param rotation how it may be turned
 * @param keepOut boxes that it may not be sent into
 * @param maxSpeed how fast a command may travel [m/s]
 * @param maxTurnRate how fast a command may turn [rad/s]
 * @param abortSpeed measured speed of the end effector that stops the arm [m/s]
 * @param abortTurnRate measured turn rate that stops the arm [rad/s]
 * @param contactForce that stops the arm [N]
 * @param contactTorque that stops the arm [Nm]
 * @param contactMs how long force or torque must last for that [ms]
 * @param staleCommandMs a command that is not repeated for so long stops the arm [ms]
 */
public record SafetyConfig(
    Box box,
    RotationLimits rotation,
    List<Box> keepOut,
    @Range(min = 0.001, max = 3, unit = "m/s") double maxSpeed,
    @Range(min = 0.001, max = 2.5, unit = "rad/s") double maxTurnRate,
    @Range(min = 0.001, max = 3, unit = "m/s") double abortSpeed,
    @Range(min = 0.001, max = 2.5, unit = "rad/s") double abortTurnRate,
    @Range(min = 1, max = 200, unit = "N") double contactForce,
    @Range(min = 0.1, max = 100, unit = "Nm") double contactTorque,
    @Range(min = 1, max = 1000, unit = "ms") int contactMs,
    @Range(min = 100, max = 60_000, unit = "ms") int staleCommandMs) {

  /**
   * A box along the axes of the base frame.
   *
   * @param low lower corner [m]
   * @param high upper corner [m]; each number above the one of {@code low}
   */
  public record Box(
      @Range(min = -2, max = 2, unit = "m") Xyz low,
      @Range(min = -2, max = 2, unit = "m") Xyz high) {
    public Box {
      Bounds.of(Box.class).check("low", low).check("high", high);
      requireOrdered(low, high, "m");
    }
  }

  /**
   * Bounds on the rotation vector {@code log(R_WE)} from a reference orientation W.
   *
   * @param reference {@code R_OW}
   * @param low lower bounds about the axes of W [rad]
   * @param high upper bounds about the axes of W [rad]; each above the one of {@code low}
   */
  public record RotationLimits(
      Quaternion reference,
      @Range(min = -Math.PI, max = Math.PI, unit = "rad") Xyz low,
      @Range(min = -Math.PI, max = Math.PI, unit = "rad") Xyz high) {
    public RotationLimits {
      Bounds.of(RotationLimits.class).check("low", low).check("high", high);
      requireOrdered(low, high, "rad");
    }
  }

  public SafetyConfig {
    keepOut = List.copyOf(keepOut);
    Bounds.of(SafetyConfig.class)
        .check("maxSpeed", maxSpeed)
        .check("maxTurnRate", maxTurnRate)
        .check("abortSpeed", abortSpeed)
        .check("abortTurnRate", abortTurnRate)
        .check("contactForce", contactForce)
        .check("contactTorque", contactTorque)
        .check("contactMs", contactMs)
        .check("staleCommandMs", staleCommandMs);
    Bounds.requireInside("maxSpeed", maxSpeed, 0.001, abortSpeed, "m/s");
    Bounds.requireInside("maxTurnRate", maxTurnRate, 0.001, abortTurnRate, "rad/s");
  }

  private static void requireOrdered(Xyz low, Xyz high, String unit) {
    requireBelow(0, low.x(), high.x(), unit);
    requireBelow(1, low.y(), high.y(), unit);
    requireBelow(2, low.z(), high.z(), unit);
  }

  private static void requireBelow(int axis, double low, double high, String unit) {
    if (low >= high) {
      throw new InvalidValueException(
          "low[" + axis + "]",
          "%s is not below high[%d] = %s"
              .formatted(Bounds.measure(low, unit), axis, Bounds.measure(high, unit)));
    }
  }
}
