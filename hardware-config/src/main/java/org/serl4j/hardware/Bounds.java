package org.serl4j.hardware;

import java.util.Arrays;

/**
 * Holds the numbers of one record type against the {@link Range} of their components. Made by the
 * record's constructor, which passes each number with its component's name.
 */
final class Bounds {
  private final Class<? extends Record> type;

  private Bounds(Class<? extends Record> type) {
    this.type = type;
  }

  static Bounds of(Class<? extends Record> type) {
    return new Bounds(type);
  }

  Bounds check(String component, double value) {
    check(component, component, value);
    return this;
  }

  Bounds check(String component, Xyz value) {
    check(component, component + "[0]", value.x());
    check(component, component + "[1]", value.y());
    check(component, component + "[2]", value.z());
    return this;
  }

  Bounds checkName(String component, String value) {
    if (!value.matches("[a-z][a-z0-9_-]{0,63}")) {
      throw new InvalidValueException(
          component,
          "\"" + oneLine(value) + "\" is not a name: small letters, digits, _ and -, at most 64");
    }
    return this;
  }

  private void check(String component, String at, double value) {
    requireInside(at, value, range(component));
  }

  private Range range(String component) {
    return Arrays.stream(type.getRecordComponents())
        .filter(c -> c.getName().equals(component))
        .map(c -> c.getAnnotation(Range.class))
        .findAny()
        .orElseThrow();
  }

  private static void requireInside(String at, double value, Range range) {
    requireInside(at, value, range.min(), range.max(), range.unit());
  }

  /**
   * @param at the component's name, with an index if it has several numbers
   */
  static void requireInside(String at, double value, double min, double max, String unit) {
    if (!Double.isFinite(value)) {
      throw new InvalidValueException(
          at, value + " is not a finite number: keep " + interval(min, max, unit));
    }
    if (value < min || value > max) {
      throw new InvalidValueException(
          at, measure(value, unit) + " is outside of " + interval(min, max, unit));
    }
  }

  static String interval(double min, double max, String unit) {
    return number(min) + " to " + measure(max, unit);
  }

  static String measure(double value, String unit) {
    return unit.equals("1") ? number(value) : number(value) + " " + unit;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 80 ? line : line.substring(0, 77) + "...";
  }
}
