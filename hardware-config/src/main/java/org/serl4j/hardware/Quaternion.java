package org.serl4j.hardware;

/** A rotation as a unit quaternion. In YAML {@code [w, x, y, z]}. */
@Tuple
public record Quaternion(
    @Range(min = -1, max = 1, unit = "1") double w,
    @Range(min = -1, max = 1, unit = "1") double x,
    @Range(min = -1, max = 1, unit = "1") double y,
    @Range(min = -1, max = 1, unit = "1") double z) {
  /** How far a norm may be from 1: digits that a person leaves out. */
  private static final double NORM_TOLERANCE = 1e-3;

  public Quaternion {
    Bounds.of(Quaternion.class).check("w", w).check("x", x).check("y", y).check("z", z);
    double norm = Math.sqrt(w * w + x * x + y * y + z * z);
    if (Math.abs(norm - 1) > NORM_TOLERANCE) {
      throw new InvalidValueException(
          "", "a quaternion of norm %.6f: keep its norm within 1 +- 0.001".formatted(norm));
    }
  }
}
