package org.serl4j.controller.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/**
 * The parameters of SERL's impedance controller, as its dynamic_reconfigure server has them:
 * doubles from 0 to a maximum, in the order of its configuration.
 *
 * @param compliance gains and clips
 * @param nullspaceStiffness k_n [Nm/rad]
 * @param joint1NullspaceStiffness k_1, a further factor on joint 1
 */
record ControllerParameters(
    Compliance compliance, double nullspaceStiffness, double joint1NullspaceStiffness) {

  /**
   * One of them.
   *
   * @param name under which dynamic_reconfigure knows it
   * @param start its value at the start
   * @param max its largest value
   */
  record Parameter(String name, double start, double max) {}

  static final List<Parameter> ALL =
      List.of(
          new Parameter("translational_stiffness", 2000, 6000),
          new Parameter("translational_damping", 89, 400),
          new Parameter("rotational_stiffness", 150, 300),
          new Parameter("rotational_damping", 7, 30),
          new Parameter("nullspace_stiffness", 0.2, 100),
          new Parameter("joint1_nullspace_stiffness", 100, 100),
          new Parameter("translational_clip_neg_x", 0.01, 0.1),
          new Parameter("translational_clip_neg_y", 0.01, 0.1),
          new Parameter("translational_clip_neg_z", 0.01, 0.1),
          new Parameter("translational_clip_x", 0.01, 0.1),
          new Parameter("translational_clip_y", 0.01, 0.1),
          new Parameter("translational_clip_z", 0.01, 0.1),
          new Parameter("rotational_clip_neg_x", 0.05, 0.1),
          new Parameter("rotational_clip_neg_y", 0.05, 0.1),
          new Parameter("rotational_clip_neg_z", 0.05, 0.1),
          new Parameter("rotational_clip_x", 0.05, 0.1),
          new Parameter("rotational_clip_y", 0.05, 0.1),
          new Parameter("rotational_clip_z", 0.05, 0.1),
          new Parameter("translational_Ki", 0, 100),
          new Parameter("rotational_Ki", 0, 100));

  /** All by name, with what they are at the start. */
  static Map<String, Double> defaults() {
    Map<String, Double> values = new LinkedHashMap<>();
    ALL.forEach(parameter -> values.put(parameter.name, parameter.start));
    return values;
  }

  /**
   * All by name after some have changed: each is taken to its nearest bound, and names that the
   * controller does not have are left out, as the real server does.
   *
   * @param values all (not modified)
   * @param changes some (not modified)
   * @throws IllegalArgumentException if one is no number
   */
  static Map<String, Double> changed(Map<String, Double> values, Map<String, Double> changes) {
    Map<String, Double> changed = new LinkedHashMap<>(values);
    for (Parameter parameter : ALL) {
      Double value = changes.get(parameter.name);
      if (value != null && value.isNaN()) {
        throw new IllegalArgumentException(parameter.name + " is not a number");
      }
      if (value != null) {
        changed.put(parameter.name, Math.max(0, Math.min(parameter.max, value)));
      }
    }
    return changed;
  }

  /**
   * The same as numbers.
   *
   * @param values all by name, within their bounds
   */
  static ControllerParameters of(Map<String, Double> values) {
    return new ControllerParameters(
        new Compliance(
            value(values, "translational_stiffness"),
            value(values, "translational_damping"),
            value(values, "rotational_stiffness"),
            value(values, "rotational_damping"),
            value(values, "translational_Ki"),
            value(values, "rotational_Ki"),
            new ReferenceClip(
                value(values, "translational_clip_neg_x"),
                value(values, "translational_clip_neg_y"),
                value(values, "translational_clip_neg_z"),
                value(values, "translational_clip_x"),
                value(values, "translational_clip_y"),
                value(values, "translational_clip_z"),
                value(values, "rotational_clip_neg_x"),
                value(values, "rotational_clip_neg_y"),
                value(values, "rotational_clip_neg_z"),
                value(values, "rotational_clip_x"),
                value(values, "rotational_clip_y"),
                value(values, "rotational_clip_z"))),
        value(values, "nullspace_stiffness"),
        value(values, "joint1_nullspace_stiffness"));
  }

  private static double value(Map<String, Double> values, String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the controller's parameter " + name + " is missing");
    }
    return value;
  }
}
