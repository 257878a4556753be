package org.serl4j.controller.arm.serl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.InvalidValueException;
import org.serl4j.hardware.ReferenceClip;

/**
 * The names under which SERL's controller takes gains and clips (dynamic_reconfigure), in the order
 * of {@link Compliance} and {@link ReferenceClip}.
 */
public final class ComplianceParameters {
  private record Parameter(String name, ToDoubleFunction<Compliance> value) {}

  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("translational_stiffness", Compliance::translationalStiffness),
          new Parameter("translational_damping", Compliance::translationalDamping),
          new Parameter("rotational_stiffness", Compliance::rotationalStiffness),
          new Parameter("rotational_damping", Compliance::rotationalDamping),
          new Parameter("translational_Ki", Compliance::translationalKi),
          new Parameter("rotational_Ki", Compliance::rotationalKi),
          new Parameter("translational_clip_neg_x", c -> c.clip().negX()),
          new Parameter("translational_clip_neg_y", c -> c.clip().negY()),
          new Parameter("translational_clip_neg_z", c -> c.clip().negZ()),
          new Parameter("translational_clip_x", c -> c.clip().x()),
          new Parameter("translational_clip_y", c -> c.clip().y()),
          new Parameter("translational_clip_z", c -> c.clip().z()),
          new Parameter("rotational_clip_neg_x", c -> c.clip().negRx()),
          new Parameter("rotational_clip_neg_y", c -> c.clip().negRy()),
          new Parameter("rotational_clip_neg_z", c -> c.clip().negRz()),
          new Parameter("rotational_clip_x", c -> c.clip().rx()),
          new Parameter("rotational_clip_y", c -> c.clip().ry()),
          new Parameter("rotational_clip_z", c -> c.clip().rz()));

  private ComplianceParameters() {}

  /** All of them by name, in that order. */
  public static Map<String, Double> toMap(Compliance compliance) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Parameter parameter : PARAMETERS) {
      values.put(parameter.name, parameter.value.applyAsDouble(compliance));
    }
    return values;
  }

  /** All of them by name. */
  static ObjectNode toJson(Compliance compliance) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    toMap(compliance).forEach(body::put);
    return body;
  }

  /**
   * What a compliance becomes when some of its numbers change.
   *
   * @param changes by name
   * @throws RefusedException for an unknown name, or a value out of its bounds
   */
  static Compliance changed(Compliance compliance, Map<String, Double> changes)
      throws RefusedException {
    Map<String, Double> values = toMap(compliance);
    for (Map.Entry<String, Double> change : changes.entrySet()) {
      if (values.replace(change.getKey(), change.getValue()) == null) {
        throw RequestBody.bad(
            "there is no compliance parameter '%s' here"
                .formatted(RequestBody.shortened(change.getKey())));
      }
    }
    double[] v = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    try {
      return new Compliance(
          v[0],
          v[1],
          v[2],
          v[3],
          v[4],
          v[5],
          new ReferenceClip(
              v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15], v[16], v[17]));
    } catch (InvalidValueException e) {
      throw RequestBody.bad(String.valueOf(e.getMessage()));
    }
  }
}
