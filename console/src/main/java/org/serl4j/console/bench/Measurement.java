package org.serl4j.console.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One measurement.
 *
 * @param name what was measured
 * @param value in {@code unit}
 * @param unit of value and against
 * @param against what it is held against: a goal, or another implementation
 * @param ratio value / against, null where against is 0
 * @param note what {@code against} is, and which ratio is wanted
 */
@JsonPropertyOrder({"name", "value", "unit", "against", "ratio", "note"})
public record Measurement(
    String name, double value, String unit, double against, @Nullable Double ratio, String note) {
  static Measurement of(String name, double value, String unit, double against, String note) {
    return new Measurement(name, value, unit, against, against == 0 ? null : value / against, note);
  }
}
