package org.serl4j.agent;

/**
 * A named, contiguous part of a flat vector.
 *
 * @param name the field's standard name, such as {@code tcp_pose}
 * @param from index of the first element
 * @param length number of elements, at least 1
 * @param unit unit of every element, such as {@code m} or {@code rad}; {@code 1} for dimensionless;
 *     {@link #DISCRETE} for a choice among -1, 0 and 1
 * @param scale typical magnitude in that unit, greater than 0: networks see the value divided by it
 */
public record Slice(String name, int from, int length, String unit, double scale) {
  /** Unit of an element that is a choice, such as close (-1), stay (0) or open (1). */
  public static final String DISCRETE = "discrete";

  public Slice {
    if (from < 0 || length < 1 || !(scale > 0)) {
      throw new IllegalArgumentException(
          "slice " + name + ": from " + from + ", length " + length + ", scale " + scale);
    }
  }

  /** Whether its elements are choices among -1, 0 and 1 instead of quantities. */
  public boolean isDiscrete() {
    return unit.equals(DISCRETE);
  }

  /** Index of the first element behind this slice. */
  public int to() {
    return from + length;
  }
}
